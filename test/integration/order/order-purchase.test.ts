import { describe, expect, it } from 'vitest';
import type { Fault } from '../../../sandbox/vobiz/faults.ts';
import { buys, type FaultyPurchase, lost, refused } from '../../support/faulty-purchases.ts';
import { approve, orderShows, requestNumber } from '../../support/journeys.ts';
import { APPROVALS, startWorld } from '../../support/world.ts';

function status(code: number): Fault {
  return { kind: 'status', status: code };
}

describe('a purchase that meets trouble on the way is sent once, and the card tells the truth', () => {
  const NO_ANSWER = "Vobiz didn't answer";
  const SERVER = 'answered with a server error';
  const UNREADABLE = "couldn't read Vobiz's answer";
  it.each<FaultyPurchase>([
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
