import { readAuditQuestion } from '../../domain/audit/audit.ts';
import type { AuditRead, ReadAudit } from '../../flows/audit/read-audit.ts';
import type { SendPrivateFile } from '../../slack/files.ts';
import {
  auditEmpty,
  auditFileComment,
  auditFileName,
  auditNotReader,
  auditSent,
  auditTable,
  auditTooMany,
  auditWhichPerson,
} from '../../views/audit/audit-answers.ts';
import { auditCsv } from '../../views/audit/audit-csv.ts';
import { notUnderstood } from '../../views/kit/help.ts';
import { forbiddenAnswer } from '../../views/kit/refusals.ts';
import type { Command } from '../edge/interaction.ts';

/** `/vobiz-number audit [order|policy|person|month]`: a private file, or the newest entries if the app may not send files. */
export function handleAudit(deps: {
  readAudit: ReadAudit;
  sendFile: SendPrivateFile;
  now: () => number;
}) {
  const { readAudit, sendFile, now } = deps;

  async function command({ actor, answer }: Command, words: readonly string[]) {
    const question = readAuditQuestion(words, now());
    if (!question) return answer(notUnderstood('audit', words));
    const read = await readAudit(actor, question);
    if (!read.ok) return answer(refused(read));
    if (read.lines.length === 0) return answer(auditEmpty(read));
    const filename = auditFileName(read.question);
    const file = await sendFile(actor.userId, {
      filename,
      title: filename,
      content: auditCsv(read.lines),
      comment: auditFileComment(read),
    });
    await answer(file.sent ? auditSent(read) : auditTable(read, file.missing));
  }

  return { command };
}

function refused(read: Extract<AuditRead, { ok: false }>) {
  switch (read.why) {
    case 'forbidden':
      return forbiddenAnswer(read.forbidden);
    case 'not_a_reader':
      return auditNotReader(read.named);
    case 'too_many':
      return auditTooMany(read.limit);
    case 'which_person':
      return auditWhichPerson(read.name, read.userIds);
  }
}
