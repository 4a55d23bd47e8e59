import { expect, it, vi } from 'vitest';
import { auditOf, eventsIn } from '../../support/audit.ts';
import {
  approve,
  cardShows,
  orderShows,
  requestNumber,
  SAYS,
  textOf,
} from '../../support/journeys.ts';
import { sweptTwice } from '../../support/sweeps.ts';
import { APPROVALS, ASHA, RAVI, startWorld } from '../../support/world.ts';

/** Nothing is cut off while a test holds a call. */
const PATIENT = { VOBIZ_READ_TIMEOUT_MS: '15000', VOBIZ_ORDER_TIMEOUT_MS: '15000' };

it('shows every state in one card that is edited in place, and buys once', async () => {
  const world = await startWorld({ vobiz: { completeAfterMs: Infinity }, env: PATIENT });
  const { slack, vobiz } = world;
  const card = await requestNumber(world, { purpose: 'Support line for Pune' });
  const asked = textOf(card);
  expect(asked).toMatch(/⏳ Approve ₹[\d,]+ · \+91 \d{5} \d{5}/);
  expect(asked).toContain(`<@${ASHA}>`);
  expect(asked).toContain('Support line for Pune');
  expect(asked).toMatch(
    /₹[\d.,]+\* now \(₹[\d.,]+ setup\).*₹[\d.,]+\*\/month.*₹[\d.,]+\* first year/,
  );

  const check = vobiz.faults.hold('availability');
  const purchase = vobiz.faults.hold('order');
  await approve(world, card);
  const approved = await cardShows(world, APPROVALS, SAYS.approved);
  expect(textOf(approved)).not.toMatch(/approve_order|deny_order/);
  check.release();
  await cardShows(world, APPROVALS, SAYS.buying);
  purchase.release();
  await cardShows(world, APPROVALS, SAYS.ordered);
  vobiz.completeOrder(vobiz.orders[0]?.id ?? '');
  const done = await cardShows(world, APPROVALS, /✅ Bought · \+91/);

  expect(done.ts).toBe(card.ts);
  const ours = slack.messages(APPROVALS).filter(({ botId, threadTs }) => botId && !threadTs);
  expect(ours).toHaveLength(1);
  expect(textOf(done)).toMatch(/Approved by <@U0RAVI>.*Active at Vobiz/);
  await orderShows(world, APPROVALS, /Your owned numbers: active/);
  expect(vobiz.callsTo('order')).toHaveLength(1);
  expect(vobiz.orders).toHaveLength(1);
  expect(await eventsIn(world)).toBe('request approve claim answered observed');
  expect((await auditOf(world)).map(({ by }) => by)).toEqual([
    { user: ASHA, team: 'T0NUMBERS' },
    { user: RAVI, team: 'T0NUMBERS' },
    { job: 'place' },
    { job: 'place' },
    { job: 'track' },
  ]);
});

it('tells of the ending once, in the thread, with a mention', async () => {
  const world = await startWorld({ vobiz: { completeAfterMs: 0 } });
  const card = await requestNumber(world);
  await approve(world, card);
  await cardShows(world, APPROVALS, SAYS.bought);
  await vi.waitFor(() => expect(world.slack.thread(APPROVALS, card.ts)).toHaveLength(1), 5_000);
  await sweptTwice(world);
  const [reply, ...others] = world.slack.thread(APPROVALS, card.ts);
  expect(textOf(reply)).toContain(`<@${ASHA}> *✅ Bought · `);
  expect(others).toEqual([]);
  expect(world.slack.directMessages(ASHA)).toEqual([]);
  expect(world.slack.unknownMethods).toEqual([]);
});
