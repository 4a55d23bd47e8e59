import { describe, expect, it } from 'vitest';
import { type Order, orderSchema } from '../../../src/domain/order/order.ts';
import { buttons } from '../../../src/slack/ids.ts';
import {
  decisionAnswer,
  mayNotDecide,
  refusalAnswer,
} from '../../../src/views/order/order-answers.ts';
import { orderCard } from '../../../src/views/order/order-card.ts';
import { buttonsIn } from './views-rules.ts';
import { differing, everyOrder, HOSTILE, inr, orderStates, SET_UP, T0 } from './views-support.ts';

const states = orderStates();
const textOf = (order: Order) => orderCard(order, SET_UP).text;

describe('the card of an order', () => {
  it('is made of records that can exist', () => {
    for (const order of everyOrder()) expect(orderSchema.safeParse(order).error).toBeUndefined();
  });

  it('asks for a decision with everything needed for one', () => {
    expect(textOf(states.awaiting_approval)).toMatchInlineSnapshot(`
      "⏳ Approve ₹750 · +91 98765 43210
      Requested by <@U0REQUESTER>, <!date^1772359200^{date_short_pretty} at {time}|1 Mar 2026, 10:00 UTC>: *+91 98765 43210* (India, MH)
      Price: ₹750 now (₹500 setup, ₹250 a month), ₹3,500 in the first year.
      Purpose: Support line for Pune
      May be decided by <!subteam^S0FINANCE> or <@U0APPROVER>.
      Nothing is bought until it is approved. Expires <!date^1772445600^{date_short_pretty} at {time}|2 Mar 2026, 10:00 UTC>.
      <!date^1772359200^{date_short_pretty} at {time}|1 Mar 2026, 10:00 UTC>: requested by <@U0REQUESTER>
      Buttons: Approve, Deny, Ask, Withdraw.
      Request ord_7k3m9q2x. To see it again: \`/vobiz-number status ord_7k3m9q2x\`"
    `);
  });

  it.each([
    ['awaiting_approval', ['approve_order', 'deny_order', 'ask_requester', 'withdraw_order']],
    ['approved', ['withdraw_order']],
    ['placing', []],
    ['pending', ['check_order']],
    ['unconfirmed', ['check_order', 'settle_placed', 'settle_not_placed']],
    ['failed', []],
    ['cancelled', []],
    ['denied', []],
    ['withdrawn', []],
    ['expired', []],
  ] as const)('carries the order in its buttons while it is %s', (state, ids) => {
    const shown = buttonsIn(orderCard(states[state], SET_UP).blocks);
    expect(shown.map(({ actionId }) => actionId)).toEqual(ids);
    for (const { value } of shown) {
      expect(buttons.approve.decode(value)).toEqual({ ok: true, value: { order: 'ord_7k3m9q2x' } });
    }
  });

  it('says who approved, what was found and what comes next when it is bought', () => {
    expect(textOf(states.completed)).toMatchInlineSnapshot(`
      "✅ Bought · +91 98765 43210
      Requested by <@U0REQUESTER>, <!date^1772359200^{date_short_pretty} at {time}|1 Mar 2026, 10:00 UTC>: *+91 98765 43210* (India, MH)
      Price: ₹750 now (₹500 setup, ₹250 a month), ₹3,500 in the first year.
      Purpose: Support line for Pune
      Approved by <@U0APPROVER>, <!date^1772359500^{date_short_pretty} at {time}|1 Mar 2026, 10:05 UTC>. Bought <!date^1772359680^{date_short_pretty} at {time}|1 Mar 2026, 10:08 UTC>.
      What was found at Vobiz:
      • Your owned numbers: active (checked <!date^1772359680^{date_short_pretty} at {time}|1 Mar 2026, 10:08 UTC>)
      Next: connect it to WhatsApp.
      *Purchase receipt*: request ord_7k3m9q2x, attempt att_7k3m9q2x
      • Sent <!date^1772359560^{date_short_pretty} at {time}|1 Mar 2026, 10:06 UTC>, once: an order for +91 98765 43210, India, MH, type local, billed in INR
      • Came back <!date^1772359560^{date_short_pretty} at {time}|1 Mar 2026, 10:06 UTC>: Vobiz order 3f8a-41, status “pending”, number +91 98765 43210
      <!date^1772359200^{date_short_pretty} at {time}|1 Mar 2026, 10:00 UTC>: requested by <@U0REQUESTER>
      <!date^1772359500^{date_short_pretty} at {time}|1 Mar 2026, 10:05 UTC>: approved by <@U0APPROVER>
      <!date^1772359560^{date_short_pretty} at {time}|1 Mar 2026, 10:06 UTC>: purchase sent to Vobiz
      <!date^1772359560^{date_short_pretty} at {time}|1 Mar 2026, 10:06 UTC>: Vobiz answered
      <!date^1772359680^{date_short_pretty} at {time}|1 Mar 2026, 10:08 UTC>: bought
      Buttons: Connect to WhatsApp.
      Request ord_7k3m9q2x. To see it again: \`/vobiz-number status ord_7k3m9q2x\`"
    `);
  });

  it('shows both numbers and both prices when they are not the approved ones', () => {
    const said = textOf(differing(states.completed));
    expect(said).toMatch(/^⚠️ Bought, not as approved/);
    expect(said).toContain('Approved *+91 98765 43210*, got *+91 98765 00000*');
    expect(said).toContain('Approved *₹500 setup, ₹250 a month*, got *₹600 setup, ₹250 a month*');
    expect(said).not.toContain('Next: connect it');
  });

  it('says loudly that nobody knows when a purchase was never answered', () => {
    expect(textOf(states.unconfirmed)).toMatchInlineSnapshot(`
      "⚠️ Purchase unconfirmed · +91 98765 43210
      Requested by <@U0REQUESTER>, <!date^1772359200^{date_short_pretty} at {time}|1 Mar 2026, 10:00 UTC>: *+91 98765 43210* (India, MH)
      Price: ₹750 now (₹500 setup, ₹250 a month), ₹3,500 in the first year.
      Purpose: Support line for Pune
      *We do not know whether this number was bought. Do not order it again.*
      Approved by <@U0APPROVER>, <!date^1772359500^{date_short_pretty} at {time}|1 Mar 2026, 10:05 UTC>. Sent to Vobiz <!date^1772359560^{date_short_pretty} at {time}|1 Mar 2026, 10:06 UTC>.
      The purchase was sent to Vobiz and no answer came back. The bot never sends a purchase twice.
      What was found at Vobiz:
      • Vobiz's record of the order: could not be read (checked <!date^1772359620^{date_short_pretty} at {time}|1 Mar 2026, 10:07 UTC>)
      • Your owned numbers: not found (checked <!date^1772359620^{date_short_pretty} at {time}|1 Mar 2026, 10:07 UTC>)
      The bot keeps checking Vobiz: the order, your owned numbers and your WhatsApp channels. To settle it sooner, look at console.vobiz.ai or ask support@vobiz.ai; then whoever may decide presses It Was Placed or It Was Not Placed.
      *Purchase receipt*: request ord_7k3m9q2x, attempt att_7k3m9q2x
      • Sent <!date^1772359560^{date_short_pretty} at {time}|1 Mar 2026, 10:06 UTC>, once: an order for +91 98765 43210, India, MH, type local, billed in INR
      • No usable answer came back
      <!date^1772359200^{date_short_pretty} at {time}|1 Mar 2026, 10:00 UTC>: requested by <@U0REQUESTER>
      <!date^1772359500^{date_short_pretty} at {time}|1 Mar 2026, 10:05 UTC>: approved by <@U0APPROVER>
      <!date^1772359560^{date_short_pretty} at {time}|1 Mar 2026, 10:06 UTC>: purchase sent to Vobiz
      Buttons: Check Now, It Was Placed, It Was Not Placed.
      Request ord_7k3m9q2x. To see it again: \`/vobiz-number status ord_7k3m9q2x\`"
    `);
  });

  it.each(['denied', 'expired', 'stopped', 'failed'] as const)(
    'says that nothing was bought when it is %s',
    (state) => {
      expect(textOf(states[state])).toContain('othing was bought');
    },
  );

  it('does not say that nothing was bought when Vobiz accepted the order and failed it later', () => {
    const said = textOf({ ...states.failed, purchase: states.completed.purchase });
    expect(said).not.toContain('othing was bought');
    expect(said).toContain('Vobiz accepted the order and then reported it failed');
    expect(said).toContain('ledger');
  });

  it.each(['approved', 'placing', 'pending', 'unconfirmed', 'cancelled'] as const)(
    'claims nothing about the purchase that is not known while %s',
    (state) => {
      expect(textOf(states[state])).not.toMatch(/othing was bought|^Bought|Bought </m);
    },
  );

  it('says all of its own words in the text, however long the words of others are', () => {
    const said = textOf(orderStates({}, HOSTILE).denied);
    expect(said).toContain('Nothing was bought');
    expect(said).toContain('Reason: ');
    expect(said).toContain('/vobiz-number status ord_7k3m9q2x');
  });

  it('names what proves that the number was bought, and not what was looked for in vain', () => {
    const evidence = [
      { source: 'order_read' as const, finding: 'not_available' as const, at: 0 },
      { source: 'owned_numbers' as const, finding: 'active' as const, at: 0 },
    ];
    const said = textOf({ ...states.completed, evidence });
    expect(said).toContain('Your owned numbers: active');
    expect(said).not.toContain('not found');
  });

  it('says once who denied it', () => {
    expect(textOf(states.denied).match(/denied/g)).toHaveLength(1);
  });

  it('names near numbers where they can be requested', () => {
    const [near] = everyOrder().filter(
      (order) => order.state === 'stopped' && order.stop.kind === 'gone' && order.stop.instead,
    );
    const blocks = near ? orderCard(near, SET_UP).blocks.map((block) => JSON.stringify(block)) : [];
    const intro = blocks.findIndex((block) => block.includes('Near numbers that cost no more'));
    expect(blocks[intro + 1]).toContain('request_instead');
  });

  it('shows the old and the new price when the price changed', () => {
    const now = { setup: inr(50_000), monthly: inr(30_000) };
    const said = textOf({ ...states.stopped, stop: { kind: 'price_changed', now } });
    expect(said).toContain('Was *₹500 setup, ₹250 a month*, now *₹500 setup, ₹300 a month*');
    expect(said).toContain('Nothing was bought');
  });
});

describe('what people are told about an order', () => {
  it('tells the winner what follows', () => {
    expect(decisionAnswer(states.approved, 'approve').text).toContain(
      "Approved. We'll check the price",
    );
    expect(decisionAnswer(states.denied, 'deny').text).toContain("We'll tell <@U0REQUESTER> why");
  });

  it('tells everyone else who decided what, and when', () => {
    const said = (order: Order) => refusalAnswer({ kind: 'already_settled', order }).text;
    expect(said(states.denied)).toContain('<@U0APPROVER> denied this request');
    expect(said(states.completed)).toContain('<@U0APPROVER> approved this request');
    expect(said(states.completed)).toContain(`<!date^${(T0 + 300_000) / 1000}^`);
    expect(said(states.expired)).toContain('expired');
  });

  it('tells those who may not decide who may', () => {
    const { policy } = states.awaiting_approval;
    for (const why of ['own_request', 'not_an_approver'] as const) {
      const said = refusalAnswer({ kind: 'forbidden', why }, policy).text;
      expect(said).toContain('<!subteam^S0FINANCE> or <@U0APPROVER>');
    }
    expect(mayNotDecide('guest', policy).text).not.toContain('U0APPROVER');
  });
});

describe('why a purchase failed', () => {
  it.each([
    [{ reason: '' }, 'Vobiz gave no reason'],
    [{ reason: 'Number withdrawn' }, 'Number withdrawn'],
    [{ reason: '', turnDown: { kind: 'not_reached' } }, 'Vobiz could not be reached, so nothing'],
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
    expect(textOf({ ...states.failed, ...kept })).toContain(says);
  });
});
