import { describe, expect, it, vi } from 'vitest';
import { ERROR_SHAPES, type ErrorShape, errorShape } from '../../../sandbox/vobiz/error-shapes.ts';
import type { Fault } from '../../../sandbox/vobiz/faults.ts';
import type { OrderState } from '../../../src/domain/order/order.ts';
import { orderIn } from '../../support/audit.ts';
import { approve, idIn, orderShows, requestNumber } from '../../support/journeys.ts';
import { sweptTwice } from '../../support/sweeps.ts';
import { APPROVALS, MEERA, startWorld, type World } from '../../support/world.ts';

type Row = {
  name: string;
  fault: Fault;
  state: OrderState;
  /** A piece of the card and its Details. */
  says: RegExp;
  /** Orders that Vobiz really has afterwards. */
  bought: 0 | 1;
};

/** An order stays open at Vobiz, so that nothing there settles what the purchase left open. */
const OPEN = { completeAfterMs: Infinity };
const UNKNOWN = /Don't order this number again/;
const NOTHING = /Nothing was bought\./;

const env = { VOBIZ_ORDER_TIMEOUT_MS: '400', SWEEP_EVERY_MS: '100' };

async function buys(row: Row): Promise<void> {
  await buysIn(await startWorld({ vobiz: OPEN, env }), row);
}

/** One order more in this world, for a number of its own. */
async function buysIn(world: World, { fault, state, says, bought }: Row): Promise<void> {
  const { callsTo, faults, orders } = world.vobiz;
  const sent = callsTo('order').length;
  const card = await requestNumber(world, sent === 0 ? {} : { by: MEERA, index: 1 });
  faults.next('order', fault);
  await approve(world, card);
  const shown = await orderShows(world, APPROVALS, says);
  expect(shown.ts).toBe(card.ts);
  const { state: saved } = await orderIn(world, idIn(card));
  expect(saved).toBe(state);
  // The bot may give up on a request before this busy process has read it.
  await vi.waitFor(() => expect(callsTo('order')).toHaveLength(sent + 1), 5_000);
  await sweptTwice(world);
  expect(callsTo('order')).toHaveLength(sent + 1);
  // A late effect comes when it comes.
  await vi.waitFor(() => expect(world.vobiz.orders).toHaveLength(orders.length + bought), 5_000);
}

function status(code: number): Fault {
  return { kind: 'status', status: code };
}
const lost = (name: string, fault: Fault, bought: 0 | 1, why: string): Row => ({
  name,
  fault,
  state: 'unconfirmed',
  says: new RegExp(`${UNKNOWN.source}.*${why}`),
  bought,
});
const refused = (name: string, fault: Fault, reason: string): Row => ({
  name,
  fault,
  state: 'failed',
  says: new RegExp(`${NOTHING.source}.*Reason: ${reason}`),
  bought: 0,
});

describe('a purchase that meets trouble on the way is sent once, and the card tells the truth', () => {
  const NO_ANSWER = "Vobiz didn't answer";
  const SERVER = 'answered with a server error';
  const UNREADABLE = "couldn't read Vobiz's answer";
  it.each<Row>([
    lost('reset before it was bought', { kind: 'reset' }, 0, NO_ANSWER),
    lost('reset after it was bought', { kind: 'reset_after' }, 1, NO_ANSWER),
    lost('no answer, not bought', { kind: 'hang' }, 0, NO_ANSWER),
    lost('no answer, bought', { kind: 'hang_after' }, 1, NO_ANSWER),
    lost('an answer too late', { kind: 'latency', ms: 700 }, 1, NO_ANSWER),
    lost('500, not bought', status(500), 0, SERVER),
    lost('500, bought', { kind: 'status_after', status: 500 }, 1, SERVER),
    lost('503, not bought', status(503), 0, SERVER),
    lost('504, bought', { kind: 'status_after', status: 504 }, 1, SERVER),
    lost('408, whose fate nobody knows', status(408), 0, SERVER),
    lost('an HTML page with 502', { kind: 'html', status: 502 }, 0, SERVER),
    lost('an HTML page with 200', { kind: 'html', status: 200 }, 0, UNREADABLE),
    lost('an empty 201', { kind: 'empty', status: 201 }, 0, UNREADABLE),
    lost('an empty 204', { kind: 'empty', status: 204 }, 0, UNREADABLE),
    lost('a redirect', { kind: 'status', status: 307, headers: { location: '/' } }, 0, UNREADABLE),
    lost('a 201 without an id', { kind: 'answer', omit: ['id'] }, 1, UNREADABLE),
    {
      name: 'a body cut short after the id',
      fault: { kind: 'truncated', cut: 'body' },
      state: 'pending',
      says: /Vobiz accepted the order.*[0-9a-f]{8}-[0-9a-f-]{27}/,
      bought: 1,
    },
    lost(
      'a connection cut in the middle of the answer',
      { kind: 'truncated', cut: 'connection' },
      1,
      UNREADABLE,
    ),
    refused('401', status(401), 'Vobiz refused the order: Answered 401 .HTTP 401.'),
    refused('402', status(402), 'Vobiz refused the order: Answered 402 .HTTP 402.'),
    refused('409', status(409), 'Vobiz refused the order: Answered 409 .HTTP 409.'),
    refused('422', status(422), 'Vobiz refused the order: Answered 422 .HTTP 422.'),
    refused('an empty 402', { kind: 'empty', status: 402 }, '.*no reason given .HTTP 402.'),
    refused(
      'an empty 401',
      { kind: 'empty', status: 401 },
      '.*credentials not accepted .HTTP 401.',
    ),
    refused(
      '429 with Retry-After',
      { kind: 'rate_limited', retryAfterSeconds: 30, via: 'header' },
      'Vobiz refused the order: Too many requests .HTTP 429.',
    ),
    refused(
      '429 with the wait in its body',
      { kind: 'rate_limited', retryAfterSeconds: 30, via: 'body' },
      'Vobiz refused the order: Too many requests .HTTP 429.',
    ),
  ])('$name', buys);
});

describe('every documented error to a purchase', () => {
  function rowOf({ name, status: code, message }: ErrorShape, when: 'before' | 'after'): Row {
    const fault = errorShape(name, when);
    const bought = when === 'after' ? 1 : 0;
    if (code >= 500) return lost(name, fault, bought, 'a server error');
    return { ...refused(name, fault, `.*${message ?? ''}.* .HTTP ${code}.`), bought };
  }

  it.each(ERROR_SHAPES.filter(({ status: code }) => code !== 429))(
    '$name ($status), before and after it took effect',
    async (shape) => {
      const world = await startWorld({ vobiz: OPEN, env });
      await buysIn(world, rowOf(shape, 'before'));
      await buysIn(world, rowOf(shape, 'after'));
    },
  );

  // A rate limit pauses the account, so a second order in the same world would wait.
  const limits = ERROR_SHAPES.filter(({ status: code }) => code === 429);
  it.each(limits)('$name, before it took effect', (shape) => buys(rowOf(shape, 'before')));
  it.each(limits)('$name, after it took effect', (shape) => buys(rowOf(shape, 'after')));
});

describe('a purchase the account cannot pay', () => {
  it('says what Vobiz said, and buys nothing', async () => {
    const world = await startWorld({ vobiz: { balances: { INR: 10 } } });
    world.vobiz.faults.always('balance', { kind: 'status', status: 500 });
    const card = await requestNumber(world);
    await approve(world, card);
    await orderShows(world, APPROVALS, /Nothing was bought.*Insufficient balance .HTTP 402/);
    expect(world.vobiz.orders).toEqual([]);
  });
});
