import { describe, expect, it, vi } from 'vitest';
import type { VobizStandInOptions } from '../../../sandbox/vobiz/server.ts';
import { buttons } from '../../../src/slack/ids.ts';
import { orderIn } from '../../support/audit.ts';
import { movableClock } from '../../support/clock.ts';
import {
  approve,
  cardShows,
  idIn,
  orderShows,
  requestNumber,
  SAYS,
} from '../../support/journeys.ts';
import { sweptTwice } from '../../support/sweeps.ts';
import { APPROVALS, type Outside, RAVI, startBot, startOutside } from '../../support/world.ts';

/** Two workspaces, each with a bot and records of its own, on one Vobiz account. */
async function twoInstallations(options: VobizStandInOptions = {}) {
  const first = await startOutside({ vobiz: { completeAfterMs: 0, ...options } });
  const other = await startOutside({ env: { VOBIZ_BASE_URL: first.vobiz.url } });
  const bots = [await startBot(first), await startBot(other)] as const;
  // Both look at the books of the same Vobiz.
  return {
    ours: { ...first, bot: bots[0] },
    theirs: { ...other, vobiz: first.vobiz, bot: bots[1] },
  };
}

const stateOf = async (world: Outside, id: string) => (await orderIn(world, id)).state;

describe('two installations on one Vobiz account', () => {
  it('buy two numbers, each its own', async () => {
    const { ours, theirs } = await twoInstallations();
    const one = await requestNumber(ours);
    const two = await requestNumber(theirs, { index: 1 });
    await approve(ours, one);
    await approve(theirs, two);
    await cardShows(ours, APPROVALS, SAYS.bought);
    await cardShows(theirs, APPROVALS, SAYS.bought);
    expect(ours.vobiz.callsTo('order')).toHaveLength(2);
  });

  it.each(['availability', 'ownedNumbers', 'balance'] as const)(
    'do not take a number for their own that the other bought before the purchase (%s)',
    async (op) => {
      const { ours, theirs } = await twoInstallations();
      const ourCard = await requestNumber(ours);
      const theirCard = await requestNumber(theirs);
      // A bot reads the account once while a request waits, and is not what is held.
      await vi.waitFor(() => expect(ours.vobiz.callsTo('balance')).toHaveLength(2));
      const held = ours.vobiz.faults.hold(op);
      await approve(ours, ourCard);
      await held.arrived;
      await approve(theirs, theirCard);
      await cardShows(theirs, APPROVALS, SAYS.bought);
      held.release();
      await orderShows(
        ours,
        APPROVALS,
        /no longer offers|Purchase unconfirmed|didn't take the order/,
      );
      await sweptTwice(ours);
      expect(await stateOf(ours, idIn(ourCard))).not.toBe('completed');
      expect(ours.vobiz.orders).toHaveLength(1);
    },
  );

  it('do not take a number for their own that the other bought long after a purchase nobody answered', async () => {
    const clock = movableClock();
    const { ours, theirs } = await twoInstallations();
    const ourCard = await requestNumber(ours);
    ours.vobiz.faults.next('order', { kind: 'reset' });
    await approve(ours, ourCard);
    await orderShows(ours, APPROVALS, /Purchase unconfirmed.*owned numbers: not found/);
    clock.moveAhead(2 * 3_600_000);
    await approve(theirs, await requestNumber(theirs));
    await cardShows(theirs, APPROVALS, SAYS.bought);
    // So old an order is looked at every few minutes by itself.
    const shown = await cardShows(ours, APPROVALS, /Check now/);
    await ours.slack.as(RAVI).click(shown, { actionId: buttons.checkNow.id });
    await orderShows(ours, APPROVALS, /owned numbers: bought later/);
    expect(await stateOf(ours, idIn(ourCard))).toBe('unconfirmed');
  });

  it('do not take the channel of the other for a sign of their own order', async () => {
    const { ours, theirs } = await twoInstallations({ listOrdersInOwnedNumbers: false });
    const ourCard = await requestNumber(ours);
    ours.vobiz.faults.next('order', { kind: 'reset' });
    await approve(ours, ourCard);
    await cardShows(ours, APPROVALS, SAYS.unconfirmed);
    const { number } = await orderIn(ours, idIn(ourCard));
    await approve(theirs, await requestNumber(theirs));
    await cardShows(theirs, APPROVALS, SAYS.bought);
    ours.vobiz.createChannel({
      waba_id: '1911116896216319',
      phone_number: number.e164,
      number_onboarding_mode: 'buy_from_vobiz',
      number_provider: 'meta_direct',
      number_order_id: ours.vobiz.orders[0]?.id,
      access_token: 'EAAstandin0000',
      display_name: 'Support',
    });
    await orderShows(ours, APPROVALS, /WhatsApp channels: same number connected/);
    expect(await stateOf(ours, idIn(ourCard))).toBe('unconfirmed');
  });
});
