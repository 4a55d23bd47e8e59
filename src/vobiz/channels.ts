import {
  type ChannelList,
  type ChannelSeen,
  META_TOKENS,
} from '../domain/connection/connection.ts';
import { SAID_MAX } from '../domain/numbers/watched.ts';
import type { CallOptions } from './client.ts';
import { hasMore } from './more-pages.ts';
import type { Answer, Exchange, Transport, Write } from './transport.ts';
import { isSuccess, toVobizError, VobizError, type VobizOperation } from './vobiz-errors.ts';
import {
  channelChangeFields,
  newChannelFields,
  wireChannelSchema,
  wireSaidSchema,
} from './vobiz-fields.ts';
import {
  oneLine,
  readCandidates,
  readId,
  readItems,
  readJson,
  readListedE164,
  saysNo,
  saysYes,
} from './wire.ts';

/** Skips items without an id. Whole if it has none of these, names every number so that we can read it, and is the only page. */
export function readChannels(body: string): ChannelList | undefined {
  const items = readItems(body);
  if (!items) return undefined;
  const all = items.flatMap((item) => channelIn(item) ?? []);
  const isRead = all.length === items.length && !items.some(hasUnreadNumber);
  return { all, isWhole: isRead && !hasMore(body, items.length) };
}

function hasUnreadNumber(item: unknown): boolean {
  const sent = wireChannelSchema.safeParse(item).data?.phone_number?.trim();
  return Boolean(sent) && readListedE164(sent) === undefined;
}

/** The channel in the answer to a create or update; undefined when the answer says it failed. */
export function readChannel(body: string): ChannelSeen | undefined {
  const candidates = readCandidates(readJson(body));
  if (candidates.some(saysNo)) return undefined;
  const channels = candidates.flatMap((each) => channelIn(each) ?? []);
  // An envelope may have an id of its own.
  return channels.find(({ e164 }) => e164 !== undefined) ?? channels[0];
}

function channelIn(item: unknown): ChannelSeen | undefined {
  const wire = wireChannelSchema.safeParse(item);
  const id = readId(wire.data?.id);
  if (!wire.success || id === undefined) return undefined;
  const { phone_number, number_order_id, status, verification_status } = wire.data;
  const displayName = oneLine(wire.data.display_name ?? '', 100);
  const said = saidOf(item, { status, verification_status });
  return {
    id,
    e164: readListedE164(phone_number),
    orderId: readId(number_order_id),
    status,
    verification: verification_status,
    ...(displayName && { displayName }),
    ...(said && { said }),
  };
}

/** Vobiz's words for what we read as unknown. */
function saidOf(item: unknown, read: { status: string; verification_status: string }): string {
  const { status, verification_status } = wireSaidSchema.safeParse(item).data ?? {};
  const words = [
    read.status === 'unknown' ? status : undefined,
    read.verification_status === 'unknown' ? verification_status : undefined,
  ];
  return oneLine(words.filter(Boolean).join(', '), SAID_MAX);
}

/** `accessToken` is Meta's and controls the whole WABA: it goes into the request and nowhere else. */
export type NewChannel = {
  e164: string;
  wabaId: string;
  displayName: string;
  accessToken: string;
} & (
  | { mode: 'buy_from_vobiz'; orderId: string | undefined }
  | { mode: 'bring_your_own'; phoneNumberId: string }
);

export type ChannelChange = Partial<Pick<NewChannel, 'displayName' | 'accessToken'>>;

/** The calls that change channels: one request each, never retried. */
export function createChannelWrites(deps: {
  transport: Pick<Transport, 'write'>;
  path: string;
  timeoutMs: number;
  ownToken: string;
  /** False when it cannot tell; throws `vobiz_credentials` when our own credentials are bad. */
  credentialsWork: (opts: CallOptions | undefined) => Promise<boolean>;
}) {
  const { path, timeoutMs } = deps;

  async function send(
    write: Omit<Write, 'timeoutMs'>,
    accessToken: string | undefined,
    opts: CallOptions | undefined,
  ): Promise<Answer> {
    const exchange = await deps.transport.write({ ...write, timeoutMs, signal: opts?.signal });
    if (isSuccess(exchange)) return exchange;
    throw await failureOf(write.operation, exchange, accessToken, opts);
  }

  /** Vobiz answers 401 and 403 for Meta's token as well as for ours; only a second call tells which is bad. */
  async function failureOf(
    operation: VobizOperation,
    exchange: Exchange,
    accessToken: string | undefined,
    opts: CallOptions | undefined,
  ): Promise<VobizError> {
    const error = toVobizError(operation, withoutTokens(exchange), [
      deps.ownToken,
      accessToken ?? '',
    ]);
    if (error.code !== 'vobiz_credentials' || accessToken === undefined) return error;
    const oursAreGood = await deps.credentialsWork(opts);
    const what = `answered ${error.status}, our own credentials ${oursAreGood ? 'work' : 'not checked'}`;
    // Ours works, so a 401 or `TOKEN_EXPIRED` is about Meta's token.
    const reason = error.reason === 'credentials' ? 'meta_token' : error.reason;
    return new VobizError('vobiz_refused', { ...error, reason, what });
  }

  /** A channel of another number does not answer the request. */
  function read(operation: VobizOperation, answer: Answer, e164?: string): ChannelSeen {
    const channel = readChannel(answer.body);
    const isOther = e164 !== undefined && channel?.e164 !== undefined && channel.e164 !== e164;
    if (!channel || isOther) throw unclear(operation, answer);
    return channel;
  }

  function unclear(operation: VobizOperation, answer: Answer): VobizError {
    return toVobizError(operation, withoutTokens(answer), [deps.ownToken]);
  }

  return {
    async createChannel(channel: NewChannel, opts?: CallOptions): Promise<ChannelSeen> {
      const operation = 'create_channel';
      const body = newChannelFields(channel);
      const answer = await send({ operation, path, body }, channel.accessToken, opts);
      return read(operation, answer, channel.e164);
    },

    async updateChannel(id: string, change: ChannelChange, opts?: CallOptions) {
      const operation = 'update_channel';
      const body = channelChangeFields(change);
      const write = { operation, method: 'put', path: pathOf(id), body } as const;
      const answer = await send(write, change.accessToken, opts);
      const channel = read(operation, answer);
      if (channel.id !== id) throw unclear(operation, answer);
      return channel;
    },

    async deleteChannel(id: string, opts?: CallOptions): Promise<void> {
      const write = { operation: 'delete_channel', method: 'delete', path: pathOf(id) } as const;
      try {
        const answer = await send(write, undefined, opts);
        if (!isDeleted(answer)) throw unclear(write.operation, answer);
      } catch (error) {
        if (!isGone(error)) throw error;
      }
    },
  };

  function pathOf(id: string): string {
    return `${path}/${encodeURIComponent(id)}`;
  }
}

/** 204 is documented; any other status must say yes. */
function isDeleted({ status, body }: Answer): boolean {
  const candidates = readCandidates(readJson(body));
  if (status === 204) return !candidates.some(saysNo);
  return candidates.some(
    (each) => saysYes(each) || /^(deleted|removed|disconnected)$/i.test(String(each.status)),
  );
}

/** Vobiz says the channel does not exist; a bare 404, or one about something else, may mean the path does not. */
function isGone(error: unknown): boolean {
  if (!(error instanceof VobizError) || error.status !== 404) return false;
  const words = [error.vendorCode, error.vendorMessage].join(' ').replaceAll('_', ' ').trim();
  return (
    words !== '' &&
    !/\b(?:route|path|page|endpoint|ur[il]|method|account|user|host|service|api)\b/i.test(words)
  );
}

/** A server may echo the token, even truncated, so anything that looks like one is removed. */
function withoutTokens<T extends Exchange>(exchange: T): T {
  return exchange.kind === 'answer'
    ? { ...exchange, body: exchange.body.replace(META_TOKENS, '[removed]') }
    : exchange;
}
