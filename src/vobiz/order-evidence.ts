import { type ChannelIndex, indexChannels } from '../domain/connection/connection.ts';
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

/** Where orders are looked for: Vobiz itself, or one reading of the account that many share. */
export type EvidenceSources = Pick<VobizClient, 'ownedNumbers' | 'ledger'> & {
  channels: () => Promise<ChannelIndex>;
  /** Undefined where the order is not to be read now. */
  readOrder: ((id: string) => ReturnType<VobizClient['readOrder']>) | undefined;
};

/** How far from the purchase its debit may be: clocks differ, and Vobiz does not say when it debits. */
const BEFORE_MS = 5 * 60_000;
const AFTER_MS = 30 * 60_000;

/**
 * Asks the purchase answer, the undocumented order read, the owned numbers, the channels and the ledger about an order,
 * and stops at the first ending. A failed read becomes evidence. Rate limits and bad credentials concern the whole
 * account and are thrown, as is the caller's own abort.
 */
export async function findOrderIn(
  sources: EvidenceSources,
  order: SoughtOrder,
  now: () => number,
  opts?: CallOptions,
): Promise<OrderEvidence> {
  const { orderId } = order;
  // The order itself knows best which number it got.
  let sought = order;
  const seen: (Sighting & { at: number })[] = [];
  for (const source of sourcesFor(order, sources)) {
    const sightings = await LOOKS[source](sources, sought, now, opts).catch((error) => [
      tolerate(error, source, opts),
    ]);
    for (const sighting of sightings) seen.push({ ...sighting, at: now() });
    const named = sightings.find(({ e164 }) => e164)?.e164;
    if (named) sought = { ...sought, e164: named };
    if (sightings.some(({ verdict }) => isEnding(verdict))) break;
  }
  return conclude(orderId, seen);
}

/** Those with something to say about this order, in turn. Once Vobiz took an order, the ledger adds nothing. */
function sourcesFor(
  { orderId, lastStatus, charge }: SoughtOrder,
  { readOrder }: EvidenceSources,
): Evidence['source'][] {
  return [
    ...(lastStatus ? ['purchase_answer' as const] : []),
    ...(readOrder && orderId !== undefined ? ['order_read' as const] : []),
    'owned_numbers',
    'channels',
    ...(charge ? ['ledger' as const] : []),
  ];
}

type Look = (
  sources: EvidenceSources,
  sought: SoughtOrder,
  now: () => number,
  opts: CallOptions | undefined,
) => Promise<Sighting[]>;

const LOOKS: Readonly<Record<Evidence['source'], Look>> = {
  purchase_answer: async (_none, { lastStatus }) => inPurchaseAnswer(lastStatus),
  order_read: async ({ readOrder }, { orderId = '' }) => [inOrderRead(await readOrder?.(orderId))],
  owned_numbers: async ({ ownedNumbers }, sought, now, opts) =>
    inOwnedNumbers(await ownedNumbers({ search: sought.e164 }, opts), sought, now()),
  channels: async ({ channels }, sought) => [inChannels(await channels(), sought)],
  async ledger({ ledger }, { charge, e164, placedAt }, _now, opts) {
    if (!charge) return [];
    const range = { from: placedAt - BEFORE_MS, to: placedAt + AFTER_MS };
    return [inLedger(await ledger(range, opts), { charge, e164 })];
  },
};

/** Looks one order up at Vobiz, for a person or before a purchase. `orderRead`: `off` leaves the undocumented path alone. */
export function createFindOrder(deps: {
  client: Pick<VobizClient, 'readOrder' | 'ownedNumbers' | 'channelList' | 'ledger'>;
  /** Epoch ms. */
  now: () => number;
  orderRead: 'try' | 'off';
}): FindOrder {
  const { client, now, orderRead } = deps;
  return (order, opts) => {
    const readOrder = orderRead === 'off' ? undefined : (id: string) => client.readOrder(id, opts);
    const channels = async () => indexChannels(await client.channelList(opts));
    return findOrderIn({ ...client, channels, readOrder }, order, now, opts);
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
