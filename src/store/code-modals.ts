import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { Ref } from '../domain/record.ts';
import { CODES_WITHIN_MS, MAX_CODES } from '../domain/verification/code.ts';
import type { Keys } from './keys.ts';
import { guarded } from './records.ts';

/** Longer than anybody keeps a code modal open. */
const LIFE_MS = 3_600_000;

/** A modal that asks for a code, as Slack shows it. `attempt` names its field. */
const modalSchema = z.object({
  viewId: z.string(),
  hash: z.string(),
  user: z.string(),
  attempt: z.number().int(),
  revision: z.number().int(),
  /** A submitted code is being checked, or was not because somebody else was in the way. */
  busy: z.enum(['checking', 'refused']).optional(),
  /** Epoch ms at which checking began. */
  since: z.number().int().optional(),
  /** How often an update failed because the modal showed something newer than we know. */
  misses: z.number().int().optional(),
});
export type CodeModal = z.infer<typeof modalSchema>;

/**
 * Replaces a modal that is still the one read, however often it was missed. KEYS: hash of the verification. ARGV: view
 * id, modal as read, replacement ('' forgets it).
 */
const REPLACE_SCRIPT = `
local current = redis.call('HGET', KEYS[1], ARGV[1])
if not current then return 0 end
local is, was = cjson.decode(current), cjson.decode(ARGV[2])
for _, field in ipairs({'hash', 'attempt', 'revision'}) do
  if is[field] ~= was[field] then return 0 end
end
if ARGV[3] == '' then return redis.call('HDEL', KEYS[1], ARGV[1]) end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
return 1
`;

/** One hash per verification, view id -> modal, so that any process can update it, also after a restart. */
export function createCodeModalStore({ redis, keys }: { redis: Redis; keys: Keys }) {
  return guarded({
    async put(ref: Ref, modal: CodeModal): Promise<void> {
      const key = keys.codeModals(ref);
      await redis.hset(key, modal.viewId, JSON.stringify(modalSchema.parse(modal)));
      await redis.pexpire(key, LIFE_MS);
    },
    /** Does nothing if it changed since `read`; without `next` it is forgotten. */
    async replace(ref: Ref, read: CodeModal, next: CodeModal | undefined): Promise<void> {
      const json = next ? JSON.stringify(modalSchema.parse(next)) : '';
      const key = keys.codeModals(ref);
      await redis.eval(REPLACE_SCRIPT, 1, key, read.viewId, JSON.stringify(read), json);
    },
    async remove(ref: Ref, viewId: string): Promise<void> {
      await redis.hdel(keys.codeModals(ref), viewId);
    },
    async of(ref: Ref): Promise<CodeModal[]> {
      const modals = await redis.hvals(keys.codeModals(ref));
      return modals.map((text) => modalSchema.parse(JSON.parse(text)));
    },
  });
}
export type CodeModals = ReturnType<typeof createCodeModalStore>;

/** KEYS: codes by send time. ARGV: id, now, window in ms, maximum. Returns 0 once counted, else the oldest's time. */
const TAKE_SCRIPT = `
local now, within = tonumber(ARGV[2]), tonumber(ARGV[3])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - within)
if redis.call('ZSCORE', KEYS[1], ARGV[1]) then return 0 end
local most = tonumber(ARGV[4])
if redis.call('ZCARD', KEYS[1]) >= most then
  return tonumber(redis.call('ZRANGE', KEYS[1], -most, -most, 'WITHSCORES')[2])
end
redis.call('ZADD', KEYS[1], now, ARGV[1])
redis.call('PEXPIRE', KEYS[1], within)
return 0
`;

/** How many codes each number was sent, over all its verifications. Expires when nothing counts any more. */
export function createCodeCount({ redis, keys }: { redis: Redis; keys: Keys }) {
  return guarded({
    /** Counts one, once per `id`; past the limit, returns the epoch ms from which one may be sent again. */
    async take(team: string, e164: string, id: string, now: number): Promise<number | undefined> {
      const key = keys.codesSent(team, e164);
      const oldest = await redis.eval(TAKE_SCRIPT, 1, key, id, now, CODES_WITHIN_MS, MAX_CODES);
      return Number(oldest) === 0 ? undefined : Number(oldest) + CODES_WITHIN_MS;
    },
    /** Undoes `take`: nothing was sent. */
    async giveBack(team: string, e164: string, id: string): Promise<void> {
      await redis.zrem(keys.codesSent(team, e164), id);
    },
  });
}
export type CodeCount = ReturnType<typeof createCodeCount>;
