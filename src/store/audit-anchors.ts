import type { Redis } from 'ioredis';
import { z } from 'zod';
import { parseJson } from '../domain/json.ts';
import { GENESIS, type Head, readHead } from './audit-chain.ts';
import type { Keys } from './keys.ts';
import { reached } from './records.ts';

const headSchema = z.string().transform((text, context): Head => {
  const head = readHead(text);
  if (head) return head;
  context.addIssue('no head');
  return z.NEVER;
});

/** What signs off a file of moved entries; it is beside the file and stays in Redis as the chain's anchor. */
const anchorSchema = z.object({
  /** `2026-09`, UTC. */
  month: z.string(),
  /** The name of the file of JSON lines. */
  file: z.string(),
  /** The first and the last entry in it. */
  first: headSchema,
  last: headSchema,
  entries: z.number().int(),
  /** Of the file. */
  sha256: z.string(),
});
export type Anchor = z.infer<typeof anchorSchema>;
/** As it is written, in a file and in Redis. */
export type AnchorText = z.input<typeof anchorSchema>;

export function readAnchor(json: string): Anchor | undefined {
  return anchorSchema.safeParse(parseJson(json)).data;
}

/** Where what is left in Redis begins: behind this entry. */
export function startBehind(anchors: readonly Anchor[]): Head {
  return anchors.at(-1)?.last ?? GENESIS;
}

/**
 * Leaves an anchor and takes the entries before it out of the stream, in one step, if the stream still begins and goes on
 * as it did when they were written to the file.
 * KEYS: audit stream, anchors. ARGV: id of the first moved entry, id of the last one, its hash, the first id that stays,
 * seq of the last moved entry, anchor json, how many anchors there were
 */
const MOVE_SCRIPT = `
local function entry(from, to)
  local found = redis.call('XRANGE', KEYS[1], from, to, 'COUNT', 1)[1]
  local fields = {}
  for at = 1, found and #found[2] or 0, 2 do fields[found[2][at]] = found[2][at + 1] end
  return found and found[1], fields
end
local first = entry('-', '+')
local _, last = entry(ARGV[2], ARGV[2])
if first ~= ARGV[1] or last['hash'] ~= ARGV[3] then return 0 end
if redis.call('HLEN', KEYS[2]) ~= tonumber(ARGV[7]) then return 0 end
redis.call('HSET', KEYS[2], ARGV[5], ARGV[6])
redis.call('XTRIM', KEYS[1], 'MINID', ARGV[4])
return 1
`;

/** The ends of what is moved, by their ids in the stream. */
export type Moved = { firstId: string; lastId: string; anchor: AnchorText; before: number };

/** False when Redis no longer holds what was read: nothing was changed. Throws AppError `store_unavailable`. */
export async function moveOut(
  { redis, keys }: { redis: Redis; keys: Keys },
  team: string,
  { firstId, lastId, anchor, before }: Moved,
): Promise<boolean> {
  const last = readHead(anchor.last);
  if (!last) throw new Error(`${anchor.last} is no head`);
  const [ms, count] = lastId.split('-');
  const stays = `${ms}-${Number(count) + 1}`;
  const args = [firstId, lastId, last.hash, stays, last.seq, JSON.stringify(anchor), before];
  const done = await reached(() =>
    redis.eval(MOVE_SCRIPT, 2, keys.audit(team), keys.auditArchived(team), ...args),
  );
  return done === 1;
}
