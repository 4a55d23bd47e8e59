import { describe, expect, it, vi } from 'vitest';
import { errorShape } from '../../../sandbox/vobiz/error-shapes.ts';
import { buttons } from '../../../src/slack/ids.ts';
import { auditOf } from '../../support/audit.ts';
import { movableClock } from '../../support/clock.ts';
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
import { APPROVALS, ASHA, DEV, MEERA, RAVI } from '../../support/world.ts';

describe('a number that is given back', () => {
  it('is asked for, approved by somebody else, sent once, and gone once Vobiz says so', async () => {
    const { world, card } = await returnable();
    const asked = await askToGiveBack(world, card, RAVI);
    expect(textOf(asked)).toMatch(/Give it back\?.*<@U0RAVI>.*month ends.*The desk has closed/);
    await press(world, RAVI, asked, buttons.approveGiveBack);
    await toldPrivately(world, RAVI, /can't decide your own request/);
    expect(sentBack(world)).toEqual({ released: 0, kept: 0 });
    await press(world, MEERA, asked, buttons.approveGiveBack);
    const leaving = await cardShows(
      world,
      APPROVALS,
      /Going back to Vobiz.*undo that until.*Release fee at Vobiz: 100 \(Vobiz names no currency\)\./,
    );
    expect(textOf(leaving)).toMatch(/Approved by <@U0MEERA>/);
    await listedAs(world, 'pending_release');
    world.vobiz.endCooldown(world.vobiz.ownedNumbers[0]?.e164 ?? '');
    await cardShows(world, APPROVALS, /Given back · /);
    await expect
      .poll(() => newsFor(world, RAVI).map(textOf).join(), { timeout: 10_000 })
      .toMatch(/Given back/);
    await sweptTwice(world);
    expect(sentBack(world)).toEqual({ released: 1, kept: 0 });
    expect(world.vobiz.callsTo('releaseNumber')).toMatchObject([{ query: { immediate: 'false' } }]);
    const events = (await auditOf(world)).map(({ event }) => event);
    expect(events.filter((event) => event.startsWith('give_back'))).toEqual([
      'give_back.ask',
      'give_back.approve',
      'give_back.claim',
      'give_back.answered',
      'give_back.observed',
    ]);
  });

  it('goes all the same when Vobiz refuses to keep it, and keeping can be tried again', async () => {
    const { world, card } = await returnable();
    await givenBack(world, card);
    const leaving = await cardShows(world, APPROVALS, /cancel_give_back/);
    world.vobiz.faults.next('cancelRelease', errorShape('enveloped_short'));
    await press(world, MEERA, leaving, buttons.keepReturned);
    const still = await cardShows(world, APPROVALS, /It wasn't kept.*The number was just taken/);
    await press(world, MEERA, still, buttons.keepReturned);
    await cardShows(world, APPROVALS, /✅ Bought/);
    expect(sentBack(world)).toEqual({ released: 1, kept: 2 });
  });
});

describe('a number that is not given back', () => {
  it('before the list of channels is whole, which may have one of it', async () => {
    const { world, card } = await returnable();
    world.vobiz.faults.always('channels', { kind: 'answer', patch: { total: 3 } });
    await givenBack(world, card);
    await cardShows(world, APPROVALS, /can't send it just now/);
    expect(sentBack(world)).toEqual({ released: 0, kept: 0 });
    world.vobiz.faults.clear('channels');
    await cardShows(world, APPROVALS, /Going back to Vobiz/);
  });

  it('because an approver says no: it can be asked for again, and the person who asked can take it back', async () => {
    const { world, card } = await returnable();
    for (const [by, says] of [
      [MEERA, /<@U0MEERA> said no/],
      [ASHA, /<@U0ASHA> took back/],
    ] as const) {
      const asked = await askToGiveBack(world, card);
      await press(world, by, asked, buttons.denyGiveBack);
      await viewShows(world, by, /nothing is sent to Vobiz/);
      await world.slack.as(by).submit();
      await viewShows(world, by, says);
      await world.slack.as(by).close();
      await cardShows(world, APPROVALS, /✅ Bought/);
      // The card that asked is old now: a press of its button is answered.
      await press(world, RAVI, asked, buttons.approveGiveBack, { asShown: true });
      await toldPrivately(world, RAVI, /Nothing left to do/);
    }
    expect(sentBack(world)).toEqual({ released: 0, kept: 0 });
  });

  it('because nobody decides in time: it waits in Home, is reminded of, and whoever asked hears of its end', async () => {
    const { now, moveAhead } = movableClock();
    const { world, card } = await returnable({ now });
    const homeShows = (userId: string, text: RegExp) =>
      vi.waitFor(() => expect(textOf(world.slack.home(userId))).toMatch(text), 20_000);
    for (const person of [ASHA, RAVI]) await world.slack.as(person).openHome();
    const asked = await askToGiveBack(world, card);
    expect(textOf(asked)).toMatch(/Waiting for .*Expires/);
    await homeShows(RAVI, /Waiting for you.*The desk has closed.*<@U0ASHA>.*approve_give_back/);
    await homeShows(ASHA, /caught up.*Your requests.*Waiting for .*<@U0MEERA>.*deny_give_back/);
    moveAhead(91 * 60_000);
    await expect
      .poll(() => newsFor(world, MEERA).map(textOf).join(), { timeout: 10_000 })
      .toMatch(/Give it back\?.*Still waiting for .*<@U0MEERA>.*Expires/);
    moveAhead(23 * 3_600_000);
    await cardShows(world, APPROVALS, /✅ Bought/);
    await expect
      .poll(() => newsFor(world, ASHA).map(textOf).join(), { timeout: 10_000 })
      .toMatch(/Nobody decided in time whether to give it back/);
    await world.slack.as(RAVI).openHome();
    await homeShows(RAVI, /You're all caught up/);
    await press(world, RAVI, asked, buttons.approveGiveBack, { asShown: true });
    await toldPrivately(world, RAVI, /Nothing left to do\. Nobody decided in time/);
    expect(sentBack(world)).toEqual({ released: 0, kept: 0 });
    const ended = (await auditOf(world)).filter(({ event }) => event === 'give_back.expire');
    expect(ended.map(({ by }) => by)).toEqual([{ job: 'sweep' }]);
  });

  it('while it is locked, by whom nobody else asked, and people outside may do nothing', async () => {
    const { world, card } = await returnable();
    const asked = await askToGiveBack(world, card);
    await press(world, MEERA, asked, buttons.openOrder);
    await press(world, MEERA, await viewShows(world, MEERA, /lock_number/), buttons.lockNumber);
    await viewShows(world, MEERA, /Locked\. Nobody can give/);
    await press(world, RAVI, asked, buttons.approveGiveBack);
    await toldPrivately(world, RAVI, /This number is locked/);
    await press(world, DEV, asked, buttons.approveGiveBack);
    await toldPrivately(world, DEV, /can't decide this request/);
    expect(sentBack(world)).toEqual({ released: 0, kept: 0 });
    expect((await auditOf(world)).map(({ event }) => event)).toContain('lock');
  });
});
