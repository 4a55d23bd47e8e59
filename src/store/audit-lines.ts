import { z } from 'zod';
import { canonicalJson } from '../domain/audit/audit.ts';
import { parseJson } from '../domain/json.ts';
import type { Link } from './audit-chain.ts';

const lineSchema = z.object({
  seq: z.number().int(),
  prev: z.string(),
  hash: z.string(),
  entry: z.unknown(),
});
const teamSchema = z.object({ team: z.string() });

/** Keeps the entry's exact bytes, so its hash can be recomputed; an entry that is no longer JSON becomes a string. */
export function auditLine({ seq, prev, hash, text }: Link): string {
  const isWhole = parseJson(text) !== undefined && !/[\r\n]/.test(text);
  const entry = isWhole ? text : JSON.stringify(text);
  return `{"seq":${seq},"prev":${JSON.stringify(prev)},"hash":${JSON.stringify(hash)},"entry":${entry}}\n`;
}

/** Throws an Error that names the line by its number. `team` is `?` for an entry that nobody can read. */
export function readAuditLine(line: string, number: number): { team: string; link: Link } {
  try {
    const { seq, prev, hash, entry } = lineSchema.parse(JSON.parse(line));
    const text = typeof entry === 'string' ? entry : canonicalJson(entry);
    return { team: teamSchema.safeParse(entry).data?.team ?? '?', link: { seq, prev, hash, text } };
  } catch (cause) {
    throw new Error(`line ${number} is not a line of audit:export`, { cause });
  }
}
