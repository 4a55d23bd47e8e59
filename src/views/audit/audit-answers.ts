import type { AuditEntry, AuditQuestion } from '../../domain/audit/audit.ts';
import type { NoticedGap } from '../../domain/audit/gap.ts';
import { SHOWN } from '../../domain/page-sizes.ts';
import { POLICY_ID } from '../../domain/policy/stored-policy.ts';
import { COMMAND } from '../../slack/ids.ts';
import { context, type Message, message, section, sentence } from '../kit/blocks.ts';
import { inlineText, mention, plural, slackDate } from '../kit/text.ts';

type Line = { seq: number; entry: AuditEntry };
type Question = Exclude<AuditQuestion, { kind: 'name' }>;
type Part = {
  question: Question;
  lines: readonly Line[];
  unreadable: number;
  archived: string | undefined;
  head: string | undefined;
};

/** The part of the audit in a few words. People know it as the activity log. */
function logText(question: Question): string {
  if (question.kind === 'record')
    return `activity log for ${question.id === POLICY_ID ? 'the policy' : question.id}`;
  if (question.kind === 'person') return `activity log for ${mention(question.userId)}`;
  return `activity log for ${question.month} (UTC)`;
}

/** `audit-2026-11.csv` */
export function auditFileName(question: Question): string {
  if (question.kind === 'record') return `audit-${question.id}.csv`;
  if (question.kind === 'person') return `audit-${question.userId}.csv`;
  return `audit-${question.month}.csv`;
}

/** What comes with the file, in the person's direct message. */
export function auditFileComment(part: Part): string {
  const { lines, head } = part;
  const noted = head
    ? ` It ends at \`${head}\`. Keep this to prove later that nothing was removed.`
    : '';
  return `Your ${logText(part.question)}: ${entries(lines.length)}.${noted}${warning(part)}`;
}

export function auditSent(part: Part): Message {
  return sentence(
    `Your ${logText(part.question)} is in your messages with the app: ${entries(part.lines.length)}.${warning(part)}`,
  );
}

/** The newest entries as text. `missing` is the scope without which the bot cannot send a file. */
export function auditTable(part: Part, missing: string): Message {
  const newest = part.lines.slice(-SHOWN.auditEntries).reverse();
  const rows = newest.map(rowText);
  const which =
    part.lines.length > newest.length
      ? `the newest ${newest.length} of ${entries(part.lines.length)}`
      : entries(part.lines.length);
  return message([
    section(`*Your ${logText(part.question)}*: ${which}.${warning(part)}`),
    ...chunks(rows, SHOWN.auditEntriesInBlock).map((some) => section(some.join('\n'))),
    context(
      `We can't send files here. Ask an admin to add the scope \`${missing}\` to the Slack app and reinstall it.`,
    ),
  ]);
}

export function auditEmpty(part: Part): Message {
  const what = `The ${logText(part.question)}`;
  return sentence(
    part.archived && part.question.kind === 'month'
      ? `${what} is archived. The person who runs this app has its file.${warning(part)}`
      : `${what} has no entries.${warning(part)}`,
  );
}

export function auditNotReader(named: boolean): Message {
  return sentence(
    named
      ? "You can't read the activity log. Ask an admin to let you."
      : 'Nobody can read the activity log yet. Ask an admin to name its readers.',
  );
}

export function auditTooMany(limit: number): Message {
  return sentence(
    `That's over ${limit} entries, too many for a file in Slack. Ask for one month, like \`${COMMAND} audit 2026-11\`.`,
  );
}

/** `userIds` are those who have the name; none or several. */
export function auditWhichPerson(name: string, userIds: readonly string[]): Message {
  const typed = inlineText(name, 80);
  const who =
    userIds.length === 0
      ? `Nobody called “${typed}” is in the activity log.`
      : `Several people are called “${typed}”: ${userIds.map((id) => `${mention(id)} (\`${id}\`)`).join(', ')}.`;
  return sentence(`${who} Use the member ID from their profile: \`${COMMAND} audit U0123456789\``);
}

function entries(count: number): string {
  return plural(count, 'entry', 'entries');
}

function warning(part: Part): string {
  return `${leftOut(part)}${changedNote(part)}`;
}

/** Nothing where a whole month is archived: the answer says so already. */
function leftOut({ archived, question, lines }: Part): string {
  if (!archived || (question.kind === 'month' && lines.length === 0)) return '';
  return ` Entries up to ${archived} (UTC) may be archived and aren't included. The person who runs this app has their files.`;
}

function changedNote({ unreadable }: Part): string {
  if (unreadable === 0) return '';
  return ` *Somebody changed the log:* we can't read ${plural(unreadable, 'stored line')}. Ask the person who runs this app to run \`npm run audit:verify\`.`;
}

function rowText({ seq, entry }: Line): string {
  const { at, record, event, by, from, to, about } = entry;
  const who = 'user' in by ? mention(by.user) : `job ${inlineText(by.job, 30)}`;
  const states = from === to ? to : `${from ?? 'new'} → ${to}`;
  const what = [record, ...(about?.test ? ['TEST'] : []), event, states].map((text) =>
    inlineText(text, 50),
  );
  return `${seq}. ${slackDate(at)} · ${who} · ${what.join(' · ')}`;
}

function chunks(rows: readonly string[], size: number): string[][] {
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, index) =>
    rows.slice(index * size, (index + 1) * size),
  );
}

/** To the approvals channel, once: what happened to the records, what we did, and what people should check. */
export function gapNote(gap: NoticedGap): Message {
  return message([
    section(
      `*Some of our records are gone.* Our database went back to an earlier moment. Requests, approvals and questions up to ${slackDate(gap.lostAt)} may be missing.`,
    ),
    section(
      "We put back the purchases we know we sent, and we won't send them again. Check your open requests, and decide or ask again where something is missing.",
    ),
    section(
      `The person who runs this app compares our records with the Vobiz console, then runs \`records:accept\`. Reference: ${gap.id}.`,
    ),
  ]);
}
