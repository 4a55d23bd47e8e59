import type { NoticedGap } from '../../domain/audit/gap.ts';
import { type Message, message, section } from '../kit/blocks.ts';
import { slackDate } from '../kit/text.ts';

/** To the approvals channel, once: what happened to the records, what was done, and what people should look at. */
export function gapNote(gap: NoticedGap): Message {
  return message([
    section(
      `*Some of our records are gone.* Our database went back to an earlier moment. Changes made until ${slackDate(gap.lostAt)} may be missing: requests, approvals, questions.`,
    ),
    section(
      "Purchases we know we sent are put back, and we don't send them again. Look at your open requests, and decide or ask again where something is missing.",
    ),
    section(
      `Whoever runs this bot compares with the Vobiz console, then runs \`records:accept\`. Reference: ${gap.id}.`,
    ),
  ]);
}
