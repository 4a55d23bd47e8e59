import { describe, expect, it } from 'vitest';
import type { Order } from '../../../src/domain/order/order.ts';
import type { StopReason, Waiting } from '../../../src/domain/order/order-purchase.ts';
import { orderCard } from '../../../src/views/order/order-card.ts';
import { orderDetails } from '../../../src/views/order/order-details.ts';
import { orderStates, SET_UP, T0 } from './views-support.ts';

const STATES = orderStates();
const UNTIL = T0 + 900_000;
const until = `<!date^${UNTIL / 1000}^`;
const shown = (order: Order) => JSON.stringify(orderCard(order, SET_UP).blocks);
const inDetails = (order: Order) => JSON.stringify(orderDetails(order));

describe('an approved order that waits', () => {
  it.each<[Waiting['why'], RegExp, RegExp]>([
    [
      'vobiz_paused',
      /Vobiz asked us to pause until .*We haven't sent anything yet/,
      /Vobiz asked us to pause until .*Then we check the price once more and buy/,
    ],
    [
      'not_checkable',
      /can't check the number with Vobiz.*keep trying until.*We haven't sent anything yet/,
      /can't check the number with Vobiz.*After that, the request stops/,
    ],
    [
      'not_replicated',
      /can't keep a safe copy of this purchase.*haven't sent it.*keep trying until/,
      /can't keep a safe copy of this purchase.*haven't sent it.*After that, the request stops/,
    ],
  ])('says that it does because of %s, and until when', (why, atAGlance, inFull) => {
    const order: Order = { ...STATES.approved, waiting: { why, since: T0, until: UNTIL } };
    const card = shown(order);
    expect(card).toMatch(atAGlance);
    expect(inDetails(order)).toMatch(inFull);
    for (const said of [card, inDetails(order)]) expect(said).toContain(until);
    expect(card).toContain('withdraw_order');
  });

  it('says what comes next when nothing keeps it', () => {
    expect(shown(STATES.approved)).toContain('Checking the price once more, then buying.');
    expect(inDetails(STATES.approved)).toContain("If anything has changed, we won't buy it");
  });
});

describe('an order that ended or stays open without having been sent', () => {
  it.each<[StopReason, RegExp]>([
    [{ kind: 'not_replicated' }, /couldn't record the purchase safely.*didn't send it.*bought/],
    [{ kind: 'owned', since: UNTIL }, /has had this number since <!date.*We sent nothing/],
    [{ kind: 'owned' }, /already has this number\. We sent nothing/],
  ])('says why it stopped: %j', (stop, words) => {
    const order: Order = { ...STATES.stopped, stop };
    expect(shown(order)).toMatch(words);
    expect(inDetails(order)).toMatch(/Nothing was bought|We sent nothing/);
  });

  it('never says that it was sent when the number was found first', () => {
    const { attempt } = STATES.unconfirmed;
    const order: Order = {
      ...STATES.unconfirmed,
      why: 'found_owned',
      attempt: { ...attempt, unsent: true },
    };
    expect(shown(order)).toContain('We found it in your account before sending anything');
    expect(inDetails(order)).toMatch(/Nothing was sent.*We found it in your account/);
    for (const said of [shown(order), inDetails(order)])
      expect(said).not.toMatch(/Sent <|purchase sent|Purchase receipt/);
  });
});
