import { ERROR_SHAPES, errorShape } from '../../../sandbox/vobiz/error-shapes.ts';
import type { Fault, Op } from '../../../sandbox/vobiz/faults.ts';
import type { OrderState } from '../../../src/domain/order/order.ts';
import { SAYS } from '../../support/journeys.ts';

export type NamedFault = readonly [name: string, fault: Fault];

/** When Vobiz is asked: as the form is submitted, between the approval and the purchase, or after it. */
export type Moment = 'submitting' | 'approving' | 'following';

export type Row = {
  when: Moment;
  op: Extract<Op, 'availability' | 'balance' | 'orderRead' | 'ownedNumbers' | 'channels'>;
  /** In words, which faults. */
  what: string;
  faults: readonly NamedFault[];
  state: OrderState;
  /** What the card says. */
  card: RegExp;
  /** What is said to the person who acted, and to nobody else. */
  told?: RegExp;
  /** Orders that Vobiz has for each request. */
  bought: 0 | 1;
  /** Whether the bot goes on otherwise after one such fault, so that each needs a bot of its own. */
  alone?: true;
};

const documented: readonly NamedFault[] = ERROR_SHAPES.map(({ name }) => [name, errorShape(name)]);
const transport: readonly NamedFault[] = [
  ['405', { kind: 'status', status: 405 }],
  ['408', { kind: 'status', status: 408 }],
  ['an answer after the time for it', { kind: 'latency', ms: 1_500 }],
  ['no answer', { kind: 'hang' }],
  ['no answer after the effect', { kind: 'hang_after' }],
  ['reset', { kind: 'reset' }],
  ['reset after the effect', { kind: 'reset_after' }],
  ['502 after the effect', { kind: 'status_after', status: 502 }],
  ['HTML with 502', { kind: 'html', status: 502 }],
  ['HTML with 200', { kind: 'html', status: 200 }],
  ['an empty 200', { kind: 'empty', status: 200 }],
  ['an empty 204', { kind: 'empty', status: 204 }],
  ['a redirect', { kind: 'status', status: 307, headers: { location: '/' } }],
  ['a body cut short', { kind: 'truncated', cut: 'body' }],
  ['a line cut in the middle', { kind: 'truncated', cut: 'connection' }],
];
const LIMITS: readonly NamedFault[] = [
  ['Retry-After', { kind: 'rate_limited', retryAfterSeconds: 30, via: 'header' }],
  ['the wait in the body', { kind: 'rate_limited', retryAfterSeconds: 30, via: 'body' }],
  ['no wait', { kind: 'status', status: 429 }],
  ...documented.filter(([, fault]) => statusOf(fault) === 429),
];
const REST = [...documented, ...transport].filter(([, fault]) => statusOf(fault) !== 429);
/** What a path that is not there may answer; the reading of an order is not published. */
const NO_SUCH_PATH = REST.filter(([, fault]) =>
  [200, 204, 401, 403, 404, 405].includes(statusOf(fault)),
);
/** Nothing to list: an answer like any other, see odd-answers.test.ts. */
const EMPTY_LIST = REST.filter(([, fault]) => statusOf(fault) === 204);
const CREDENTIALS = REST.filter(([, fault]) => [401, 403].includes(statusOf(fault)));
/** Of an answer that breaks off, the bot reads what there is. */
const CUT_SHORT = REST.filter(([, fault]) => fault.kind === 'truncated');
const without = (left: readonly NamedFault[]) => REST.filter((fault) => !left.includes(fault));

function statusOf(fault: Fault): number {
  return 'status' in fault && fault.status !== undefined ? fault.status : 0;
}

const REQUESTED = { state: 'awaiting_approval', card: /⏳ Approve ₹[\d,]+ · /, bought: 0 } as const;
const WAITING = {
  state: 'approved',
  card: /⏸️ Approved, on hold · .* until .*We haven't sent anything yet/,
  bought: 0,
} as const;
const BOUGHT = { state: 'completed', card: SAYS.bought, bought: 1 } as const;
const OPEN = { state: 'pending', bought: 1 } as const;
const NOT_FINISHED = /🛒 Ordered · .*This card updates by itself/;
const found = (line: string) => ({ card: new RegExp(`${SAYS.ordered.source}.*${line} .checked`) });
const LEFT = { card: NOT_FINISHED };

/**
 * Each documented error and each fault of the line, at each call around the purchase: what becomes of the order. The
 * purchase itself, where each fault ends otherwise, has a table of its own in order-purchase.test.ts.
 */
// biome-ignore format: a table is read by its columns
export const ROWS: readonly Row[] = [
  // The form is taken: the look before the purchase still stands between.
  { when: 'submitting', op: 'availability', what: 'any error', faults: without(EMPTY_LIST), ...REQUESTED, told: /Sent to/ },
  { when: 'submitting', op: 'availability', what: 'a rate limit', faults: LIMITS, alone: true, ...REQUESTED, told: /Sent to/ },
  // Nothing is sent before price and availability were seen.
  { when: 'approving', op: 'availability', what: 'any error', faults: without(EMPTY_LIST), ...WAITING },
  { when: 'approving', op: 'availability', what: 'a rate limit', faults: LIMITS, alone: true, ...WAITING },
  // Nor before the account's own list was: a number that it has is not bought again.
  { when: 'approving', op: 'ownedNumbers', what: 'any error', faults: without(EMPTY_LIST), ...WAITING },
  { when: 'approving', op: 'ownedNumbers', what: 'a rate limit', faults: LIMITS, alone: true, ...WAITING },
  // A balance that cannot be asked for stops nothing: the purchase itself tells.
  { when: 'approving', op: 'balance', what: 'any error', faults: REST, ...BOUGHT },
  { when: 'approving', op: 'balance', what: 'a rate limit', faults: LIMITS, alone: true, ...BOUGHT },
  // What cannot be read leaves the order open; it never ends it.
  { when: 'following', op: 'orderRead', what: 'no such path', faults: NO_SUCH_PATH, alone: true, ...OPEN, ...found("Vobiz's record of the order: not available") },
  { when: 'following', op: 'orderRead', what: 'any other error', faults: without([...NO_SUCH_PATH, ...CUT_SHORT]), ...OPEN, ...found("Vobiz's record of the order: couldn't be read") },
  { when: 'following', op: 'orderRead', what: 'an answer cut short', faults: CUT_SHORT, alone: true, ...OPEN, ...found("Vobiz's record of the order: (unknown|not available)") },
  { when: 'following', op: 'orderRead', what: 'a rate limit', faults: LIMITS, alone: true, ...OPEN, ...LEFT },
  { when: 'following', op: 'ownedNumbers', what: 'credentials', faults: CREDENTIALS, ...OPEN, ...LEFT },
  { when: 'following', op: 'ownedNumbers', what: 'any other error', faults: without([...CREDENTIALS, ...EMPTY_LIST]), ...OPEN, ...found("Your owned numbers: couldn't be read") },
  { when: 'following', op: 'ownedNumbers', what: 'a rate limit', faults: LIMITS, alone: true, ...OPEN, ...LEFT },
  { when: 'following', op: 'channels', what: 'credentials', faults: CREDENTIALS, ...OPEN, ...LEFT },
  { when: 'following', op: 'channels', what: 'any other error', faults: without([...CREDENTIALS, ...EMPTY_LIST]), ...OPEN, ...found("Your WhatsApp channels: couldn't be read") },
  { when: 'following', op: 'channels', what: 'a rate limit', faults: LIMITS, alone: true, ...OPEN, ...LEFT },
];
