import type { Redis } from 'ioredis';
import type { AuditEntry } from '../domain/audit/audit.ts';
import type { Gap } from '../domain/audit/gap.ts';
import { parseJson } from '../domain/json.ts';
import type { Order } from '../domain/order/order.ts';
import type { StoredPolicy } from '../domain/policy/stored-policy.ts';
import type { Ref } from '../domain/record.ts';
import type { Verification } from '../domain/verification/verification.ts';
import { AppError } from '../errors.ts';
import { CLOSE_SCRIPT, FREE_SCRIPT, UNLIST_SCRIPT } from './save-script.ts';
import { createSaving, memberOf, refOf, type SavingOptions, type StoredRecord } from './saving.ts';
import { countIn, placesIn, type Range, type Span } from './sorted-sets.ts';

type CreateResult<R> =
  | { result: 'created' }
  /** This id was saved before: the same form was submitted twice. */
  | { result: 'exists'; record: R }
  | { result: 'held'; record: R | undefined }
  /** It would exceed this counter's limit; nothing was saved. */
  | { result: 'over'; field: string };

/** Names of lists; undefined stands for the list of all. */
type Lists = readonly string[] | undefined;

export type Records<R> = {
  create(record: R, audit: AuditEntry): Promise<CreateResult<R>>;
  /**
   * Saves a new record past limits, and takes its number over from the record that holds it: to restore a lost one, or for a
   * part of what another counted for. False when one already exists.
   */
  putBack(record: R, audit: AuditEntry): Promise<boolean>;
  holder(team: string, what: string): Promise<string | undefined>;
  /** Of each of these unique values, whether a record holds it. */
  areHeld(team: string, whats: readonly string[]): Promise<boolean[]>;
  get(ref: Ref): Promise<R | undefined>;
  /** In one call, without those that are gone or that this version cannot read. */
  many(refs: readonly Ref[]): Promise<R[]>;
  /** Saves `next` (revision n+1) over revision n. False when somebody else was faster. */
  save(next: R, audit: AuditEntry): Promise<boolean>;
  /** A team's newest records, newest first, without those this version cannot read. */
  newest(team: string, limit: number): Promise<R[]>;
  /**
   * Records of some lists (`SavingOptions.lists`) together, by time of creation, newest first; without lists, of all. Leaves out those this version cannot read. The record decides whether it belongs: an entry that an earlier
   * version left behind is removed, and the next one shown in its place.
   */
  page(team: string, lists: Lists, range: Range): Promise<R[]>;
  /** How many records the lists have together; without lists, all. */
  size(team: string, lists?: Lists, span?: Span): Promise<number>;
  /** When the oldest and the newest record were created, epoch ms. */
  ends(team: string): Promise<{ oldest: number; newest: number } | undefined>;
  /** All records from the oldest on, whether this version can read them or not. */
  oldest(team: string, range: Pick<Range, 'offset' | 'count'>): Promise<Ref[]>;
  /** Puts records on the lists that lack them, as they are now. Returns how many entries that were. */
  relist(refs: readonly Ref[]): Promise<number>;
  /** Records that still need something: not ended, or not yet told to everyone. */
  open(): Promise<Ref[]>;
  /** Takes a finished record out of `open`, unless it has changed since. */
  close(record: R): Promise<void>;
};

export type Orders = Records<Order>;
export type Verifications = Records<Verification>;
export type Gaps = Records<Gap>;
export type StoredPolicies = Records<StoredPolicy>;

/** Records of one kind in Redis, parsed on read. Throws AppError `store_unavailable` when Redis does not answer. */
export function createRecordStore<R extends StoredRecord>(
  options: SavingOptions<R> & { redis: Redis },
): Records<R> {
  const { redis, keys, kind } = options;
  const saving = createSaving(options);
  const { fitting } = saving;
  const openKey = keys.open(kind);

  async function run(record: R, expected: number | 'put_back', audit: AuditEntry) {
    const isNew = expected === 0 || expected === 'put_back';
    const stored = isNew ? null : await redis.get(saving.key(record));
    const script = saving.script(record, expected, audit, stored);
    return saving.read(record, await redis.eval(...script));
  }

  async function get(ref: Ref): Promise<R | undefined> {
    const text = await redis.get(keys.record(kind, ref));
    return text === null ? undefined : fitting(parseJson(text));
  }

  /** A record that a newer version wrote and this one cannot read must not hide the rest of a list. */
  function readable(id: string, text: string | null): R | undefined {
    try {
      return text === null ? undefined : fitting(parseJson(text));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      options.onUnreadable?.({ id, reason: error.message });
      return undefined;
    }
  }

  async function many(refs: readonly Ref[]): Promise<R[]> {
    if (refs.length === 0) return [];
    const texts = await redis.mget(refs.map((ref) => keys.record(kind, ref)));
    return refs.flatMap(({ id }, at) => readable(id, texts[at] ?? null) ?? []);
  }

  async function page(team: string, lists: Lists, range: Range): Promise<R[]> {
    if (range.count <= 0) return [];
    const names = new Map(keysOf(team, lists));
    const places = await placesIn(redis, [...names.keys()], range);
    const read = await many(places.map(({ member: id }) => ({ team, id })));
    const found = new Map(read.map((record) => [record.id, record]));
    const rest: R[] = [];
    const strayed: { key: string; record: R }[] = [];
    for (const { key, member } of places) {
      const record = found.get(member);
      if (!record) continue;
      if (belongs(record, names.get(key))) rest.push(record);
      else strayed.push({ key, record });
    }
    if (strayed.length === 0) return rest;
    await Promise.all(strayed.map(({ key, record }) => takeOut(key, record)));
    const offset = range.offset + places.length - strayed.length;
    return [...rest, ...(await page(team, lists, { ...range, offset, count: strayed.length }))];
  }

  function keysOf(team: string, lists: Lists): [key: string, name: string | undefined][] {
    return (lists ?? [undefined]).map((name) => [keys.list(kind, team, name), name]);
  }

  function belongs(record: R, list: string | undefined): boolean {
    return list === undefined || (options.lists?.(record) ?? []).includes(list);
  }

  /** What another record holds of what this one needs; undefined once that is free, as the other has ended. */
  async function holderOf(wanting: R, id: string): Promise<{ record: R | undefined } | undefined> {
    const record = await get({ team: wanting.team, id });
    if (!record || !options.ended(record)) return { record };
    // An earlier version ended it, which knows nothing of further unique values.
    const held = [saving.key(record), ...saving.held(wanting)];
    await redis.eval(FREE_SCRIPT, held.length, ...held, record.revision, record.id);
    return undefined;
  }

  async function create(record: R, audit: AuditEntry): Promise<CreateResult<R>> {
    const { result, detail } = await run(record, 0, audit);
    if (result === 'exists') return { result, record: fitting(JSON.parse(detail)) };
    if (result === 'over') return { result, field: detail };
    if (result !== 'held') return { result: 'created' };
    const held = await holderOf(record, detail);
    return held ? { result, ...held } : create(record, audit);
  }

  async function takeOut(key: string, record: R): Promise<void> {
    const args = [saving.key(record), key, record.revision, record.id] as const;
    await redis.eval(UNLIST_SCRIPT, 2, ...args);
  }

  return guarded({
    get,
    create,
    async putBack(record, audit) {
      const { result } = await run(record, 'put_back', audit);
      return result === 'saved';
    },
    many,
    async oldest(team, { offset, count }) {
      const ids = await redis.zrange(keys.list(kind, team), offset, `${offset + count - 1}`);
      return ids.map((id) => ({ team, id }));
    },
    async relist(refs) {
      const records = await many(refs);
      return records.length === 0 ? 0 : Number(await redis.eval(...saving.relisting(records)));
    },
    async holder(team, what) {
      return (await redis.get(keys.holder(kind, team, what))) ?? undefined;
    },
    async areHeld(team, whats) {
      if (whats.length === 0) return [];
      const holders = await redis.mget(whats.map((what) => keys.holder(kind, team, what)));
      return holders.map((id) => id !== null);
    },
    async save(next, audit) {
      const { result } = await run(next, next.revision - 1, audit);
      return result === 'saved';
    },
    newest: (team, count) => page(team, undefined, { offset: 0, count }),
    page,
    size: (team, lists, span = {}) =>
      countIn(
        redis,
        keysOf(team, lists).map(([key]) => key),
        span,
      ),
    async ends(team) {
      const all = [keys.list(kind, team)];
      const [[oldest], [newest]] = await Promise.all([
        placesIn(redis, all, { offset: 0, count: 1, lowestFirst: true }),
        placesIn(redis, all, { offset: 0, count: 1 }),
      ]);
      return oldest && newest && { oldest: oldest.score, newest: newest.score };
    },
    async open() {
      return (await redis.smembers(openKey)).map(refOf);
    },
    async close(record) {
      await redis.eval(
        CLOSE_SCRIPT,
        3,
        keys.record(kind, record),
        openKey,
        keys.due(),
        record.revision,
        memberOf(record),
      );
    },
  });
}

/** Turns every failure to reach Redis into `store_unavailable`; our own errors pass. */
export async function reached<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('store_unavailable', 'Redis did not answer', { cause: error });
  }
}

/** The store, with each answer of its functions `reached`. */
export function guarded<T extends Record<string, (...args: never[]) => Promise<unknown>>>(
  store: T,
): T {
  const wrap =
    (call: (...args: never[]) => Promise<unknown>) =>
    (...args: never[]) =>
      reached(() => call(...args));
  // Same keys, same signatures: each function is only wrapped.
  return Object.fromEntries(Object.entries(store).map(([name, call]) => [name, wrap(call)])) as T;
}
