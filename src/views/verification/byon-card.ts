import { isLive, type Verification } from '../../domain/verification/verification.ts';
import { connectionActions, connectionBlocks } from '../connection/connection-card.ts';
import { context, header, type Message, message, section } from '../kit/blocks.ts';
import { mention, slackDate } from '../kit/text.ts';
import { verificationHeadline, verificationText } from './byon-words.ts';
import { codeButtons } from './code-buttons.ts';

/** The one message that shows a verification in its channel. Every revision has block ids of its own. */
export function byonCard(verification: Verification): Message {
  const { id, revision, startedBy, createdAt } = verification;
  const blocks = [
    header(verificationHeadline(verification)),
    section(verificationText(verification)),
    ...(isLive(verification) ? codeButtons(verification) : []),
    ...(verification.state === 'verified'
      ? [...connectionBlocks(verification), ...connectionActions(verification)]
      : []),
    context(`Started by ${mention(startedBy)}, ${slackDate(createdAt)}. Verification ${id}`),
  ];
  return message(
    blocks.map((block, index) => ({ ...block, block_id: `${id}.${revision}.${index}` })),
  );
}
