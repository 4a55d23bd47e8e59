import { describe, expect, vi } from 'vitest';
import { DEFAULT_WORKSPACE } from '../../../sandbox/slack/workspace.ts';
import type { Fault } from '../../../sandbox/vobiz/faults.ts';
import { buttons } from '../../../src/slack/ids.ts';
import { inputs } from '../../../src/slack/inputs.ts';
import { eventsIn, orderIn } from '../../support/audit.ts';
import { movableClock } from '../../support/clock.ts';
import {
  approve,
  cardShows,
  idIn,
  orderShows,
  press,
  requestNumber,
  SAYS,
  textOf,
  toldPrivately,
  viewShows,
} from '../../support/journeys.ts';
import {
  APPROVALS,
  ASHA,
  DEV,
  it,
  MEERA,
  RAVI,
  startWorld,
  type WorldOptions,
} from '../../support/world.ts';

/** A purchase that Vobiz carried out or not, and whose answer never came. */
async function unconfirmed(fault: 'reset_after' | 'reset', options: WorldOptions = {}) {
  const world = await startWorld({
    vobiz: { completeAfterMs: Number.POSITIVE_INFINITY, listOrdersInOwnedNumbers: false },
    ...options,
  });
  const card = await requestNumber(world);
  world.vobiz.faults.next('order', { kind: fault });
  await approve(world, card);
  const open = await cardShows(world, APPROVALS, SAYS.unconfirmed);
  return { world, open, id: idIn(card) };
}

/** A purchase whose answer Vobiz holds back until the order has been given up as unconfirmed. */
async function answeredTooLate(completeAfterMs: number, fault?: Fault) {
  const clock = movableClock();
  const world = await startWorld({
    vobiz: { completeAfterMs, listOrdersInOwnedNumbers: false },
    env: { VOBIZ_ORDER_TIMEOUT_MS: '60000' },
  });
  if (fault) world.vobiz.faults.next('order', fault);
  const asked = await requestNumber(world);
  const answer = world.vobiz.faults.hold('order', { when: 'after' });
  await approve(world, asked);
  await answer.arrived;
  clock.moveAhead(3_600_000);
  const open = await cardShows(world, APPROVALS, SAYS.unconfirmed);
  return { world, open, release: answer.release };
}

describe('a purchase that nobody knows of', () => {
  it('is settled as placed by an approver, with the number, the order id and what Vobiz showed', async () => {
    const { world, open, id } = await unconfirmed('reset_after');
    const ravi = world.slack.as(RAVI);
    await press(world, RAVI, open, buttons.wasPlaced);
    const form = await viewShows(world, RAVI, /Number that was bought/);
    await ravi.type(
      form,
      { actionId: inputs.vobizOrder.actionId },
      world.vobiz.orders[0]?.id ?? '',
    );
    await ravi.type(form, { actionId: inputs.reason.actionId }, 'Seen in the console');
    await ravi.submit();
    await orderShows(
      world,
      APPROVALS,
      /Marked as bought by <@U0RAVI>.*Seen in the console.*Vobiz showed no proof then/,
    );
    expect(await orderIn(world, id)).toMatchObject({
      state: 'completed',
      settled: { by: RAVI, orderId: world.vobiz.orders[0]?.id, checked: 'not_found' },
    });
    expect(await eventsIn(world)).toMatch(/lost .*settle$/);
    expect(world.vobiz.callsTo('order')).toHaveLength(1);
  });

  it('is settled as not placed, and then the number may be requested again', async () => {
    const { world, open } = await unconfirmed('reset');
    const ravi = world.slack.as(RAVI);
    await press(world, RAVI, open, buttons.wasNotPlaced);
    const form = await viewShows(world, RAVI, /How do you know/);
    await ravi.type(form, { actionId: inputs.reason.actionId }, 'Support says no');
    await ravi.submit();
    await orderShows(world, APPROVALS, /Marked as not bought by <@U0RAVI>/);
    await approve(world, await requestNumber(world, { by: DEV }));
    await cardShows(world, APPROVALS, /Vobiz accepted the order/);
    expect(world.vobiz.orders).toHaveLength(1);
  });

  it('is shown as taken by Vobiz when its answer comes after somebody said that it was not placed', async () => {
    const { world, open, release } = await answeredTooLate(Number.POSITIVE_INFINITY);
    const ravi = world.slack.as(RAVI);
    await press(world, RAVI, open, buttons.wasNotPlaced);
    const form = await viewShows(world, RAVI, /How do you know/);
    await ravi.type(form, { actionId: inputs.reason.actionId }, 'Not in the console');
    await ravi.submit();
    await cardShows(world, APPROVALS, /Marked as not bought/);
    release();
    const went = /request that has ended.*We sent this purchase for ord_/;
    await orderShows(world, APPROVALS, new RegExp(`${went.source}.*${world.vobiz.orders[0]?.id}`));
    const shown = () => world.slack.messages(APPROVALS).map(textOf).join();
    await vi.waitFor(() => expect(shown()).toMatch(/Purchase sent · .*has its own card/), 15_000);
    await press(world, MEERA, open, buttons.openOrder);
    await viewShows(
      world,
      MEERA,
      /Vobiz accepted it, but somebody had already.*The purchase has its own card/,
    );
    expect(world.vobiz.callsTo('order')).toHaveLength(1);
  });

  it('is told as not as approved when its answer names another price after it was found as bought', async () => {
    const dearer: Fault = { kind: 'answer', patch: { setup_cost: 5000 } };
    const { world, open, release } = await answeredTooLate(0, dearer);
    const ravi = world.slack.as(RAVI);
    await press(world, RAVI, open, buttons.wasPlaced);
    const form = await viewShows(world, RAVI, /Number that was bought/);
    await ravi.type(form, { actionId: inputs.reason.actionId }, 'Seen in the console');
    await ravi.submit();
    await orderShows(world, APPROVALS, /Marked as bought by <@U0RAVI>/);
    release();
    await cardShows(world, APPROVALS, SAYS.flagged);
    const told = () => world.slack.messages(APPROVALS).slice(-1).map(textOf).join();
    await vi.waitFor(() => expect(told()).toMatch(/not as approved/), 15_000);
    expect(world.vobiz.callsTo('order')).toHaveLength(1);
  });

  it('is not settled by the requester', async () => {
    const { world, open } = await unconfirmed('reset');
    await press(world, ASHA, open, buttons.wasNotPlaced);
    await viewShows(world, ASHA, /can't decide your own request/);
    expect(await eventsIn(world)).not.toContain('settle');
  });

  it('is looked for at once when somebody asks', async () => {
    const { world, open, id } = await unconfirmed('reset_after');
    const looks = world.vobiz.callsTo('ownedNumbers').length;
    await world.slack.as(DEV).click(open, { actionId: buttons.checkNow.id });
    await toldPrivately(world, DEV, /Checked just now\. Nothing new at Vobiz yet/);
    expect(world.vobiz.callsTo('ownedNumbers').length).toBeGreaterThan(looks);
    world.vobiz.addOwnedNumber({ e164: (await orderIn(world, id)).number.e164 });
    await world.slack.as(DEV).click(open, { actionId: buttons.checkNow.id }, { asShown: true });
    await cardShows(world, APPROVALS, /Bought/);
  });

  it('changes the direct message that told of it, too, when it ends', async () => {
    const scopes = DEFAULT_WORKSPACE.scopes.filter((scope) => !scope.endsWith(':read'));
    const { world, open } = await unconfirmed('reset', {
      slack: { scopes: [...scopes, 'users:read', 'usergroups:read'] },
    });
    const direct = () =>
      world.slack
        .directMessages(ASHA)
        .map(textOf)
        .filter((text) => text.includes('Purchase unconfirmed'));
    await expect.poll(() => direct().length, { timeout: 8_000 }).toBe(1);
    const ravi = world.slack.as(RAVI);
    await press(world, RAVI, open, buttons.wasNotPlaced);
    const form = await viewShows(world, RAVI, /How do you know/);
    await ravi.type(form, { actionId: inputs.reason.actionId }, 'Support says no');
    await ravi.submit();
    await expect.poll(() => direct().length, { timeout: 8_000 }).toBe(0);
  });
});

describe('whoever is too late', () => {
  it.each([
    [buttons.wasPlaced, /<@U0MEERA> marked this request as bought/],
    [buttons.wasNotPlaced, /<@U0MEERA> marked this request as not bought/],
  ])('to settle a request is told who did, and how: $0.id', async (button, says) => {
    const { world, open } = await unconfirmed('reset_after');
    const meera = world.slack.as(MEERA);
    await press(world, MEERA, open, button);
    const form = await viewShows(world, MEERA, /reason_text/);
    await meera.type(form, { actionId: inputs.reason.actionId }, 'Seen in the console');
    await meera.submit();
    await press(world, RAVI, open, buttons.wasPlaced, { asShown: true });
    await viewShows(world, RAVI, says);
    await world.slack.as(RAVI).close();
    expect(textOf(world.slack.openView(RAVI))).not.toMatch(/approved this request/);
  });

  it('to settle what Vobiz has finished is told that it was bought', async () => {
    const { world, open, id } = await unconfirmed('reset_after');
    world.vobiz.addOwnedNumber({ e164: (await orderIn(world, id)).number.e164 });
    await world.slack.as(DEV).click(open, { actionId: buttons.checkNow.id });
    await cardShows(world, APPROVALS, SAYS.bought);
    await press(world, RAVI, open, buttons.wasPlaced, { asShown: true });
    await viewShows(world, RAVI, /<@U0RAVI> approved this request.*It was bought/);
  });

  it('to approve is told who denied, and to deny what came of the approval', async ({ world }) => {
    const first = await requestNumber(world);
    const ravi = world.slack.as(RAVI);
    await ravi.click(first, { actionId: buttons.deny.id });
    const form = await viewShows(world, RAVI, /reason_text/);
    await ravi.type(form, { actionId: inputs.reason.actionId }, 'No');
    await ravi.submit();
    await world.slack.as(MEERA).click(first, { actionId: buttons.approve.id }, { asShown: true });
    await toldPrivately(world, MEERA, /<@U0RAVI> denied this request.*changed nothing/);
    const second = await requestNumber(world, { index: 1 });
    await approve(world, second, MEERA);
    await cardShows(world, APPROVALS, /Bought/);
    await press(world, ASHA, second, buttons.withdraw, { asShown: true });
    await viewShows(world, ASHA, /<@U0MEERA> approved this request.*It was bought/);
  });
});
