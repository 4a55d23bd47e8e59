import { describe, expect, it } from 'vitest';
import type { AvailableNumber } from '../../../src/domain/numbers/number-search.ts';
import type { Order } from '../../../src/domain/order/order.ts';
import { type Notice, newsNotices, noticesOf } from '../../../src/domain/order/order-duties.ts';
import type { StopReason } from '../../../src/domain/order/order-purchase.ts';
import { noticeDirect, noticeReply } from '../../../src/views/order/order-messages.ts';
import { undelivered } from '../../../src/views/order/order-undelivered.ts';
import { buttonsIn, messageProblems, ourWords } from './views-rules.ts';
import { aNumber, differing, everyOrder, HOSTILE, inr, orderStates, T0 } from './views-support.ts';

const STATES = orderStates();
const PERMALINK = 'https://acme.slack.com/archives/p1';
/** What direct messages may have, of our own words. */
const WORDS_MAX = 25;
const PROBLEMS = ['not_in_channel', 'is_archived', 'channel_not_found', 'restricted_action'];

const question = { by: 'U0APPROVER', at: T0, text: HOSTILE.slice(0, 900) };
const answered = { ...question, answer: { at: T0, text: HOSTILE.slice(0, 900) } };
const everyTold: Order[] = everyOrder().flatMap((order) => [
  order,
  { ...order, questions: [answered, question] },
]);
const news = (order: Order): Notice => {
  const [first] = newsNotices(order);
  if (!first) throw new Error('nothing to tell');
  return first;
};
const reply = (order: Order) => noticeReply(order, news(order), true).text;
const direct = (order: Order, canConnect = true) =>
  noticeDirect(order, news(order), { cardLink: PERMALINK, canConnect });

describe('a direct message about an order', () => {
  const directs = everyTold.flatMap((order) => [
    ...noticesOf(order, T0).map(
      (notice) =>
        [
          notice.what,
          noticeDirect(order, notice, { cardLink: PERMALINK, canConnect: true }),
        ] as const,
    ),
    ...PROBLEMS.map((problem) => [problem, undelivered(order, problem)] as const),
  ]);

  it('has at most 25 words of ours, one button and the link to the card', () => {
    for (const [what, message] of directs) {
      expect(messageProblems(message), what).toEqual([]);
      expect(ourWords(message.blocks).length, `${what}: ${message.text}`).toBeLessThanOrEqual(
        WORDS_MAX,
      );
      expect(buttonsIn(message.blocks), what).toHaveLength(1);
      expect(message.text.includes(PERMALINK), what).toBe(!PROBLEMS.includes(what));
    }
  });

  it('leads to the next step: WhatsApp, where an account is set up', () => {
    const first = (canConnect: boolean) =>
      buttonsIn(direct(STATES.completed, canConnect).blocks)[0];
    expect(first(true)?.actionId).toBe('connect_number');
    expect(first(false)?.actionId).toBe('open_order');
  });

  it('starts with the result', () => {
    expect(direct(STATES.completed).text).toMatch(
      /^\*✅ Bought · \+91 98765 43210\*\n₹750 now, then ₹250\/month\./,
    );
  });
});

describe('a reply in the thread of the card', () => {
  it('mentions the requester where it has to reach them, because an edited card tells nobody', () => {
    expect(reply(STATES.denied)).toMatchInlineSnapshot(`
      "<@U0REQUESTER> *🚫 Denied · +91 98765 43210*
      Denied by <@U0APPROVER>.
      Reason: We have one already"
    `);
    expect(noticeReply(STATES.denied, news(STATES.denied), false).text).toMatch(/^\*/);
  });

  it('mentions nobody when the requester took the request back', () => {
    expect(noticeReply(STATES.withdrawn, news(STATES.withdrawn), true).text).toMatch(/^\*/);
  });

  it.each([
    ['nobody knows what came', STATES.unconfirmed],
    ['something else came than was approved', differing(STATES.completed)],
    ['another purchase was sent', { ...STATES.pending, sentAs: 'ord_9k3m9q2x' }],
  ])('mentions the approvers too when %s', (_when, order) => {
    expect(noticeReply(order, news(order), false).text).toMatch(/^<@U0APPROVER> \*/);
  });

  it.each<[StopReason, RegExp]>([
    [
      { kind: 'price_changed', now: { setup: inr(50_000), monthly: inr(30_000) } },
      /Was \*₹500 setup, ₹250\/month\*, now \*₹500 setup, ₹300\/month\*\./,
    ],
    [{ kind: 'gone' }, /no longer offers it/],
    [{ kind: 'not_replicated' }, /couldn't record the purchase safely, so we didn't send it/],
    [{ kind: 'owned' }, /Vobiz account already has this number\. We sent nothing/],
    [{ kind: 'balance_low', available: inr(10_000) }, /has ₹100 and needs ₹750\. Top up/],
  ])('says why a purchase was stopped: %j', (stop, words) => {
    expect(reply({ ...STATES.stopped, stop })).toMatch(words);
  });

  it.each([
    ['no_answer', "Vobiz didn't answer"],
    ['server_error', 'Vobiz answered with a server error'],
    ['unreadable_answer', "We couldn't read Vobiz's answer"],
    ['interrupted', 'We were interrupted while sending it'],
  ] as const)('says what is not known after %s, as the card does', (why, says) => {
    const order = { ...STATES.unconfirmed, why };
    expect(reply(order)).toContain(`Don't order this number again. ${says}`);
    expect(ourWords(direct(order).blocks).length).toBeLessThanOrEqual(WORDS_MAX);
  });

  it('promises similar numbers only where the card offers some', () => {
    const gone = (instead?: AvailableNumber[]): Order => ({
      ...STATES.stopped,
      stop: { kind: 'gone', ...(instead && { instead }) },
    });
    expect(reply(gone([aNumber()]))).toContain('The card shows similar numbers');
    expect(reply(gone([]))).not.toContain('similar numbers');
    expect(reply(gone())).not.toContain('similar numbers');
  });

  it('never says that a purchase was sent when the number was found first', () => {
    const { attempt } = STATES.unconfirmed;
    const found: Order = {
      ...STATES.unconfirmed,
      why: 'found_owned',
      attempt: { ...attempt, unsent: true },
    };
    expect(reply(found)).toMatch(/found it in your account before sending anything/);
  });
});

describe('a card that cannot be posted', () => {
  it.each([
    ['not_in_channel', '/invite'],
    ['is_archived', 'is archived'],
    ['channel_not_found', "If it's private"],
    ['restricted_action', '(restricted_action)'],
  ])('is explained to the requester after %s', (problem, said) => {
    expect(undelivered(STATES.awaiting_approval, problem).text).toContain(said);
  });
});

describe('own names', () => {
  const around = { cardLink: PERMALINK, canConnect: true };
  /** The same, done by the person who asked for it. */
  const byOneself = (order: Order): Order =>
    JSON.parse(JSON.stringify(order).replace(/U0(?!REQUESTER)[A-Z0-9]+/g, 'U0REQUESTER'));

  it('are not told to the person alone, whoever did what', () => {
    for (const order of everyTold.flatMap((each) => [each, byOneself(each)])) {
      for (const notice of noticesOf(order, T0)) {
        const reader = notice.to ?? (notice.kind === 'news' ? order.requester : undefined);
        if (reader === undefined) continue;
        const { text } = noticeDirect(order, notice, around);
        expect(text, `${notice.what}: ${text}`).not.toContain(`<@${reader}>`);
      }
    }
  });

  it('stand where others read them too', () => {
    const denied = byOneself(STATES.denied);
    expect(reply(denied)).toContain('Denied by <@U0REQUESTER>');
    expect(direct(denied).text).toContain('Denied by you');
  });
});
