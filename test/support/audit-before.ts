import type { Redis } from 'ioredis';
import { kindOf } from '../../src/domain/record.ts';
import type { Keys } from '../../src/store/keys.ts';
import { AUDIT_LUA } from '../../src/store/save-script.ts';

/** What a version left in Redis: a workspace's records, its audit as XRANGE shows it, and the head. */
export type Dump = {
  team: string;
  head: string;
  records: Readonly<Record<string, string>>;
  stream: readonly (readonly [id: string, fields: readonly string[]])[];
};

/** Puts a dump into Redis as that version had it. */
export async function restore(redis: Redis, keys: Keys, dump: Dump): Promise<void> {
  const { team, head, records, stream } = dump;
  for (const [id, fields] of stream) await redis.xadd(keys.audit(team), id, ...fields);
  await redis.hset(keys.auditHeads(), team, head);
  for (const [id, json] of Object.entries(records)) {
    const kind = kindOf(id) ?? '';
    await redis.set(keys.record(kind, { team, id }), json);
    await redis.zadd(keys.list(kind, team), JSON.parse(json).createdAt, id);
  }
}

/** How a process of the version before appends an entry: with `prev` and the plain JSON. */
export const APPEND_BEFORE_PACKING = `${AUDIT_LUA}
local seq, prev = string.match(redis.call('HGET', KEYS[2], ARGV[1]) or '', '^(%d+):(%x+)$')
seq, prev = string.format('%d', (seq or 0) + 1), prev or string.rep('0', 64)
local hash = sha256(prev .. ' ' .. seq .. ' ' .. ARGV[3])
redis.call('XADD', KEYS[1], '*', 'seq', seq, 'prev', prev, 'hash', hash, 'entry', ARGV[2])
redis.call('HSET', KEYS[2], ARGV[1], seq .. ':' .. hash)
return seq .. ':' .. hash`;

/** What a process of the version before reads of the stream's newest entry, to see whether Redis went back. */
export async function newestHeadBeforePacking(redis: Redis, keys: Keys, team: string) {
  const [[, fields] = ['', []]] = await redis.xrevrange(keys.audit(team), '+', '-', 'COUNT', 1);
  const field = (name: string) => fields[fields.indexOf(name) + 1];
  return `${field('seq')}:${field('hash')}`;
}
