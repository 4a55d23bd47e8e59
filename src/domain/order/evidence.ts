import { z } from 'zod';
import { keysOf } from '../fields.ts';
import { isFields } from '../json.ts';
import { moneySchema } from '../money.ts';

type FindingFact =
  /** Nothing could be read; that does not mean nothing is there. */
  | 'unread'
  /** Not found, or not findable. Shown beside a proof, it would only cast doubt. */
  | 'in_vain';

/** All that a look at Vobiz can find. Statuses are Vobiz's own. */
const FINDINGS = {
  /** Of an order. */
  completed: [],
  failed: [],
  cancelled: [],
  pending: [],
  unknown: [],
  /** Of an owned number. */
  active: [],
  pending_purchase: [],
  pending_release: [],
  released: [],
  blocked: [],
  not_found: ['in_vain'],
  unreadable: ['unread'],
  /** Vobiz publishes no way to read orders: no answer only means that this account cannot, not that there is none. */
  not_available: ['unread', 'in_vain'],
  /** Bought well before this order, so already ours. */
  owned_before: [],
  /** Bought long after an unanswered purchase. */
  bought_later: [],
  /** Nothing was sent for this order; the number may have been bought for it or earlier. */
  bought_before_approval: [],
  no_purchase_time: [],
  in_another_account: [],
  /** A channel made from this order; Vobiz only makes one from a completed order. */
  connected: [],
  /** A channel with the same number, not tied to this order. */
  same_number_connected: [],
  /** A debit supports a purchase but never proves it. */
  debit_as_approved: [],
  debit_for_number: [],
  other_debit: [],
  no_debit: [],
  /** Free text from another version of the bot. */
  noted: [],
} as const satisfies Record<string, readonly FindingFact[]>;
export type Finding = keyof typeof FINDINGS;

export function findingIs(finding: Finding, fact: FindingFact): boolean {
  const facts: readonly FindingFact[] = FINDINGS[finding];
  return facts.includes(fact);
}

/** Earlier versions stored the card's wording. */
const EARLIER: Readonly<Record<string, Finding>> = {
  'not found': 'not_found',
  'could not be read': 'unreadable',
  'not available': 'not_available',
  'owned before': 'owned_before',
  'bought later': 'bought_later',
  'bought before the approval': 'bought_before_approval',
  'no time of purchase': 'no_purchase_time',
  'in another account': 'in_another_account',
  'same number connected': 'same_number_connected',
  'no debit around that time': 'no_debit',
};

/** Thousands are read at once, and hardly any is of an earlier version. */
function readFinding(stored: unknown): unknown {
  if (!isFields(stored) || typeof stored.finding !== 'string') return stored;
  const { finding } = stored;
  if (Object.hasOwn(FINDINGS, finding)) return stored;
  const known = EARLIER[finding];
  return { ...stored, ...(known ? { finding: known } : { finding: 'noted', noted: finding }) };
}

/** One observation and its source; the card shows it as "seen in your owned numbers at 14:05". */
export const evidenceSchema = z.preprocess(
  readFinding,
  z.object({
    source: z.enum(['purchase_answer', 'order_read', 'owned_numbers', 'channels', 'ledger']),
    finding: z.enum(keysOf(FINDINGS)),
    /** What left the account, and the approved price. */
    debit: z.object({ amount: moneySchema, approved: moneySchema }).optional(),
    noted: z.string().max(200).optional(),
    /** Epoch ms of the observation. */
    at: z.number().int(),
  }),
);
export type Evidence = z.infer<typeof evidenceSchema>;
