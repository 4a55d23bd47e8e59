import { describe, expect, it } from 'vitest';
import { errorShape } from '../../../sandbox/vobiz/error-shapes.ts';
import { buttons } from '../../../src/slack/ids.ts';
import { auditOf } from '../../support/audit.ts';
import {
  askToGiveBack,
  givenBack,
  listedAs,
  returnable,
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
import { APPROVALS, ASHA, MEERA, RAVI } from '../../support/world.ts';

describe('a give-back that Vobiz refuses or leaves open', () => {
  it('is told as Vobiz refused it, stays a task, and ends when it goes at the console or is taken back', async () => {
    const { world, card } = await returnable();
    world.vobiz.faults.next('releaseNumber', errorShape('cool_off'));
    await givenBack(world, card);
    const refused = await cardShows(world, APPROVALS, /Not given back.*console\.vobiz\.ai/);
    await expect.poll(() => newsFor(world, ASHA).map(textOf).join()).toMatch(/Not given back/);
    await press(world, ASHA, refused, buttons.markOurs);
    await viewShows(world, ASHA, /Check .* at console\.vobiz\.ai first/);
    await world.slack.as(ASHA).submit();
    await viewShows(world, ASHA, /<@U0ASHA> kept it/);
    await world.slack.as(ASHA).close();
    const kept = await cardShows(world, APPROVALS, /✅ Bought/);
    world.vobiz.faults.next('releaseNumber', errorShape('flat_not_found'));
    await givenBack(world, kept);
    await cardShows(world, APPROVALS, /Not given back/);
    world.vobiz.releaseNumber(world.vobiz.ownedNumbers[0]?.e164 ?? '');
    await cardShows(world, APPROVALS, /Going back to Vobiz/);
    expect(sentBack(world)).toEqual({ released: 2, kept: 0 });
  });

  it.each([
    ['it was done and the answer lost', { kind: 'reset_after' }, /Going back to Vobiz/],
    ['it was done and answered with a 502', { kind: 'status_after', status: 502 }, /Going back/],
    [
      'the answer is about another number',
      { kind: 'answer', patch: { e164: '+919999999999' } },
      /Going back/,
    ],
    ['the status is unheard of', { kind: 'answer', patch: { status: 'queued' } }, /Going back/],
  ] as const)('is found in the list and not sent again when %s', async (_name, fault, ends) => {
    const { world, card } = await returnable();
    world.vobiz.faults.next('releaseNumber', fault);
    await givenBack(world, card);
    await cardShows(world, APPROVALS, ends);
    await sweptTwice(world);
    expect(sentBack(world)).toEqual({ released: 1, kept: 0 });
  });

  it('is not approved on a card that shows an earlier request for it', async () => {
    const { world, card } = await returnable();
    const earlier = structuredClone(await askToGiveBack(world, card));
    await press(world, ASHA, earlier, buttons.denyGiveBack);
    await viewShows(world, ASHA, /nothing is sent to Vobiz/);
    await world.slack.as(ASHA).submit();
    await viewShows(world, ASHA, /took back/);
    await world.slack.as(ASHA).close();
    const asked = await askToGiveBack(world, await cardShows(world, APPROVALS, /✅ Bought/), MEERA);
    await press(world, RAVI, earlier, buttons.approveGiveBack, { asShown: true });
    await toldPrivately(world, RAVI, /has just changed. Check the card/);
    expect(sentBack(world)).toEqual({ released: 0, kept: 0 });
    await press(world, RAVI, asked, buttons.approveGiveBack);
    await cardShows(world, APPROVALS, /Going back to Vobiz/);
  });

  it('stays unclear when nothing reached Vobiz, until a person says that it is still theirs', async () => {
    const { world, card } = await returnable();
    world.vobiz.faults.next('releaseNumber', { kind: 'reset' });
    await givenBack(world, card);
    const unclear = await cardShows(world, APPROVALS, /Give-back unconfirmed.*mark_kept/);
    await press(world, RAVI, unclear, buttons.markOurs);
    await viewShows(world, RAVI, /at console\.vobiz\.ai first/);
    await world.slack.as(RAVI).submit();
    await cardShows(world, APPROVALS, /✅ Bought/);
    await sweptTwice(world);
    expect(sentBack(world)).toEqual({ released: 1, kept: 0 });
  });

  it('is not over because one list is empty', async () => {
    const { world, card } = await returnable();
    const { vobiz } = world;
    vobiz.faults.next('releaseNumber', { kind: 'reset' });
    await givenBack(world, card);
    const unclear = await cardShows(world, APPROVALS, /Give-back unconfirmed.*mark_kept/);
    const lists = async () =>
      (await auditOf(world)).filter(({ event }) => event === 'give_back.missed').length;
    vobiz.faults.always('ownedNumbers', { kind: 'answer', patch: { items: [], total: 0 } });
    await press(world, RAVI, unclear, buttons.checkNow);
    await expect.poll(lists).toBe(1);
    await press(world, RAVI, unclear, buttons.checkNow);
    vobiz.faults.clear('ownedNumbers');
    await press(world, RAVI, unclear, buttons.checkNow);
    await sweptTwice(world);
    await cardShows(world, APPROVALS, /Give-back unconfirmed.*mark_kept/);
    expect(await lists()).toBe(1);
    expect(sentBack(world)).toEqual({ released: 1, kept: 0 });
  });

  it.each([
    ['answered', undefined],
    ['done without an answer', { kind: 'reset_after' }],
  ] as const)('is kept with one request, %s', async (_name, fault) => {
    const { world, card } = await returnable();
    await givenBack(world, card);
    const leaving = await cardShows(world, APPROVALS, /cancel_give_back/);
    if (fault) world.vobiz.faults.next('cancelRelease', fault);
    await press(world, ASHA, leaving, buttons.keepReturned);
    await cardShows(world, APPROVALS, /✅ Bought/);
    await listedAs(world, 'active');
    await expect.poll(() => newsFor(world, ASHA).map(textOf).join()).toMatch(/<@U0ASHA> kept it/);
    expect(sentBack(world)).toEqual({ released: 1, kept: 1 });
  });
});
