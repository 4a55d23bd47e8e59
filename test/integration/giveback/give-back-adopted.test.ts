import { describe, expect, it } from 'vitest';
import { errorShape } from '../../../sandbox/vobiz/error-shapes.ts';
import { buttons } from '../../../src/slack/ids.ts';
import { auditOf } from '../../support/audit.ts';
import {
  adopted,
  askToGiveBack,
  givenBack,
  listedAs,
  sentBack,
} from '../../support/giving-back.ts';
import {
  cardShows,
  newsFor,
  press,
  textOf,
  toldPrivately,
  viewShows,
} from '../../support/journeys.ts';
import { sweptTwice } from '../../support/sweeps.ts';
import { APPROVALS, ASHA, COMMAND, MEERA, OPS, RAVI } from '../../support/world.ts';

describe('an adopted number', () => {
  it('is asked for, approved by somebody else, sent once, and gone once Vobiz says so', async () => {
    const { world, card } = await adopted();
    await world.slack.as(MEERA).openHome();
    const asked = await askToGiveBack(world, card);
    expect(textOf(asked)).toMatch(/Give it back\?.*<@U0ASHA>.*₹250\/month ends.*has closed/);
    await expect
      .poll(() => textOf(world.slack.home(MEERA)), { timeout: 20_000 })
      .toMatch(/Waiting for you.*The desk has closed.*approve_give_back/);
    await press(world, ASHA, asked, buttons.approveGiveBack);
    await toldPrivately(world, ASHA, /can't decide your own request/);
    expect(sentBack(world)).toEqual({ released: 0, kept: 0 });
    await press(world, MEERA, asked, buttons.approveGiveBack);
    await cardShows(world, APPROVALS, /Going back to Vobiz.*undo that until.*Release fee at Vobiz/);
    await listedAs(world, 'pending_release');
    world.vobiz.endCooldown(world.vobiz.ownedNumbers[0]?.e164 ?? '');
    await cardShows(world, APPROVALS, /Given back · /);
    await expect
      .poll(() => newsFor(world, ASHA).map(textOf).join(), { timeout: 10_000 })
      .toMatch(/Given back/);
    await sweptTwice(world);
    expect(sentBack(world)).toEqual({ released: 1, kept: 0 });
    const events = (await auditOf(world)).map(({ event }) => event);
    expect(events.filter((event) => event.startsWith('give_back'))).toEqual([
      'give_back.ask',
      'give_back.approve',
      'give_back.claim',
      'give_back.answered',
      'give_back.observed',
    ]);
    await world.slack.as(ASHA).command(OPS, COMMAND, 'numbers');
    await viewShows(world, ASHA, /No numbers yet/);
  });

  it('is kept by whoever undoes it', async () => {
    const { world, card } = await adopted();
    await givenBack(world, card);
    const leaving = await cardShows(world, APPROVALS, /cancel_give_back/);
    await press(world, ASHA, leaving, buttons.keepReturned);
    await cardShows(world, APPROVALS, /📥 Adopted/);
    await listedAs(world, 'active');
    await expect.poll(() => newsFor(world, ASHA).map(textOf).join()).toMatch(/<@U0ASHA> kept it/);
    expect(sentBack(world)).toEqual({ released: 1, kept: 1 });
  });

  it('stays while it is locked', async () => {
    const { world, card } = await adopted();
    const asked = await askToGiveBack(world, card);
    await press(world, MEERA, asked, buttons.verificationDetails);
    await press(world, MEERA, await viewShows(world, MEERA, /lock_number/), buttons.lockNumber);
    await viewShows(world, MEERA, /Locked\. Nobody can give/);
    await press(world, RAVI, asked, buttons.approveGiveBack);
    await toldPrivately(world, RAVI, /This number is locked/);
    expect(sentBack(world)).toEqual({ released: 0, kept: 0 });
    expect((await auditOf(world)).map(({ event }) => event)).toContain('lock');
  });

  it('is found in the list and not sent again when the answer is lost', async () => {
    const { world, card } = await adopted();
    world.vobiz.faults.next('releaseNumber', { kind: 'reset_after' });
    await givenBack(world, card);
    await cardShows(world, APPROVALS, /Going back to Vobiz/);
    await sweptTwice(world);
    expect(sentBack(world)).toEqual({ released: 1, kept: 0 });
  });

  it('stays unclear when nothing reached Vobiz, until a person says that it is still theirs', async () => {
    const { world, card } = await adopted();
    world.vobiz.faults.next('releaseNumber', { kind: 'reset' });
    await givenBack(world, card);
    const unclear = await cardShows(world, APPROVALS, /Give-back unconfirmed.*mark_kept/);
    await press(world, MEERA, unclear, buttons.checkNow);
    await toldPrivately(world, MEERA, /Checked|checked/);
    await press(world, RAVI, unclear, buttons.markOurs);
    await viewShows(world, RAVI, /at console\.vobiz\.ai first/);
    await world.slack.as(RAVI).submit();
    await cardShows(world, APPROVALS, /📥 Adopted/);
    await sweptTwice(world);
    expect(sentBack(world)).toEqual({ released: 1, kept: 0 });
  });

  it('leads to the console when Vobiz refuses, and ends when it goes there', async () => {
    const { world, card } = await adopted();
    world.vobiz.faults.next('releaseNumber', errorShape('cool_off'));
    await givenBack(world, card);
    await cardShows(world, APPROVALS, /Not given back.*console\.vobiz\.ai/);
    world.vobiz.releaseNumber(world.vobiz.ownedNumbers[0]?.e164 ?? '');
    await cardShows(world, APPROVALS, /Going back to Vobiz/);
    expect(sentBack(world)).toEqual({ released: 1, kept: 0 });
  });
});
