import { expect, it } from 'vitest';
import type { OwnedSeen } from '../../../../src/domain/numbers/owned-number-list.ts';
import { ownedAlready } from '../../../../src/domain/order/owned-already.ts';
import { orderStates } from '../../views/views-support.ts';

const order = orderStates().approved;
const DAY = 86_400_000;
const BEFORE = order.createdAt - DAY;
const SINCE = order.createdAt + 60_000;
const no = { kind: 'no' };
const perhaps = { kind: 'perhaps_ours' };

function row(more: Partial<OwnedSeen>): OwnedSeen {
  const { e164 } = order.number;
  return { e164, status: 'active', purchasedAt: BEFORE, ownAccount: true, ...more };
}

it.each<[string, OwnedSeen[], object]>([
  ['nothing', [], no],
  ['a longer number with these digits', [row({ e164: `${order.number.e164}0` })], no],
  ['one bought before the request', [row({})], { kind: 'before', since: BEFORE }],
  ['one bought since', [row({ purchasedAt: SINCE })], perhaps],
  [
    'one that a clock a minute behind dates before',
    [row({ purchasedAt: SINCE - 119_000 })],
    perhaps,
  ],
  [
    'one bought as long before as clocks may differ',
    [row({ purchasedAt: order.createdAt - 5 * 60_000 })],
    perhaps,
  ],
  [
    'two bought before',
    [row({ purchasedAt: BEFORE - DAY }), row({})],
    { kind: 'before', since: BEFORE },
  ],
  ['one bought before and one since', [row({}), row({ purchasedAt: SINCE })], perhaps],
  ['one without a time', [row({ purchasedAt: undefined })], perhaps],
  [
    'one in another account, bought before',
    [row({ ownAccount: false })],
    { kind: 'before', since: BEFORE },
  ],
  [
    'one in another account, bought since',
    [row({ ownAccount: false, purchasedAt: SINCE })],
    perhaps,
  ],
  ['one on its way', [row({ status: 'pending_purchase', purchasedAt: undefined })], perhaps],
  ['one on its way out', [row({ status: 'pending_release' })], { kind: 'before', since: BEFORE }],
  ['one in a status nobody knows', [row({ status: 'unknown', purchasedAt: SINCE })], perhaps],
  ['one given back before the request', [row({ status: 'released' })], no],
  ['one bought and given back since', [row({ status: 'released', purchasedAt: SINCE })], perhaps],
  [
    'one given back and bought again since',
    [row({ status: 'released' }), row({ purchasedAt: SINCE })],
    perhaps,
  ],
])('a list with %s says', (_what, listed, says) => {
  expect(ownedAlready(order, listed)).toEqual(says);
});
