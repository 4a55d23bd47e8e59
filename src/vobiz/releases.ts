import type { z } from 'zod';
import type { ReleaseAnswer } from '../domain/giveback/give-back-events.ts';
import type { CallOptions } from './client.ts';
import { readTheirTime, type WireClock } from './times.ts';
import type { Exchange, Transport, Write } from './transport.ts';
import { isSuccess, type ReadAnswer, toVobizError } from './vobiz-errors.ts';
import { wireReleaseSchema } from './vobiz-fields.ts';
import { asSent, readCandidates, readJson, readListedE164, saysDone, saysNo } from './wire.ts';

/** Longer than any release can be undone; documented are 24 hours. */
const UNDO_MAX_MS = 60 * 24 * 3_600_000;

/**
 * Giving a number back, and undoing it: one request each, never retried. Documented by Vobiz's Node SDK (2026-08) for the
 * numbers of the account's list; nowhere for WhatsApp orders.
 */
export function createReleases(deps: {
  transport: Pick<Transport, 'write'>;
  authId: string;
  timeoutMs: number;
  ownToken: string;
}) {
  const { transport, timeoutMs } = deps;
  const account = encodeURIComponent(deps.authId);

  async function send<T>(
    write: Omit<Write, 'timeoutMs'>,
    opts: CallOptions | undefined,
    read: ReadAnswer<T>,
  ): Promise<T> {
    const exchange: Exchange = await transport.write({ ...write, timeoutMs, signal: opts?.signal });
    const value = isSuccess(exchange) ? read(exchange.body, exchange.clock) : undefined;
    if (value === undefined) throw toVobizError(write.operation, exchange, [deps.ownToken]);
    return value;
  }

  return {
    async releaseNumber(e164: string, opts?: CallOptions): Promise<ReleaseAnswer> {
      // An immediate release is final.
      const path = `/api/v1/Account/${account}/numbers/${encodeURIComponent(e164)}?immediate=false`;
      const write = { operation: 'release_number', method: 'delete', path } as const;
      return send(write, opts, (body, clock) => readRelease(body, e164, clock));
    },
    async cancelRelease(e164: string, opts?: CallOptions): Promise<void> {
      const path = `/api/v1/account/${account}/numbers/${encodeURIComponent(e164)}/cancel-release`;
      await send({ operation: 'cancel_release', path }, opts, (body) => readCancel(body, e164));
    },
  };
}

/** Undefined unless it says that this number is released or will be. */
export function readRelease(
  body: string,
  e164: string,
  clock: WireClock,
): ReleaseAnswer | undefined {
  const said = partsAbout(body, e164);
  const status = said?.map((part) => part.status).find((each) => each !== 'unknown');
  if (!said || (status !== 'pending_release' && status !== 'released')) return undefined;
  const first = <T>(of: (part: Part) => T | undefined): T | undefined =>
    said.map(of).find((value) => value !== undefined);
  const amount = asSent(first(({ release_fee }) => release_fee));
  const currency = first((part) => part.currency);
  const fee = amount && asSent([currency, amount].filter(Boolean).join(' '));
  // One that has passed is unset: it was released a moment ago.
  const until = first(({ cooldown_ends_at }) => {
    const at = readTheirTime(cooldown_ends_at, clock, UNDO_MAX_MS);
    return at !== undefined && at > clock.now ? at : undefined;
  });
  return { status, until, fee };
}

/** True if it says that this number is kept. */
export function readCancel(body: string, e164: string): true | undefined {
  const said = partsAbout(body, e164);
  if (!said) return undefined;
  const statuses = said.map(({ status }) => status).filter((status) => status !== 'unknown');
  const isKept =
    statuses.length > 0
      ? statuses.every((status) => status === 'active')
      : readCandidates(readJson(body)).some(saysDone);
  return isKept ? true : undefined;
}

type Part = z.infer<typeof wireReleaseSchema>;

/** Undefined when the answer says that it failed, or is about another number. */
function partsAbout(body: string, e164: string): Part[] | undefined {
  const candidates = readCandidates(readJson(body));
  if (candidates.length === 0 || candidates.some(saysNo)) return undefined;
  const said = candidates.map((candidate) => wireReleaseSchema.parse(candidate));
  const isOther = said.some(
    (part) => part.e164 !== undefined && readListedE164(part.e164) !== e164,
  );
  return isOther ? undefined : said;
}
