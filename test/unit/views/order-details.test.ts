import { describe, expect, it } from 'vitest';
import type { Order } from '../../../src/domain/order/order.ts';
import { message } from '../../../src/views/kit/blocks.ts';
import { orderDetailsView } from '../../../src/views/order/details-modal.ts';
import { orderDetails } from '../../../src/views/order/order-details.ts';
import { everyConnection } from './connection-states.ts';
import { messageProblems, readView, viewProblems } from './views-rules.ts';
import { differing, everyOrder, HOSTILE, inr, orderStates, T0 } from './views-support.ts';

const states = orderStates();
const detailsOf = (order: Order) => message(orderDetails(order)).text;
const PERMALINK = 'https://acme.slack.com/archives/p1';
const MINUTE = 60_000;

describe('the Details of an order', () => {
  it.each([undefined, HOSTILE])(
    'are a view and a message that Slack takes, with text %#',
    (text) => {
      const { completed } = orderStates({}, text);
      const connected = everyConnection(text ?? 'Pune').map((connection) => ({
        ...completed,
        connection,
      }));
      for (const order of [...everyOrder(text), ...connected]) {
        expect(viewProblems(orderDetailsView(order, PERMALINK)), order.state).toEqual([]);
        expect(messageProblems(message(orderDetails(order))), order.state).toEqual([]);
      }
    },
  );

  it('have what was asked for, who was asked, and the whole purpose', () => {
    const long = { ...states.awaiting_approval, purpose: 'Line\n'.repeat(90) };
    expect(readView(orderDetailsView(long))).toContain(`Purpose: ${'Line\n> '.repeat(90)}`);
    expect(detailsOf(states.awaiting_approval)).toMatchInlineSnapshot(`
      "⏳ Approve ₹750 · +91 98765 43210
      Requested by <@U0REQUESTER> in <#C0SALES>, <!date^1772359200^{date_short_pretty} {time}|1 Mar 2026, 10:00 UTC>: *+91 98765 43210* (Maharashtra, India)
      Price: ₹750 now (₹500 setup, ₹250/month), ₹3,500 in the first year.
      Purpose: Support line for Pune
      *Approval*
      Asked: <!subteam^S0FINANCE> or <@U0APPROVER>
      Expires <!date^1772445600^{date_short_pretty} {time}|2 Mar 2026, 10:00 UTC>.
      *Timeline*
      <!date^1772359200^{date_short_pretty} {time}|1 Mar 2026, 10:00 UTC>: requested by <@U0REQUESTER>
      Request ord_7k3m9q2x"
    `);
  });

  it('have receipt, evidence, ids and timeline of a purchase', () => {
    expect(detailsOf(states.completed)).toMatchInlineSnapshot(`
      "✅ Bought · +91 98765 43210
      Requested by <@U0REQUESTER> in <#C0SALES>, <!date^1772359200^{date_short_pretty} {time}|1 Mar 2026, 10:00 UTC>: *+91 98765 43210* (Maharashtra, India)
      Price: ₹750 now (₹500 setup, ₹250/month), ₹3,500 in the first year.
      Purpose: Support line for Pune
      Approved by <@U0APPROVER>, <!date^1772359500^{date_short_pretty} {time}|1 Mar 2026, 10:05 UTC>. Bought <!date^1772359680^{date_short_pretty} {time}|1 Mar 2026, 10:08 UTC>.
      *Found at Vobiz*
      • Your owned numbers: active (checked <!date^1772359680^{date_short_pretty} {time}|1 Mar 2026, 10:08 UTC>)
      Owned by <@U0REQUESTER>
      *Approval*
      Asked: <!subteam^S0FINANCE> or <@U0APPROVER>
      *Purchase receipt*
      • Sent <!date^1772359560^{date_short_pretty} {time}|1 Mar 2026, 10:06 UTC>, once: an order for +91 98765 43210, India, MH, type local, billed in INR
      • Came back <!date^1772359560^{date_short_pretty} {time}|1 Mar 2026, 10:06 UTC>: Vobiz order 3f8a-41, status “pending”, number +91 98765 43210
      *Timeline*
      <!date^1772359200^{date_short_pretty} {time}|1 Mar 2026, 10:00 UTC>: requested by <@U0REQUESTER>
      <!date^1772359500^{date_short_pretty} {time}|1 Mar 2026, 10:05 UTC>: approved by <@U0APPROVER>
      <!date^1772359560^{date_short_pretty} {time}|1 Mar 2026, 10:06 UTC>: purchase sent to Vobiz
      <!date^1772359560^{date_short_pretty} {time}|1 Mar 2026, 10:06 UTC>: Vobiz answered
      <!date^1772359680^{date_short_pretty} {time}|1 Mar 2026, 10:08 UTC>: bought
      Request ord_7k3m9q2x · attempt att_7k3m9q2x · Vobiz order 3f8a-41"
    `);
  });

  it('say what we do while nobody knows, and who can end it', () => {
    expect(detailsOf(states.unconfirmed)).toMatchInlineSnapshot(`
      "⚠️ Purchase unconfirmed · +91 98765 43210
      Requested by <@U0REQUESTER> in <#C0SALES>, <!date^1772359200^{date_short_pretty} {time}|1 Mar 2026, 10:00 UTC>: *+91 98765 43210* (Maharashtra, India)
      Price: ₹750 now (₹500 setup, ₹250/month), ₹3,500 in the first year.
      Purpose: Support line for Pune
      *We couldn't confirm this purchase. Don't order this number again.*
      Approved by <@U0APPROVER>, <!date^1772359500^{date_short_pretty} {time}|1 Mar 2026, 10:05 UTC>. Sent <!date^1772359560^{date_short_pretty} {time}|1 Mar 2026, 10:06 UTC>.
      Vobiz didn't answer. We never send a purchase twice.
      *Found at Vobiz*
      • Vobiz's record of the order: couldn't be read (checked <!date^1772359620^{date_short_pretty} {time}|1 Mar 2026, 10:07 UTC>)
      • Your owned numbers: not found (checked <!date^1772359620^{date_short_pretty} {time}|1 Mar 2026, 10:07 UTC>)
      We keep checking the order, your owned numbers and your WhatsApp channels. An approver can answer sooner. Check console.vobiz.ai or ask support@vobiz.ai, then press Mark as bought or Mark as not bought on the card.
      *Approval*
      Asked: <!subteam^S0FINANCE> or <@U0APPROVER>
      *Purchase receipt*
      • Sent <!date^1772359560^{date_short_pretty} {time}|1 Mar 2026, 10:06 UTC>, once: an order for +91 98765 43210, India, MH, type local, billed in INR
      • No usable answer came back
      *Timeline*
      <!date^1772359200^{date_short_pretty} {time}|1 Mar 2026, 10:00 UTC>: requested by <@U0REQUESTER>
      <!date^1772359500^{date_short_pretty} {time}|1 Mar 2026, 10:05 UTC>: approved by <@U0APPROVER>
      <!date^1772359560^{date_short_pretty} {time}|1 Mar 2026, 10:06 UTC>: purchase sent to Vobiz
      Request ord_7k3m9q2x · attempt att_7k3m9q2x"
    `);
  });

  it('have every question and reply in full, and every budget', () => {
    const at = T0 + MINUTE;
    const said = (what: string, n: number) => `${what} ${n} ${'word '.repeat(90)}end${n}`;
    const charge = { amount: 75_000, limit: 5_000_000, used: 3_100_000, currency: 'INR' };
    const order: Order = {
      ...states.awaiting_approval,
      questions: Array.from({ length: 20 }, (_, n) => ({
        by: 'U0APPROVER',
        at,
        text: said('Q', n),
        answer: { at, text: said('A', n) },
      })),
      replies: Array.from({ length: 30 }, (_, n) => ({
        by: 'U0APPROVER',
        at,
        ts: `${n}.1`,
        text: said('R', n),
      })),
      counted: {
        month: '2026-03',
        charges: [
          { ...charge, scope: 'workspace', field: 'workspace:INR' },
          { ...charge, scope: 'channel', field: 'channel:C0SALES:INR' },
          { ...charge, scope: 'team', group: 'S0SALES', field: 'team:S0SALES:INR' },
          { scope: 'day', field: 'day:2026-03-01', amount: 1, limit: 10, used: 5 },
        ],
      },
    };
    const read = readView(orderDetailsView(order));
    for (let n = 0; n < 20; n += 1) {
      expect(read).toContain(said('Q', n));
      expect(read).toContain(said('A', n));
    }
    for (let n = 0; n < 30; n += 1) expect(read).toContain(said('R', n));
    expect(read).toContain('Budget this month: 62% of ₹50,000 used, 64% with this');
    expect(read).toContain('Budget of <#C0SALES> this month: 62%');
    expect(read).toContain('Budget of Team S0SALES this month: 62%');
    expect(read).toContain('Today: 5 of 10 purchases, 6 with this');
  });

  it('leave out the oldest steps of a long story, and say how many', () => {
    const votes = Array.from({ length: 60 }, (_, n) => ({
      by: `U0APPROVER${n}`,
      at: T0 + n * MINUTE,
      sets: [0],
    }));
    const read = readView(orderDetailsView({ ...states.awaiting_approval, votes }));
    expect(read).toContain('21 older steps not shown.');
    expect(read).toContain('<@U0APPROVER59> approved');
    expect(read).not.toContain('<@U0APPROVER19> approved');
  });

  it('name what proves that the number was bought, and not what was looked for in vain', () => {
    const evidence = [
      { source: 'order_read' as const, finding: 'not_available' as const, at: 0 },
      { source: 'owned_numbers' as const, finding: 'active' as const, at: 0 },
    ];
    const said = detailsOf({ ...states.completed, evidence });
    expect(said).toContain('Your owned numbers: active');
    expect(said).not.toContain('not available');
  });

  it('show both numbers and both prices when they are not the approved ones', () => {
    const said = detailsOf(differing(states.completed));
    expect(said).toContain('Approved *+91 98765 43210*, got *+91 98765 00000*');
    expect(said).toContain('Approved *₹500 setup, ₹250/month*, got *₹600 setup, ₹250/month*');
  });

  it('have the price of each similar number, and all fees of a price that changed', () => {
    for (const order of everyOrder()) {
      if (order.state !== 'stopped' || order.stop.kind !== 'gone' || !order.stop.instead) continue;
      expect(detailsOf(order)).toContain(
        '• *+91 98765 43220* (Maharashtra, India): ₹750 now (₹500 setup, ₹250/month), ₹3,500 in the first year',
      );
    }
    const now = { setup: inr(50_000), monthly: inr(30_000) };
    expect(detailsOf({ ...states.stopped, stop: { kind: 'price_changed', now } })).toContain(
      'Was *₹500 setup, ₹250/month*, now *₹500 setup, ₹300/month*. Nothing was bought',
    );
  });

  it.each(['denied', 'withdrawn', 'expired', 'stopped', 'failed'] as const)(
    'say that nothing was bought when it is %s',
    (state) => expect(detailsOf(states[state])).toContain('othing was bought'),
  );

  it.each(['approved', 'placing', 'pending', 'unconfirmed', 'cancelled'] as const)(
    'claim nothing about the purchase that is not known while %s',
    (state) => expect(detailsOf(states[state])).not.toMatch(/othing was bought|^✅|Bought </m),
  );
});

describe('why a purchase failed', () => {
  it.each([
    [{ reason: '' }, 'Vobiz gave no reason'],
    [{ reason: 'Number withdrawn' }, 'Number withdrawn'],
    [{ reason: '', turnDown: { kind: 'not_reached' } }, "We couldn't reach Vobiz, so nothing"],
    [
      { reason: 'Answered 402', turnDown: { kind: 'refused', status: 402 } },
      'Reason: Vobiz refused the order: Answered 402 (HTTP 402)\n',
    ],
    [
      { reason: '', turnDown: { kind: 'credentials', status: 401 } },
      'Vobiz refused the order: credentials not accepted (HTTP 401)',
    ],
    [
      { reason: '', turnDown: { kind: 'refused', status: 402 } },
      'Vobiz refused the order: no reason given (HTTP 402)',
    ],
    // As records of earlier versions have it.
    [
      { reason: 'Vobiz refused the order: Sold (HTTP 409)' },
      'Reason: Vobiz refused the order: Sold',
    ],
  ] as const)('is said of %j', (kept, says) => {
    expect(detailsOf({ ...states.failed, ...kept })).toContain(says);
  });
});
