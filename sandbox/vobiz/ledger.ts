import { createIds, type Now, rfc3339 } from './clock.ts';
import { Refusal } from './reply.ts';

/** A row as the vendor answers it. `amount` is in major units and may be fractional. */
export interface LedgerRow {
  id: string;
  account_id: string;
  balance_id: string;
  type: string;
  amount: number;
  currency: string;
  description: string;
  reference?: string;
  reference_type: string;
  status: string;
  processed_at: string;
  created_at: string;
  updated_at: string;
}

export type NewLedgerRow = Partial<LedgerRow> & Pick<LedgerRow, 'amount' | 'currency'>;

export type Ledger = ReturnType<typeof createLedger>;

const DEFAULT_PER_PAGE = 50;
const MAX_PER_PAGE = 1_000;

/**
 * The account's ledger. Under which labels WhatsApp orders stand there is unpublished: assumed is `did_purchase`, the label
 * of voice numbers; `type` is `debit` or `credit`.
 */
export function createLedger({ accountId, now }: { accountId: string; now: Now }) {
  const nextId = createIds('ledger');
  const rows: LedgerRow[] = [];

  function matching(query: URLSearchParams): LedgerRow[] {
    const from = dateIn(query, 'from_date', 0);
    const to = dateIn(query, 'to_date', Number.POSITIVE_INFINITY);
    const exact = ['type', 'status', 'currency', 'reference_type', 'reference'] as const;
    return rows.filter((row) => {
      const at = Date.parse(row.created_at);
      const asAsked = exact.every((key) => !query.get(key) || row[key] === query.get(key));
      return asAsked && at >= from && at <= to;
    });
  }

  return {
    add(fields: NewLedgerRow): void {
      const at = fields.created_at ?? rfc3339(now());
      rows.push({
        id: nextId(),
        account_id: accountId,
        balance_id: `bal_${fields.currency.toLowerCase()}`,
        type: 'debit',
        description: '',
        reference_type: 'did_purchase',
        status: 'completed',
        processed_at: at,
        created_at: at,
        updated_at: at,
        ...fields,
      });
    },
    /** Newest first. An oversize `per_page` falls back to the default, and a date that is none answers 500: published. */
    page(query: URLSearchParams) {
      const page = Number(query.get('page') ?? 1) || 1;
      const asked = Number(query.get('per_page') ?? DEFAULT_PER_PAGE) || DEFAULT_PER_PAGE;
      const perPage = asked > MAX_PER_PAGE ? DEFAULT_PER_PAGE : asked;
      const found = matching(query).toReversed();
      const items = found.slice((page - 1) * perPage, page * perPage);
      return { items, page, per_page: perPage, total: found.length };
    },
  };
}

/** A day counts from its first moment as `from_date`, and to its first moment as `to_date`: the strict reading. */
function dateIn(query: URLSearchParams, name: string, otherwise: number): number {
  const text = query.get(name);
  if (text === null) return otherwise;
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw new Refusal({ status: 500, body: { error: 'internal error' } });
  return at;
}
