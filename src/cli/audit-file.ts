import { open } from 'node:fs/promises';
import { type ChainCheck, createChainCheck, type Link } from '../store/audit-chain.ts';
import type { AuditCheckResult } from '../store/audit-check.ts';
import { readAuditLine } from '../store/audit-lines.ts';

/**
 * Checks lines of `audit:export` without Redis: unchanged and without gaps. A file that starts after entry 1
 * is checked from there. `which_team` when heads are given and the file has several teams.
 */
export async function verifyExport(
  path: string,
  asked: { team: string | undefined; heads: readonly string[] },
): Promise<AuditCheckResult[] | 'which_team'> {
  const chains = new Map<string, { start: number; check: ChainCheck }>();
  let number = 0;
  for await (const line of (await open(path)).readLines()) {
    number += 1;
    if (line.trim() === '') continue;
    const { team, link } = readAuditLine(line, number);
    if (asked.team !== undefined && team !== asked.team) continue;
    const chain = chains.get(team) ?? startAt(link);
    chains.set(team, chain);
    chain.check.next(link);
  }
  if (asked.team !== undefined && chains.size === 0)
    throw new Error(`${path} has no entry of ${asked.team}`);
  if (asked.heads.length > 0 && chains.size > 1) return 'which_team';
  return [...chains].map(([team, { start, check }]) => {
    const lost = asked.heads.find((hash) => !check.passes(hash));
    const { seq } = check.head();
    const truncated = lost !== undefined && {
      kind: 'truncated' as const,
      seq: seq + 1,
      says: `the head ${lost} is not in the file, which ends at entry ${seq}`,
    };
    return {
      team,
      start,
      head: check.head(),
      broken: check.firstBreak() ?? (truncated || undefined),
    };
  });
}

function startAt({ seq, prev }: Link): { start: number; check: ChainCheck } {
  if (seq <= 1) return { start: 1, check: createChainCheck() };
  return { start: seq, check: createChainCheck({ seq: seq - 1, hash: prev }) };
}
