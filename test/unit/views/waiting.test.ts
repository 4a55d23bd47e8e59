import { describe, expect, it } from 'vitest';
import type { Order } from '../../../src/domain/order/order.ts';
import type { StopReason, Waiting } from '../../../src/domain/order/order-purchase.ts';
import { orderCard } from '../../../src/views/order/order-card.ts';
import { orderStates, SET_UP, T0 } from './views-support.ts';

const STATES = orderStates();
const UNTIL = T0 + 900_000;
const until = `<!date^${UNTIL / 1000}^`;
const shown = (order: Order) => JSON.stringify(orderCard(order, SET_UP).blocks);

describe('an approved order that waits', () => {
  it.each<[Waiting['why'], RegExp]>([
    ['vobiz_paused', /Vobiz asked us to pause until .*Then we check the price once more and buy/],
    ['not_checkable', /can't check the number with Vobiz right now.*then the request stops/],
    [
      'not_replicated',
      /can't keep a safe copy of this purchase.*haven't sent it.*then the request stops/,
    ],
  ])('says that it does because of %s, and until when', (why, words) => {
    const card = shown({ ...STATES.approved, waiting: { why, since: T0, until: UNTIL } });
    expect(card).toMatch(words);
    expect(card).toContain(until);
    expect(card).toContain('withdraw_order');
  });

  it('says what comes next when nothing keeps it', () => {
    expect(shown(STATES.approved)).toContain('price and availability are checked again');
  });
});

describe('an order that ended or stays open without having been sent', () => {
  it.each<[StopReason, RegExp]>([
    [{ kind: 'not_replicated' }, /couldn't record the purchase safely.*Nothing was sent or bought/],
    [{ kind: 'owned', since: UNTIL }, /has this number already, since <!date.*We sent nothing/],
    [{ kind: 'owned' }, /has this number already\. We sent nothing/],
  ])('says why it stopped: %j', (stop, words) => {
    expect(shown({ ...STATES.stopped, stop })).toMatch(words);
  });

  it('never says that it was sent when the number was found first', () => {
    const { attempt } = STATES.unconfirmed;
    const card = shown({
      ...STATES.unconfirmed,
      why: 'found_owned',
      attempt: { ...attempt, unsent: true },
    });
    expect(card).toMatch(/Nothing was sent.*we found the number in your Vobiz account/);
    expect(card).not.toMatch(/Sent to Vobiz|purchase sent|Purchase receipt/);
  });
});
