import { z } from 'zod';
import { keysOf } from '../fields.ts';
import { moneySchema } from '../money.ts';

type FindingFact =
  /** Nothing could be seen, which is not the same as nothing being there. */
  | 'unread'
  /** It was looked for and is not there, or cannot be looked for: it would only make a reader doubt a proof. */
  | 'in_vain';

/** Everything that a look at Vobiz can find, with what it says of the look. Statuses are Vobiz's own. */
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
  /** Reading an order is not published: no answer says only that this account cannot read it, not that it is not there. */
  not_available: ['unread', 'in_vain'],
  /** Bought well before this order was placed: it was ours already. */
  owned_before: [],
  /** Long after a purchase that nobody answered. */
  bought_later: [],
  /** Nothing was sent for this order, and whether it was bought for it or before is not said. */
  bought_before_approval: [],
  no_purchase_time: [],
  in_another_account: [],
  /** A channel made from this order; Vobiz makes one only from a completed order. */
  connected: [],
  /** A channel with the same number, but not said to be from this order. */
  same_number_connected: [],
  /** A debit supports that an order was carried out; it never proves it. */
  debit_as_approved: [],
  debit_for_number: [],
  other_debit: [],
  no_debit: [],
  /** What another version of the bot wrote, in its words. */
  noted: [],
} as const satisfies Record<string, readonly FindingFact[]>;
export type Finding = keyof typeof FINDINGS;

/** `findingIs('not_found', 'in_vain')` */
export function findingIs(finding: Finding, fact: FindingFact): boolean {
  const facts: readonly FindingFact[] = FINDINGS[finding];
  return facts.includes(fact);
}

/** Records of earlier versions have the words of the card. */
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

const storedSchema = z.looseObject({ finding: z.string() });

function readFinding(stored: unknown): unknown {
  const read = storedSchema.safeParse(stored);
  if (!read.success || Object.hasOwn(FINDINGS, read.data.finding)) return stored;
  const { finding } = read.data;
  const known = EARLIER[finding];
  return { ...read.data, ...(known ? { finding: known } : { finding: 'noted', noted: finding }) };
}

/** One thing we saw about an order, and where: the card names it ("seen in your owned numbers at 14:05"). */
export const evidenceSchema = z.preprocess(
  readFinding,
  z.object({
    source: z.enum(['purchase_answer', 'order_read', 'owned_numbers', 'channels', 'ledger']),
    finding: z.enum(keysOf(FINDINGS)),
    /** What left the account, and what the order was to cost. */
    debit: z.object({ amount: moneySchema, approved: moneySchema }).optional(),
    noted: z.string().max(200).optional(),
    /** Epoch ms of the observation. */
    at: z.number().int(),
  }),
);
export type Evidence = z.infer<typeof evidenceSchema>;
