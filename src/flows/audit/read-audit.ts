import type { Actor, Person } from '../../domain/actor.ts';
import {
  type AuditEntry,
  type AuditQuestion,
  auditEntrySchema,
  readMonth,
} from '../../domain/audit/audit.ts';
import { parseJson } from '../../domain/json.ts';
import { type Forbidden, isAmong, mayAct, type People } from '../../domain/policy/policy.ts';
import type { Log } from '../../runtime.ts';
import type { Identify } from '../identify.ts';

/** The most entries gathered in memory for a file in Slack. */
const ENTRIES_MAX = 20_000;

/** The most people looked up to match a name. */
const PEOPLE_MAX = 100;

/** `seq`: its place in the chain. */
type AuditLine = { seq: number; hash: string; entry: AuditEntry };

type AuditPart = {
  question: Answerable;
  lines: AuditLine[];
  /** Unreadable entries in this part: someone changed them. */
  unreadable: number;
  /** The last month of this part that was moved out of Redis into files, like `2026-09`. */
  archived: string | undefined;
  /** `seq:hash` of the newest entry of all, for `npm run audit:verify -- --head`. */
  head: string | undefined;
};
type Refused =
  | { ok: false; why: 'forbidden'; forbidden: Forbidden }
  /** `named`: the policy names other people; else it names nobody. */
  | { ok: false; why: 'not_a_reader'; named: boolean }
  | { ok: false; why: 'too_many'; limit: number }
  /** None or several of the people in the audit have that name. */
  | { ok: false; why: 'which_person'; name: string; userIds: string[] };

export type AuditRead = ({ ok: true } & AuditPart) | Refused;

export type Answerable = Exclude<AuditQuestion, { kind: 'name' }>;

type Stored = { seq: number; hash: string; text: string };

/** Reads part of the audit for people the policy names, judged when they ask. */
export function createReadAudit(deps: {
  audit: {
    read(team: string, range: { from?: number; until?: number }): AsyncIterable<Stored>;
    head(team: string): Promise<{ seq: number; hash: string } | undefined>;
    anchors(team: string): Promise<readonly { month: string }[]>;
  };
  readers: (team: string) => Promise<People>;
  /** What Slack calls a person; empty if unknown. */
  namesOf: (userId: string) => Promise<readonly string[]>;
  identify: Identify;
  log: Log;
}) {
  const { audit, readers, namesOf, identify, log } = deps;

  async function refusal(actor: Actor): Promise<Refused | undefined> {
    const { users, groups } = await readers(actor.teamId);
    const refuses = (who: Person): Refused | undefined => {
      const forbidden = mayAct(who);
      if (forbidden) return { ok: false, why: 'forbidden', forbidden };
      return isAmong({ users, groups }, who)
        ? undefined
        : { ok: false, why: 'not_a_reader', named: users.length + groups.length > 0 };
    };
    return refuses(await identify(actor, groups, refuses));
  }

  /** Looks only at people in the audit, which avoids listing the whole workspace. */
  async function personNamed(
    actor: Actor,
    { name }: { name: string },
  ): Promise<Answerable | Refused> {
    const people = new Set<string>();
    for await (const { text } of audit.read(actor.teamId, {})) {
      const by = readEntry(text)?.by;
      if (by && 'user' in by && people.size < PEOPLE_MAX) people.add(by.user);
    }
    const called = await Promise.all(
      [...people].map(async (userId) => ({ userId, names: await namesOf(userId) })),
    );
    const same = (one: string) => one.toLowerCase() === name.toLowerCase();
    const userIds = called.filter(({ names }) => names.some(same)).map(({ userId }) => userId);
    const [userId, ...others] = userIds;
    return userId && others.length === 0
      ? { kind: 'person', userId }
      : { ok: false, why: 'which_person', name, userIds };
  }

  async function lastArchived(team: string, question: Answerable): Promise<string | undefined> {
    const months = (await audit.anchors(team)).map(({ month }) => month);
    if (question.kind === 'month') return months.find((month) => month === question.month);
    return months.at(-1);
  }

  return async (actor: Actor, question: AuditQuestion): Promise<AuditRead> => {
    const refused = await refusal(actor);
    if (refused) return refused;
    log.info({ event: 'audit.read', user_id: actor.userId, question });
    const answerable = question.kind === 'name' ? await personNamed(actor, question) : question;
    if ('ok' in answerable) return answerable;
    const head = await audit.head(actor.teamId);
    const range = answerable.kind === 'month' ? readMonth(answerable.month) : undefined;
    const { lines, unreadable } = await gather(audit.read(actor.teamId, range ?? {}), answerable);
    if (lines.length > ENTRIES_MAX) return { ok: false, why: 'too_many', limit: ENTRIES_MAX };
    const newest = head && `${head.seq}:${head.hash}`;
    const archived = await lastArchived(actor.teamId, answerable);
    return { ok: true, question: answerable, lines, unreadable, archived, head: newest };
  };
}
export type ReadAudit = ReturnType<typeof createReadAudit>;

async function gather(stored: AsyncIterable<Stored>, question: Answerable) {
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

function answers(question: Answerable, { record, by }: AuditEntry): boolean {
  if (question.kind === 'record') return record === question.id;
  return question.kind === 'month' || ('user' in by && by.user === question.userId);
}

function readEntry(text: string): AuditEntry | undefined {
  return auditEntrySchema.safeParse(parseJson(text)).data;
}
