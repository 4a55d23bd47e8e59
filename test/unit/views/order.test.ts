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
import { differing, everyOrder, inr, orderStates, SET_UP, T0 } from './views-support.ts';

const states = orderStates();
const textOf = (order: Order) => orderCard(order, SET_UP).text;

describe('the card of an order', () => {
  it('is made of records that can exist', () => {
    for (const order of everyOrder()) expect(orderSchema.safeParse(order).error).toBeUndefined();
  });

  it('asks for a decision with everything needed for one', () => {
    expect(textOf(states.awaiting_approval)).toMatchInlineSnapshot(`
      "⏳ Approve ₹750 · +91 98765 43210 · Support line for Pune
      *<@U0REQUESTER>* needs a number for
      > Support line for Pune
      *₹750* now (₹500 setup)
      *₹250*/month
      *₹3,500* first year
      Maharashtra, India
      Waiting for <!subteam^S0FINANCE> or <@U0APPROVER> · Expires <!date^1772445600^{date_short_pretty} {time}|2 Mar 2026, 10:00 UTC>
      Buttons: Approve ₹750, Deny, Ask, Details, Withdraw."
    `);
  });

  it.each([
    [
      'awaiting_approval',
      ['approve_order', 'deny_order', 'ask_requester', 'open_order', 'withdraw_order'],
    ],
    ['approved', ['open_order', 'withdraw_order']],
    ['placing', ['open_order']],
    ['pending', ['check_order', 'open_order']],
    ['unconfirmed', ['check_order', 'settle_placed', 'settle_not_placed', 'open_order']],
    ['failed', ['open_order']],
    ['cancelled', ['open_order']],
    ['denied', ['open_order']],
    ['withdrawn', ['open_order']],
    ['expired', ['open_order']],
  ] as const)('carries the order in its buttons while it is %s', (state, ids) => {
    const shown = buttonsIn(orderCard(states[state], SET_UP).blocks);
    expect(shown.map(({ actionId }) => actionId)).toEqual(ids);
    for (const { value } of shown) {
      expect(buttons.checkNow.decode(value)).toEqual({
        ok: true,
        value: { record: 'ord_7k3m9q2x' },
      });
    }
  });

  it('of a number that Vobiz blocked neither calls it active nor makes connecting it the thing to do', () => {
    const blocked = { at: T0, number: { is: 'blocked', since: T0 } } as const;
    const shown = (order: Order) => JSON.stringify(orderCard(order, SET_UP).blocks);
    expect(shown(states.completed)).toMatch(/Active at Vobiz.*"primary"/);
    expect(shown({ ...states.completed, watched: blocked })).not.toMatch(/Active at|"primary"/);
  });

  it('asks for the price on its one primary button, and for digits where the policy does', () => {
    const { policy } = states.awaiting_approval;
    const order = {
      ...states.awaiting_approval,
      policy: { ...policy, confirmDigits: true as const },
    };
    for (const [asked, id, label] of [
      [states.awaiting_approval, 'approve_order', 'Approve ₹750'],
      [order, 'approve_order_digits', 'Approve ₹750…'],
    ] as const) {
      const [row] = orderCard(asked, SET_UP).blocks.slice(-1);
      expect(row).toMatchObject({ elements: [{ action_id: id, style: 'primary' }, {}, {}, {}] });
      expect(JSON.stringify(row)).toContain(`"${label}"`);
      expect(JSON.stringify(row)).toContain(`"${label} +91 98765 43210"`);
    }
  });

  it('puts an open question, and Answer in the place of Ask', () => {
    const at = T0 + 60_000;
    const asked = { by: 'U0APPROVER', at, text: 'Is one number enough?' };
    const order = { ...states.awaiting_approval, pausedAt: at, questions: [asked] };
    const said = textOf(order);
    expect(said).toContain(
      '❓ <@U0APPROVER>: “Is one number enough?”\nPaused until <@U0REQUESTER>',
    );
    expect(said).toContain('Buttons: Approve ₹750, Deny, Answer, Details, Ask another question');
    expect(said).not.toContain('Waiting for');
  });

  it('says in a glance that it is bought, for how much and whom', () => {
    expect(textOf(states.completed)).toMatchInlineSnapshot(`
      "✅ Bought · ₹750 · +91 98765 43210 · Support line for Pune
      ₹750 now, then ₹250/month · for <@U0REQUESTER>
      > Support line for Pune
      Approved by <@U0APPROVER> · <!date^1772359500^{date_short_pretty} {time}|1 Mar 2026, 10:05 UTC> · Active at Vobiz
      Buttons: Connect to WhatsApp, Details."
    `);
  });

  it('leads to Connect only where a WhatsApp account is set up', () => {
    const shown = buttonsIn(orderCard(states.completed, { canConnect: false }).blocks);
    expect(shown.map(({ actionId }) => actionId)).toEqual(['open_order']);
  });

  it('shows both numbers and both prices when they are not the approved ones', () => {
    const said = textOf(differing(states.completed));
    expect(said).toMatch(/^⚠️ Bought, not as approved/);
    expect(said).toContain('Approved *+91 98765 43210*, got *+91 98765 00000*');
    expect(said).toContain('Approved *₹500 setup, ₹250/month*, got *₹600 setup, ₹250/month*');
  });

  it('says loudly that nobody knows when a purchase was never answered', () => {
    expect(textOf(states.unconfirmed)).toMatchInlineSnapshot(`
      "⚠️ Purchase unconfirmed · ₹750 · +91 98765 43210 · Support line for Pune
      *Don't order this number again.* Vobiz didn't answer; we keep checking (last look <!date^1772359620^{date_short_pretty} {time}|1 Mar 2026, 10:07 UTC>).
      ₹750 now, then ₹250/month · for <@U0REQUESTER>
      > Support line for Pune
      Approved by <@U0APPROVER> · <!date^1772359500^{date_short_pretty} {time}|1 Mar 2026, 10:05 UTC>
      Buttons: Check now, Mark as bought, Mark as not bought, Details."
    `);
  });

  it.each(['stopped', 'failed'] as const)('says that nothing was bought when it is %s', (state) => {
    expect(textOf(states[state])).toContain('othing was bought');
  });

  it('does not say that nothing was bought when Vobiz accepted the order and failed it later', () => {
    const said = textOf({ ...states.failed, purchase: states.completed.purchase });
    expect(said).not.toContain('othing was bought');
    expect(said).toContain('Vobiz accepted the order, then said it failed');
    expect(said).toContain('Check console.vobiz.ai for a charge');
  });

  it.each(['approved', 'placing', 'pending', 'unconfirmed', 'cancelled'] as const)(
    'claims nothing about the purchase that is not known while %s',
    (state) => {
      expect(textOf(states[state])).not.toMatch(/othing was bought|✅|Bought/);
    },
  );

  it('says who denied it once, and why', () => {
    const said = textOf(states.denied);
    expect(said.match(/denied/gi)).toHaveLength(2);
    expect(said).toContain('“We have one already”');
    expect(said).toContain('Denied by <@U0APPROVER>');
  });

  it('offers similar numbers at once, where there are some', () => {
    const near = everyOrder().flatMap((order) =>
      order.state === 'stopped' && order.stop.kind === 'gone' && order.stop.instead ? [order] : [],
    );
    for (const order of near) {
      const { blocks, text } = orderCard(order, SET_UP);
      expect(text).toContain('Similar numbers at the same price or less:');
      expect(text).toContain('Buttons: +91 98765 43210 · ₹750, +91 98765 43220 · ₹750');
      expect(buttonsIn(blocks).map(({ actionId }) => actionId)).toEqual([
        'request_instead',
        'request_instead_2',
        'request_instead_3',
        'open_order',
      ]);
    }
    expect(near).toHaveLength(1);
  });

  it('shows the old and the new price when the price changed, in full where the first charge is not all of it', () => {
    const setup = { setup: inr(90_000), monthly: inr(25_000) };
    const monthly = { setup: inr(50_000), monthly: inr(30_000) };
    const stopped = (now: typeof setup) =>
      textOf({ ...states.stopped, stop: { kind: 'price_changed', now } });
    expect(stopped(setup)).toContain('Was *₹750*, now *₹1,150*. Nothing was bought.');
    expect(stopped(setup)).toContain('Buttons: Ask for approval of ₹1,150, Details.');
    expect(stopped(monthly)).toContain('Was *₹500 setup, ₹250/month*, now *₹500 setup, ₹300');
  });

  it('says TEST first when it is one', () => {
    expect(textOf({ ...states.awaiting_approval, test: true })).toMatch(
      /^TEST · ⏳ Approve ₹750 · /,
    );
    const { blocks } = orderCard({ ...states.awaiting_approval, test: true }, SET_UP);
    expect(JSON.stringify(blocks)).toContain('Nothing will be bought');
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
