import { describe, expect, it } from 'vitest';
import { standSchema } from '../../../src/domain/order/asked-numbers.ts';
import { type Order, orderSchema } from '../../../src/domain/order/order.ts';
import { openParts, standings } from '../../../src/domain/order/order-parts.ts';
import { orderDetailsView } from '../../../src/views/order/details-modal.ts';
import { noticeDirect, noticeReply } from '../../../src/views/order/order-messages.ts';
import { requestCard } from '../../../src/views/order/several-card.ts';
import { buttonsIn, messageProblems, ourWords, readView, viewProblems } from './views-rules.ts';
import { aNumber, HOSTILE, orderStates, SET_UP } from './views-support.ts';

const more = (count: number) =>
  Array.from({ length: count }, (_, n) =>
    aNumber({ e164: `+9198765${String(n).padStart(5, '0')}` }),
  );

/** An approved request for `count` numbers, whose further ones stand like this. */
function lead(state: keyof ReturnType<typeof orderStates>, count: number, ...stands: string[]) {
  const order = orderStates({ more: more(count - 1) })[state];
  const { parts = {} } = openParts(order);
  const all = Object.keys(parts).map((id, at) => [id, stands[at % stands.length] ?? 'open']);
  return orderSchema.parse({ ...order, parts: Object.fromEntries(all), spread: true });
}
const shown = (order: Order) => requestCard(order, SET_UP);
const news = { what: 'several', to: 'U0REQUESTER', kind: 'several' } as const;

describe('the card of a request for several numbers', () => {
  it('asks for a decision about their sum, and names some of them', () => {
    const { awaiting_approval } = orderStates({ more: more(4) });
    expect(shown(awaiting_approval).text).toMatchInlineSnapshot(`
      "⏳ Approve ₹3,750 · 5 numbers · Support line for Pune
      *<@U0REQUESTER>* needs 5 numbers for
      > Support line for Pune
      +91 98765 43210, +91 98765 00000 and 3 others
      *₹3,750* now (₹2,500 setup)
      *₹1,250*/month
      *₹17,500* first year
      Maharashtra, India
      Waiting for <!subteam^S0FINANCE> or <@U0APPROVER> · Expires <!date^1772445600^{date_short_pretty} {time}|2 Mar 2026, 10:00 UTC>
      Buttons: Approve ₹3,750, Deny, Ask, Details, Withdraw."
    `);
    expect(shown(lead('approved', 3)).text).toMatchInlineSnapshot(`
      "🛒 Buying · 3 numbers · Support line for Pune
      We check each price once more, then buy.
      ₹2,250 now, then ₹750/month · for <@U0REQUESTER>
      > Support line for Pune
      • +91 98765 43210: being bought
      • +91 98765 00000: being bought
      • +91 98765 00001: being bought
      Approved by <@U0APPROVER> · <!date^1772359500^{date_short_pretty} {time}|1 Mar 2026, 10:05 UTC>
      Buttons: Details."
    `);
  });

  it.each<[string, Order, string, string]>([
    ['none yet', lead('placing', 3), '🛒 Buying · 3 numbers', 'being bought'],
    ['one', lead('completed', 3), '🛒 Buying · 1 of 3 numbers bought', 'being bought'],
    ['all', lead('completed', 3, 'bought'), '✅ Bought · 3 numbers', ': bought'],
    ['two, which cost', lead('stopped', 3, 'bought'), '↩️ 2 of 3', '₹1,500 now, then ₹500/month'],
    ['two, and one was sold', lead('stopped', 3, 'bought'), '↩️ 2 of 3 numbers bought', ': sold'],
    ['none', lead('failed', 2, 'gone'), '❌ 0 of 2 numbers bought', ': failed'],
    [
      'one, and one in doubt',
      lead('completed', 2, 'unconfirmed'),
      '⚠️ 1 of 2 numbers bought',
      "Don't order an unconfirmed number again.",
    ],
    ['many', lead('completed', 20, 'bought', 'gone'), '↩️ 11 of 20', 'The rest: 9 sold.'],
  ])('says that %s of them is bought', (_what, order, first, also) => {
    const { text } = shown(order);
    expect(text.startsWith(first), text).toBe(true);
    expect(text).toContain(also);
  });

  const stands = standSchema.options;
  const states = Object.keys(orderStates()) as (keyof ReturnType<typeof orderStates>)[];
  it.each([2, 3, 20])('of %s is read at a glance, and is one that Slack takes', (count) => {
    for (const state of states) {
      for (const text of ['Support line', HOSTILE]) {
        const order = orderStates({ more: more(count - 1), purpose: text })[state];
        const parts = lead(state, count, ...stands).parts;
        for (const each of [order, { ...order, parts, spread: true as const }]) {
          const { blocks } = shown(each);
          expect(ourWords(blocks).length, shown(each).text).toBeLessThanOrEqual(50);
          expect(blocks.length).toBeLessThanOrEqual(6);
          expect(messageProblems(shown(each))).toEqual([]);
          expect(viewProblems(orderDetailsView(each, undefined, SET_UP))).toEqual([]);
          expect(messageProblems(noticeReply(each, news, true))).toEqual([]);
          expect(messageProblems(noticeDirect(each, news, SET_UP))).toEqual([]);
        }
      }
    }
  });
});

describe('Details of several numbers', () => {
  it('lead to each of the others, and act on its own', () => {
    const order = lead('unconfirmed', 3, 'bought', 'unconfirmed');
    const view = orderDetailsView(order, undefined, SET_UP);
    const read = readView(view);
    for (const { number } of standings({ ...order, parts: order.parts ?? {} }))
      expect(read.replaceAll(' ', '')).toContain(number.e164);
    expect(buttonsIn(view.blocks).map(({ actionId, value }) => [actionId, value])).toEqual([
      ['check_order', expect.stringContaining('ord_7k3m9q2x')],
      ['settle_placed', expect.anything()],
      ['settle_not_placed', expect.anything()],
      ['open_order', expect.stringContaining('ord_7k3m9q2x02')],
      ['open_order', expect.stringContaining('ord_7k3m9q2x03')],
    ]);
  });

  it('of a part let people settle it, and name the request it came from', () => {
    const part = { ...orderStates().unconfirmed, partOf: 'ord_9k3m9q2x' };
    const view = orderDetailsView(part, undefined, SET_UP);
    expect(buttonsIn(view.blocks).map(({ actionId }) => actionId)).toContain('settle_placed');
    expect(readView(view)).toContain('One of the numbers that request ord_9k3m9q2x asked for.');
  });
});

describe('what is said of several numbers', () => {
  it('is said once for all, with the reasons', () => {
    const order = lead('stopped', 3, 'bought');
    expect(noticeReply(order, news, true).text).toBe(
      '<@U0REQUESTER> *↩️ 2 of 3 numbers bought*\nThe rest: 1 sold.',
    );
  });

  it('is about one number while its purchase is in doubt', () => {
    const order = lead('unconfirmed', 3, 'bought');
    const doubt = { what: 'unconfirmed', to: 'U0REQUESTER', kind: 'news' } as const;
    expect(noticeReply(order, doubt, true).text).toContain(
      '*⚠️ Purchase unconfirmed · +91 98765 43210*',
    );
  });
});
