import type { AvailableNumber } from '../../../src/domain/numbers/number-search.ts';
import type { Order, OrderIn } from '../../../src/domain/order/order.ts';
import {
  sendFailureSchema,
  type Verification,
  type VerificationIn,
} from '../../../src/domain/verification/verification.ts';

/** Text that pings, links, injects, turns the reading direction and is far too long, all at once. */
/** Turned around, joined up and outside the basic plane: what no cut may fall into. */
export const RIGHT_TO_LEFT = '\u202eمرحبا بكم في خط الدعم 👩🏽‍💻👨‍👩‍👧‍👦 שלום '.repeat(12);
export const HOSTILE =
  `<!channel> <@U0EVIL> <!subteam^S0EVIL> <https://evil.example|safe> & https://evil.example \u202Eמספר ` +
  `${'🙂&<'.repeat(1000)}`;

/** Some WhatsApp account is set up. */
export const SET_UP = { canConnect: true };

/** 2026-03-01T10:00:00Z in epoch ms. */
export const T0 = Date.UTC(2026, 2, 1, 10);
const MINUTE = 60_000;

export function inr(minor: number) {
  return { minor, currency: 'INR' };
}

export function aNumber(more: Partial<AvailableNumber> = {}): AvailableNumber {
  return {
    e164: '+919876543210',
    country: 'IN',
    region: 'MH',
    price: { setup: inr(50_000), monthly: inr(25_000) },
    ...more,
  };
}

const APPROVERS = { users: ['U0APPROVER'], groups: ['S0FINANCE'] };

type Common = Omit<OrderIn<'awaiting_approval'>, 'state'>;

function common(more: Partial<Common>): Common {
  return {
    kind: 'order',
    id: 'ord_7k3m9q2x',
    team: 'T0TEAM',
    revision: 4,
    createdAt: T0,
    updatedAt: T0 + MINUTE,
    requester: 'U0REQUESTER',
    askedIn: 'C0SALES',
    channel: 'C0APPROVALS',
    number: aNumber(),
    purpose: 'Support line for Pune',
    policy: {
      version: 'v1',
      channel: 'C0APPROVALS',
      approvers: APPROVERS,
      selfApproval: false,
      expiresAfterMs: 24 * 60 * MINUTE,
    },
    expiresAt: T0 + 24 * 60 * MINUTE,
    ...more,
  };
}

/** One order per state, as it would stand; `text` replaces every text that a person or Vobiz wrote. */
export function orderStates(more: Partial<Common> = {}, text?: string) {
  const own = common({
    ...(text && { purpose: text, number: aNumber({ region: text }) }),
    ...more,
  });
  const decision = { by: 'U0APPROVER', at: T0 + 5 * MINUTE };
  const attempt = { id: 'att_7k3m9q2x', startedAt: T0 + 6 * MINUTE };
  const sent = { decision, attempt };
  const purchase = {
    orderId: text ?? '3f8a-41',
    rawStatus: text ?? 'pending',
    e164: own.number.e164,
    at: T0 + 6 * MINUTE,
  };
  const noted = text === undefined ? {} : { finding: 'noted' as const, noted: text };
  const evidence: OrderIn<'pending'>['evidence'] = [
    { source: 'order_read', finding: 'unreadable', at: T0 + 7 * MINUTE, ...noted },
    { source: 'owned_numbers', finding: 'not_found', at: T0 + 7 * MINUTE, ...noted },
  ];
  const seen: OrderIn<'completed'>['evidence'] = [
    { source: 'owned_numbers', finding: 'active', at: T0 + 8 * MINUTE, ...noted },
  ];
  const endedAt = T0 + 8 * MINUTE;
  const reason = text ?? 'We have one already';
  return {
    awaiting_approval: { ...own, state: 'awaiting_approval' },
    approved: { ...own, state: 'approved', decision },
    placing: { ...own, ...sent, state: 'placing' },
    pending: { ...own, ...sent, state: 'pending', purchase, evidence },
    unconfirmed: { ...own, ...sent, state: 'unconfirmed', why: 'no_answer', evidence },
    completed: {
      ...own,
      ...sent,
      state: 'completed',
      purchase,
      allocated: own.number.e164,
      evidence: seen,
      endedAt,
    },
    failed: { ...own, ...sent, state: 'failed', reason, evidence: [], endedAt },
    cancelled: { ...own, ...sent, state: 'cancelled', purchase, evidence, endedAt },
    stopped: { ...own, decision, state: 'stopped', stop: { kind: 'gone' }, endedAt },
    denied: { ...own, decision, state: 'denied', reason, endedAt },
    withdrawn: { ...own, state: 'withdrawn', endedAt },
    expired: { ...own, state: 'expired', endedAt },
  } satisfies { [S in Order['state']]: OrderIn<S> };
}

/** Every state, and every way in which one state can look different. */
export function everyOrder(text?: string): Order[] {
  const states = orderStates({}, text);
  const { pending, completed, failed, stopped, unconfirmed, awaiting_approval } = states;
  const dearer = { setup: inr(60_000), monthly: inr(99_999_999_99) };
  const many = Array.from({ length: 300 }, (_, at) => `U0APPROVER${at}`);
  return [
    ...Object.values(states),
    ...Object.values(orderStates({ sentAs: 'ord_9k3m9q2x' }, text)),
    { ...unconfirmed, sentFor: 'ord_9k3m9q2x' },
    { ...awaiting_approval, policy: { ...awaiting_approval.policy, approvers: 'any_full_member' } },
    {
      ...awaiting_approval,
      policy: { ...awaiting_approval.policy, approvers: { users: many, groups: [] } },
    },
    { ...pending, purchase: { ...pending.purchase, e164: '+919876500000', price: dearer } },
    { ...unconfirmed, why: 'server_error', evidence: [] },
    { ...unconfirmed, why: 'unreadable_answer' },
    { ...unconfirmed, why: 'interrupted' },
    differing(completed),
    unnamed(completed),
    { ...failed, purchase: completed.purchase },
    { ...failed, evidence: completed.evidence },
    { ...stopped, stop: { kind: 'price_changed', now: dearer } },
    { ...stopped, stop: { kind: 'price_changed', now: dearer }, followedBy: 'ord_9k3m9q2x' },
    { ...stopped, stop: { kind: 'region_changed', now: text?.slice(0, 100) ?? 'KA' } },
    { ...stopped, stop: { kind: 'balance_low', available: inr(1) } },
    { ...stopped, stop: { kind: 'gone', instead: nearNumbers(text) } },
    { ...stopped, stop: { kind: 'not_checkable' } },
    { ...pending, lingersSince: T0 + 66 * MINUTE },
    { ...failed, settled: settled(text) },
    { ...completed, settled: { ...settled(text), orderId: text ?? '3f8a-41', checked: 'found' } },
    {
      ...states.approved,
      decision: { by: 'policy', at: T0 },
      policy: byRule(awaiting_approval.policy, many),
    },
    ...talkedAbout(awaiting_approval, many, text),
    ...Object.values(orderStates({ holding: holding(text) }, text)),
  ];
}

/** All that can be said of who has a number and what for, as much of it as a record can hold. */
function holding(text = 'Pune Support'): NonNullable<Order['holding']> {
  return {
    owner: 'U0HOLDER',
    given: { by: 'U0REQUESTER', at: T0 + MINUTE },
    labels: {
      'Cost centre': text.slice(0, 30),
      Project: text.slice(0, 30),
      Region: text.slice(0, 30),
    },
    note: text.slice(0, 400),
    neededUntil: '2026-12-31',
  };
}

function nearNumbers(text?: string) {
  const region = text?.slice(0, 100) ?? 'MH';
  return [1, 2, 3].map((digit) => aNumber({ e164: `+9198765432${digit}0`, region }));
}

function settled(text?: string) {
  const reason = text ?? 'Seen in the console';
  return { by: 'U0APPROVER', at: T0 + 8 * MINUTE, reason, checked: 'not_found' as const };
}

function byRule(policy: Order['policy'], users: string[]): Order['policy'] {
  const from = { users, groups: ['S0FINANCE'] };
  return {
    ...policy,
    rule: 'small numbers',
    sets: [
      { from, needed: 2, ping: { users: [], groups: [] } },
      { from, needed: 1 },
    ],
    confirmDigits: true,
    escalation: { afterMs: MINUTE, to: from },
  };
}

/** Everything that can be said about a request while it waits, as much of it as a record can hold. */
function talkedAbout(
  order: OrderIn<'awaiting_approval'>,
  many: string[],
  text?: string,
): OrderIn<'awaiting_approval'>[] {
  const said = text ?? 'Which team pays?';
  const at = T0 + MINUTE;
  const asked = { by: 'U0APPROVER', at, text: said };
  const charge = { amount: 75_000, limit: 5_000_000, used: 3_100_000, currency: 'INR' };
  const busy: OrderIn<'awaiting_approval'> = {
    ...order,
    policy: byRule(order.policy, many),
    votes: [{ by: 'U0APPROVER', at, sets: [0] }],
    questions: [
      ...Array.from({ length: 19 }, () => ({ ...asked, answer: { at, text: said } })),
      asked,
    ],
    pausedAt: at,
    replies: Array.from({ length: 30 }, (_, n) => ({ ...asked, ts: `${n}.1` })),
    escalatedAt: at,
    follows: { order: 'ord_1k3m9q2x', why: 'difference' },
    counted: {
      month: '2026-03',
      charges: [
        { ...charge, scope: 'workspace', field: 'workspace:INR' },
        { ...charge, scope: 'channel', field: 'channel:C0SALES:INR' },
        { ...charge, scope: 'team', group: 'S0SALES', field: 'team:S0SALES:INR' },
        { scope: 'day', field: 'day:2026-03-01', amount: 1, limit: 0, used: 5 },
      ],
    },
  };
  return [busy, { ...order, follows: { order: 'ord_1k3m9q2x', why: 'alternative' } }];
}

/** Bought, but another number at another price. */
export function differing(order: OrderIn<'completed'>): OrderIn<'completed'> {
  const price = { setup: inr(60_000), monthly: inr(25_000) };
  const purchase = { orderId: '3f8a-41', rawStatus: 'completed', price, at: T0 + 6 * MINUTE };
  return { ...order, allocated: '+919876500000', purchase };
}

/** Proven by evidence alone, and Vobiz named no number. */
function unnamed(order: OrderIn<'completed'>): OrderIn<'completed'> {
  const { purchase: _purchase, allocated: _allocated, ...rest } = order;
  return rest;
}

export function verificationStates() {
  const number = {
    kind: 'verification',
    id: 'ver_7k3m9q2x',
    team: 'T0TEAM',
    revision: 2,
    createdAt: T0,
    updatedAt: T0,
    startedBy: 'U0REQUESTER',
    channel: 'C0SALES',
    e164: '+919876543210',
  } as const;
  const own = { ...number, method: 'voice' } as const;
  const endedAt = T0 + 8 * MINUTE;
  const live = { sends: 1, nextSendAt: T0 + MINUTE, resendOpen: false };
  return {
    sending: { ...own, state: 'sending' },
    code_sent: {
      ...own,
      ...live,
      state: 'code_sent',
      sentAt: T0,
      expiresAt: T0 + 10 * MINUTE,
      expiryAssumed: false,
      wrongEntries: 0,
    },
    locked: {
      ...own,
      ...live,
      state: 'locked',
      until: T0 + 10 * MINUTE,
      nextSendAt: T0 + 10 * MINUTE,
      expiresAt: T0 + 25 * MINUTE,
      limitOf: 'ours',
    },
    verified: { ...own, state: 'verified', verifiedBy: 'U0HOLDER', endedAt },
    not_sent: { ...own, state: 'not_sent', failure: 'refused', endedAt },
    expired: { ...own, state: 'expired', endedAt },
    cancelled: { ...own, state: 'cancelled', cancelledBy: 'U0APPROVER', endedAt },
    adopted: {
      ...number,
      state: 'adopted',
      purpose: 'Support line for Pune',
      price: { setup: inr(0), monthly: inr(25_000) },
      endedAt: T0,
    },
  } satisfies { [S in Verification['state']]: VerificationIn<S> };
}

/** Every state, and every way in which one state can look different. */
export function everyVerification(): Verification[] {
  const { code_sent, locked, not_sent, ...others } = verificationStates();
  const by = { by: 'U0HOLDER', at: T0 };
  const turn = { ...by, id: 'ent_7k3m9q2x' };
  const sms = { ...code_sent, method: 'sms', sends: 3, resendOpen: true } as const;
  const failures = sendFailureSchema.options;
  return [
    ...Object.values(others),
    code_sent,
    { ...code_sent, expiryAssumed: true, wrongEntries: 2, method: 'sms', entry: turn },
    { ...sms, lastEntry: { ...by, result: 'wrong_code' }, pausedUntil: T0 + MINUTE },
    { ...sms, lastEntry: { ...by, result: 'unclear' } },
    { ...sms, lastEntry: { ...by, result: 'lost' }, resend: { ...turn, method: 'voice' } },
    ...failures.map((failure) => ({ ...sms, lastSend: { ...by, failure } })),
    locked,
    { ...locked, limitOf: 'vobiz', resendOpen: true, lastSend: { ...by, failure: 'limit' } },
    not_sent,
    ...failures.map((failure) => ({ ...not_sent, failure, until: T0 + MINUTE })),
    ...failures.map((failure) => ({ ...not_sent, failure })),
    { ...others.expired, spent: 'not_started' },
    { ...others.expired, spent: 'too_many_attempts' },
    { ...others.verified, holding: holding() },
  ];
}
