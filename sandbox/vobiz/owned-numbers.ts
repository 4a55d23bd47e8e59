import { createIds, type Now, rfc3339 } from './clock.ts';
import { createNumberReleases } from './number-releases.ts';
import type { Orders } from './orders.ts';
import { notFound } from './reply.ts';

/** An item of `GET /Account/{auth_id}/numbers`; optional published fields that say nothing here are left out. */
export interface OwnedNumber {
  id: string;
  account_id: string;
  e164: string;
  country: string;
  /** A name ("Maharashtra"), not the code used by the WhatsApp endpoints: so in the samples. */
  region: string;
  capabilities: { voice: boolean; sms: boolean; mms: boolean; fax: boolean };
  status: string;
  provider: string;
  setup_fee: number;
  monthly_fee: number;
  currency: string;
  voice_enabled: boolean;
  tags: string[];
  purchased_at: string;
  is_blocked: boolean;
  created_at: string;
  updated_at: string;
  is_trial_number: boolean;
  last_billing_date?: string;
  next_billing_date?: string;
  minimum_commitment_months: number;
  aadhaar_verification_required: boolean;
  aadhaar_verified: boolean;
  source: string;
  released_at?: string;
}

export interface OwnedNumbersOptions {
  accountId: string;
  now: Now;
  /** How long a release can be undone, in ms: 24 hours, as the vendor's SDK says. */
  releaseAfterMs: number;
  /** What is left of a released number in the list: one of `released`, or nothing. Both can be. */
  listsReleased: boolean;
  /** Whether completed WhatsApp orders turn up here: no page says so, so both readings can be had. */
  listOrders: boolean;
}

const REGION_NAMES: Readonly<Record<string, string>> = {
  MH: 'Maharashtra',
  KA: 'Karnataka',
  DL: 'Delhi',
  TN: 'Tamil Nadu',
  TG: 'Telangana',
  GJ: 'Gujarat',
  WB: 'West Bengal',
  KL: 'Kerala',
};

const DEFAULT_PER_PAGE = 25;
const MAX_PER_PAGE = 100;

/** The account's numbers: those added by hand, and those of completed orders. */
export function createOwnedNumbers(options: OwnedNumbersOptions, orders: Orders) {
  const nextId = createIds('owned');
  const added: OwnedNumber[] = [];
  const idOfOrder = new Map<string, string>();
  /** What the vendor did to a number; null: it is no longer there. */
  const altered = new Map<string, Partial<OwnedNumber> | null>();
  const releases = createNumberReleases(options);

  function owned(fields: Partial<OwnedNumber> & { e164: string }): OwnedNumber {
    const at = fields.purchased_at ?? rfc3339(options.now());
    return {
      id: fields.id ?? nextId(),
      account_id: options.accountId,
      country: 'IN',
      region: '',
      // Cloud numbers have no SIM: they cannot receive a text message.
      capabilities: { voice: true, sms: false, mms: false, fax: false },
      status: 'active',
      provider: '',
      setup_fee: 0,
      monthly_fee: 0,
      currency: 'INR',
      voice_enabled: true,
      tags: [],
      purchased_at: at,
      is_blocked: false,
      created_at: at,
      updated_at: at,
      is_trial_number: false,
      // A Go service sends a time that is not set as this.
      next_billing_date: '0001-01-01T00:00:00Z',
      minimum_commitment_months: 0,
      aadhaar_verification_required: false,
      aadhaar_verified: false,
      source: 'purchased',
      ...fields,
    };
  }

  function fromOrders(): OwnedNumber[] {
    const completed = orders.list().filter((order) => order.status === 'completed');
    return completed.map((order) => {
      const id = idOfOrder.get(order.id) ?? nextId();
      idOfOrder.set(order.id, id);
      return owned({
        id,
        e164: order.selected_phone_number,
        country: order.country_code,
        region: REGION_NAMES[order.region] ?? order.region,
        setup_fee: order.setup_cost,
        monthly_fee: order.monthly_cost,
        currency: order.currency,
        purchased_at: order.updated_at,
        last_billing_date: order.updated_at,
        next_billing_date: monthAfter(order.updated_at),
      });
    });
  }

  function list(): OwnedNumber[] {
    const all = [...added, ...(options.listOrders ? fromOrders() : [])];
    return all.flatMap((number) => {
      const fields = altered.get(number.e164);
      return fields === null ? [] : (releases.seen({ ...number, ...fields }) ?? []);
    });
  }

  function held(e164: string): OwnedNumber {
    const number = list().find((one) => one.e164 === e164);
    if (!number) throw notFound('number not found');
    return number;
  }

  return {
    list,
    add(fields: Partial<OwnedNumber> & { e164: string }): void {
      added.push(owned(fields));
    },
    /** Blocks a number, changes its price, takes it away (`null`), or, with `{}`, makes it as it was. */
    alter(e164: string, fields: Partial<OwnedNumber> | null): void {
      altered.set(e164, fields);
    },
    release: (e164: string, isImmediate: boolean) => releases.release(held(e164), isImmediate),
    cancelRelease: (e164: string) => releases.cancel(held(e164)),
    /** Ends the time in which a release can be undone. */
    endCooldown: releases.end,
    /**
     * One page. `search` is a substring of the number, so a `+` that was not sent as `%2B` arrives as a space and
     * finds nothing. An oversize `per_page` falls back to the default, as published for the ledger.
     */
    page(query: URLSearchParams) {
      const search = query.get('search') ?? '';
      const page = positive(query.get('page')) ?? 1;
      const asked = positive(query.get('per_page')) ?? DEFAULT_PER_PAGE;
      const perPage = asked > MAX_PER_PAGE ? DEFAULT_PER_PAGE : asked;
      const found = list().filter((number) => number.e164.includes(search));
      const items = found.slice((page - 1) * perPage, page * perPage);
      return { items, page, per_page: perPage, total: found.length };
    },
  };
}

/** The same day of the next month, or its last. */
function monthAfter(time: string): string {
  const at = new Date(time);
  const day = at.getUTCDate();
  at.setUTCMonth(at.getUTCMonth() + 1);
  if (at.getUTCDate() !== day) at.setUTCDate(0);
  return rfc3339(at.getTime());
}

function positive(text: string | null): number | undefined {
  return text !== null && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;
}
