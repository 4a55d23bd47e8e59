import type { Evidence } from '../domain/order/evidence.ts';
import { isEnding, type NamedPrice, type Verdict } from '../domain/order/order-purchase.ts';
import type { CallOptions, VobizClient } from './client.ts';
import {
  inChannels,
  inLedger,
  inOrderRead,
  inOwnedNumbers,
  inPurchaseAnswer,
  type Sighting,
  type SoughtOrder,
} from './sightings.ts';
import { VobizError } from './vobiz-errors.ts';

type OrderEvidence = {
  verdict: Verdict;
  /** The number the verdict is about, if the evidence names one. */
  e164: string | undefined;
  orderId: string | undefined;
  failureReason: string | undefined;
  /** The price named by the evidence behind the verdict. */
  named?: NamedPrice;
  evidence: Evidence[];
};

export type FindOrder = (order: SoughtOrder, opts?: CallOptions) => Promise<OrderEvidence>;

/** How far from the purchase its debit may be: clocks differ, and Vobiz does not say when it debits. */
const BEFORE_MS = 5 * 60_000;
const AFTER_MS = 30 * 60_000;

const MISSES_BEFORE_PAUSE = 3;
const PAUSE_MS = 30 * 60_000;

/**
 * Asks the purchase answer, the undocumented order read, the owned numbers, the channels and the ledger about an order,
 * and stops at the first ending. A failed read becomes evidence. Rate limits and bad credentials concern the whole
 * account and are thrown, as is the caller's own abort.
 */
export function createOrderEvidence(deps: {
  client: Pick<VobizClient, 'readOrder' | 'ownedNumbers' | 'channels' | 'ledger'>;
  /** Epoch ms. */
  now: () => number;
  /** `off` when an operator does not want the undocumented path called. */
  orderRead: 'try' | 'off';
}): FindOrder {
  const { client, now } = deps;
  const pause = createPause(now);

  async function lookAtOrder(
    orderId: string | undefined,
    opts: CallOptions | undefined,
  ): Promise<Sighting[]> {
    if (orderId === undefined || deps.orderRead === 'off' || pause.active()) return [];
    const answer = await client.readOrder(orderId, opts);
    pause.record(answer !== undefined);
    return [inOrderRead(answer)];
  }

  /** Only for an unanswered purchase: once Vobiz took the order, the ledger adds nothing. */
  async function readLedger(
    { charge, e164, placedAt }: SoughtOrder,
    opts: CallOptions | undefined,
  ): Promise<Sighting[]> {
    if (!charge) return [];
    const range = { from: placedAt - BEFORE_MS, to: placedAt + AFTER_MS };
    return [inLedger(await client.ledger(range, opts), { charge, e164 })];
  }

  return async (order, opts) => {
    const { orderId, lastStatus } = order;
    // The order itself knows best which number it got.
    let sought = order;
    const owned = (search: string) => client.ownedNumbers({ search }, opts);
    const looks: [Evidence['source'], () => Promise<Sighting[]>][] = [
      ['purchase_answer', async () => inPurchaseAnswer(lastStatus)],
      ['order_read', () => lookAtOrder(orderId, opts)],
      ['owned_numbers', async () => inOwnedNumbers(await owned(sought.e164), sought, now())],
      ['channels', async () => [inChannels(await client.channels(opts), sought)]],
      ['ledger', () => readLedger(order, opts)],
    ];
    const seen: (Sighting & { at: number })[] = [];
    for (const [source, look] of looks) {
      const sightings = await look().catch((error) => [tolerate(error, source, opts)]);
      seen.push(...sightings.map((sighting) => ({ ...sighting, at: now() })));
      sought = { ...sought, e164: sightings.find((one) => one.e164)?.e164 ?? sought.e164 };
      if (sightings.some(({ verdict }) => isEnding(verdict))) break;
    }
    return conclude(orderId, seen);
  };
}

function conclude(
  orderId: string | undefined,
  seen: readonly (Sighting & { at: number })[],
): OrderEvidence {
  const telling =
    seen.find(({ verdict }) => isEnding(verdict)) ??
    seen.findLast(({ verdict, e164 }) => verdict === 'pending' && e164 !== undefined) ??
    seen.find(({ verdict }) => verdict === 'pending');
  return {
    verdict: telling?.verdict ?? 'unknown',
    e164: telling?.e164,
    orderId,
    failureReason: telling?.failureReason,
    ...(telling?.named && { named: telling.named }),
    evidence: seen.map(
      ({ verdict: _, e164: _number, failureReason: _reason, named: _price, ...found }) => found,
    ),
  };
}

function tolerate(
  error: unknown,
  source: Evidence['source'],
  opts: CallOptions | undefined,
): Sighting {
  const ofTheAccount = ['vobiz_rate_limited', 'vobiz_credentials'];
  if (!(error instanceof VobizError) || ofTheAccount.includes(error.code)) throw error;
  if (opts?.signal?.aborted) throw error;
  return { source, finding: 'unreadable', verdict: 'unknown' };
}

/** Skips a read for half an hour after three misses in a row: the path most likely does not exist. */
function createPause(now: () => number) {
  let misses = 0;
  let until = 0;
  return {
    // More time left than the pause is long means the clock was set back.
    active: () => now() < until && until - now() <= PAUSE_MS,
    record(hit: boolean): void {
      misses = hit ? 0 : misses + 1;
      if (misses < MISSES_BEFORE_PAUSE) return;
      misses = 0;
      until = now() + PAUSE_MS;
    },
  };
}
