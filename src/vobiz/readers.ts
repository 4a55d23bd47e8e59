import type { z } from 'zod';
import { type Price, parseMajorUnits } from '../domain/money.ts';
import type {
  AccountAnswer,
  BalanceAnswer,
  Channel,
  CodeRequestAnswer,
  OwnedNumber,
  OwnedPage,
} from './answers.ts';
import {
  wireAccountSchema,
  wireBalanceSchema,
  wireChannelSchema,
  wireCodeRequestSchema,
  wireOwnedNumberSchema,
  wireTotalSchema,
} from './schemas.ts';
import { readCandidates, readList } from './wire-list.ts';
import { oneLine, readE164, readJson, readTime } from './wire-text.ts';

/** An accepted request for a code. An empty body accepts too; one that reports an error, or is not JSON, does not. */
export function readCodeRequest(body: string): CodeRequestAnswer | undefined {
  if (body.trim() === '') return { verificationId: undefined, expiresAt: undefined };
  const answers = readCandidates(readJson(body)).map((candidate) =>
    wireCodeRequestSchema.parse(candidate),
  );
  const failed = answers.some(
    ({ status, error }) =>
      (error ?? undefined) !== undefined || /^(failed|error)$/i.test(status ?? ''),
  );
  const answer = answers.find(({ id }) => id !== undefined) ?? answers[0];
  if (failed || !answer) return undefined;
  return {
    verificationId: oneLine(answer.id ?? '', 200) || undefined,
    expiresAt: readTime(answer.expires_at),
  };
}

/** The account's numbers; items without a readable number are left out. */
export function readOwnedNumbers(body: string, authId: string): OwnedNumber[] | undefined {
  return readList(readJson(body))?.flatMap((item) => {
    const wire = wireOwnedNumberSchema.safeParse(item);
    const e164 = readE164(wire.data?.e164);
    if (!wire.success || e164 === undefined) return [];
    const { status, is_blocked, purchased_at, account_id, auth_id } = wire.data;
    const owner = account_id ?? auth_id;
    const price = feesIn(wire.data);
    return {
      e164,
      status: is_blocked ? 'blocked' : oneOf(OWNED_STATUSES, status),
      purchasedAt: readTime(purchased_at),
      // Only an id of the documented form can be compared; elsewhere accounts are named by UUID.
      ownAccount: !owner || !/^[MS]A_/.test(owner) || owner === authId,
      ...(price && { price }),
    };
  });
}

/** Both fees, or nothing: half a price would be taken for a whole one. */
function feesIn(wire: z.infer<typeof wireOwnedNumberSchema>): Price | undefined {
  const { setup_fee, monthly_fee, currency } = wire;
  if (setup_fee === undefined || monthly_fee === undefined || !currency) return undefined;
  const code = currency.trim().toUpperCase();
  const setup = parseMajorUnits(setup_fee, code);
  const monthly = parseMajorUnits(monthly_fee, code);
  return setup && monthly && { setup, monthly };
}

/** One page of the account's numbers, and how far the list goes. */
export function readOwnedPage(body: string, authId: string): OwnedPage | undefined {
  const value = readJson(body);
  const listed = readList(value)?.length;
  const numbers = readOwnedNumbers(body, authId);
  if (listed === undefined || !numbers) return undefined;
  const total = readCandidates(value)
    .map((candidate) => wireTotalSchema.safeParse(candidate).data?.total)
    .find((count) => count !== undefined);
  return { numbers, listed, total };
}
const OWNED_STATUSES = [
  'active',
  'pending_purchase',
  'pending_release',
  'released',
  'blocked',
] as const;

/** The account's channels; items without an id are left out. */
export function readChannels(body: string): Channel[] | undefined {
  return readList(readJson(body))?.flatMap((item) => channelIn(item) ?? []);
}

/** The channel in the answer to creating or changing one. */
export function readChannel(body: string): Channel | undefined {
  return readCandidates(readJson(body))
    .map(channelIn)
    .find((channel) => channel !== undefined);
}

function channelIn(item: unknown): Channel | undefined {
  const wire = wireChannelSchema.safeParse(item);
  if (!wire.success || !wire.data.id) return undefined;
  const { id, phone_number, number_order_id, status, verification_status } = wire.data;
  const displayName = oneLine(wire.data.display_name ?? '', 100);
  return {
    id,
    e164: readE164(phone_number),
    orderId: number_order_id?.trim() || undefined,
    status: oneOf(['active', 'inactive', 'suspended'], status),
    verification: oneOf(['verified', 'pending', 'rejected'], verification_status),
    ...(displayName && { displayName }),
  };
}

/** The account behind the credentials, without its secrets. */
export function readAccount(body: string): AccountAnswer | undefined {
  const accounts = readCandidates(readJson(body)).map((item) => wireAccountSchema.parse(item));
  const account = accounts.find(({ auth_id }) => auth_id !== undefined) ?? accounts[0];
  if (!account) return undefined;
  const currency = account.pricing_tier?.currency?.trim().toUpperCase();
  return {
    authId: account.auth_id,
    active: account.is_active,
    currency: currency && /^[A-Z]{3}$/.test(currency) ? currency : undefined,
  };
}

/** What the account can spend in `currency`. Balances have more decimals than prices; they are cut, never rounded up. */
export function readBalance(body: string, currency: string): BalanceAnswer | undefined {
  for (const candidate of readCandidates(readJson(body))) {
    const wire = wireBalanceSchema.parse(candidate);
    const spendable = wire.available_balance ?? wire.balance;
    if (spendable === undefined || (wire.currency ?? currency).toUpperCase() !== currency) continue;
    const cut = String(spendable).replace(/(\.\d\d)\d+$/, '$1');
    const available = cut.startsWith('-') ? { minor: 0, currency } : parseMajorUnits(cut, currency);
    if (available) return { available, postpaid: wire.is_postpaid ?? false };
  }
  return undefined;
}

/** A known value of an enum; anything else is `unknown`, which never counts as success. */
function oneOf<T extends string>(known: readonly T[], raw: string | undefined): T | 'unknown' {
  const value = raw?.trim().toLowerCase();
  return known.find((candidate) => candidate === value) ?? 'unknown';
}
