import type { Actor } from '../domain/actor.ts';
import { type AuditEntry, auditEntrySchema } from '../domain/audit.ts';
import { type AuditQuestion, readMonth } from '../domain/audit-question.ts';
import { type Forbidden, mayAct, type People } from '../domain/policy.ts';
import type { Judge } from './judge.ts';
import type { Log } from './ports.ts';

/** More than this is not gathered in memory for a file in Slack. */
const ENTRIES_MAX = 20_000;

/** One readable entry: its place in the chain and what it says. */
export type AuditLine = { seq: number; hash: string; entry: AuditEntry };

export type AuditPart = {
  /** Oldest first. */
  lines: AuditLine[];
  /** Entries in this part of the audit that cannot be read: somebody changed them. */
  unreadable: number;
  /** `seq:hash` of the newest entry of all, for `npm run audit:verify -- --head`. */
  head: string | undefined;
};
type Refused =
  | { ok: false; why: 'forbidden'; forbidden: Forbidden }
  /** `named`: the policy names others; otherwise it names nobody. */
  | { ok: false; why: 'not_a_reader'; named: boolean }
  | { ok: false; why: 'too_many'; limit: number };

export type AuditRead = ({ ok: true } & AuditPart) | Refused;

type Stored = { seq: number; hash: string; text: string };

/** Reads a part of the audit for somebody whom the policy names; judged at the moment they ask. */
export function createReadAudit(deps: {
  audit: {
    read(team: string, range: { from?: number; until?: number }): AsyncIterable<Stored>;
    head(team: string): Promise<{ seq: number; hash: string } | undefined>;
  };
  readers: (team: string) => People;
  judge: Judge;
  log: Log;
}) {
  const { audit, readers, judge, log } = deps;

  async function refusal(actor: Actor): Promise<Refused | undefined> {
    const { users, groups } = readers(actor.teamId);
    const who = await judge(actor, groups);
    const forbidden = mayAct(who);
    if (forbidden) return { ok: false, why: 'forbidden', forbidden };
    if (users.includes(who.userId) || who.groups.length > 0) return undefined;
    return { ok: false, why: 'not_a_reader', named: users.length + groups.length > 0 };
  }

  return async (actor: Actor, question: AuditQuestion): Promise<AuditRead> => {
    const refused = await refusal(actor);
    if (refused) return refused;
    log.info({ event: 'audit.read', user_id: actor.userId, question });
    const head = await audit.head(actor.teamId);
    const range = question.kind === 'month' ? readMonth(question.month) : undefined;
    const { lines, unreadable } = await gather(audit.read(actor.teamId, range ?? {}), question);
    if (lines.length > ENTRIES_MAX) return { ok: false, why: 'too_many', limit: ENTRIES_MAX };
    return { ok: true, lines, unreadable, head: head && `${head.seq}:${head.hash}` };
  };
}
export type ReadAudit = ReturnType<typeof createReadAudit>;

async function gather(stored: AsyncIterable<Stored>, question: AuditQuestion) {
  const lines: AuditLine[] = [];
  let unreadable = 0;
  for await (const { seq, hash, text } of stored) {
    const entry = readEntry(text);
    if (!entry) unreadable += 1;
    else if (answers(question, entry)) lines.push({ seq, hash, entry });
    if (lines.length > ENTRIES_MAX) break;
  }
  return { lines, unreadable };
}

function answers(question: AuditQuestion, { record, by }: AuditEntry): boolean {
  if (question.kind === 'record') return record === question.id;
  return question.kind === 'month' || ('user' in by && by.user === question.userId);
}

function readEntry(text: string): AuditEntry | undefined {
  try {
    return auditEntrySchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
