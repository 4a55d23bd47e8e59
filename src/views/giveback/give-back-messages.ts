import { isReturnable, type Returnable } from '../../domain/giveback/returnable.ts';
import type { Order } from '../../domain/order/order.ts';
import type { Notice } from '../../domain/order/order-duties.ts';
import { isLead, isPart } from '../../domain/order/order-parts.ts';
import type { Verification } from '../../domain/verification/verification.ts';
import { buttons } from '../../slack/ids.ts';
import {
  actions,
  button,
  type Message,
  message,
  permalinkLine,
  quoted,
  section,
  sentence,
} from '../kit/blocks.ts';
import { mention, present, slackDate } from '../kit/text.ts';
import { ownHeadline } from '../order/order-glance.ts';
import { verificationHeadline } from '../verification/byon-card.ts';
import { detailsButton } from './give-back-actions.ts';
import { giveBackDeciders } from './give-back-deciders.ts';
import { giveBackGist, phoneOf } from './give-back-words.ts';

type Anything = Order | Verification;

/** What is said once in the thread of the card; `mentions` the person who asked, who is told nowhere else then. */
export function giveBackReply(record: Anything, notice: Notice, mentions: boolean): Message {
  if (!isReturnable(record) || !record.giveBack) return headlineOnly(record);
  if (notice.kind === 'give_back_reminder') return reminder(record, notice.count);
  const { giveBack } = record;
  const whom = mentions ? `${mention(giveBack.asked.by)} ` : '';
  const waits = giveBack.state === 'asked' && `Waiting for ${giveBackDeciders(record)}.`;
  const words = wordsOf(record);
  return message([
    section(
      present([`${whom}*${headlineOf(record)}*`, giveBackGist(record, giveBack), waits]).join('\n'),
    ),
    ...(words ? [quoted('Reason', words)] : []),
    // The card of several numbers has no buttons for one of them.
    ...(record.kind === 'order' && (isLead(record) || isPart(record))
      ? [actions(detailsButton(record))]
      : []),
  ]);
}

/** The same to that person alone. */
export function giveBackDirect(record: Anything, cardLink: string | undefined): Message {
  if (!isReturnable(record) || !record.giveBack) return headlineOnly(record);
  const { giveBack } = record;
  const describes = phoneOf(record);
  const next =
    giveBack.state === 'pending' && !giveBack.keep
      ? button(buttons.keepReturned, { record: record.id }, 'Keep it', { describes })
      : detailsButton(record);
  return message([
    section(`*${headlineOf(record)}*\n${giveBackGist(record, giveBack)}`),
    actions(next),
    ...permalinkLine(cardLink, 'Open the card'),
  ]);
}

/** In the thread. Like those of a request, the first mentions nobody, and later ones the people who can decide. */
function reminder(record: Returnable, count: number): Message {
  const { expiresAt } = record.giveBack?.asked ?? {};
  const waited = count > 1 ? giveBackDeciders(record) : 'a decision';
  return sentence(
    present([
      `*${headlineOf(record)}*\nStill waiting for ${waited}.`,
      expiresAt !== undefined && `Expires ${slackDate(expiresAt)}.`,
    ]).join(' '),
  );
}

function headlineOnly(record: Anything): Message {
  return message([section(`*${headlineOf(record)}*`)]);
}

/** Of several numbers, news are about one. */
function headlineOf(record: Anything): string {
  return record.kind === 'order' ? ownHeadline(record) : verificationHeadline(record);
}

function wordsOf({ giveBack }: Returnable): string {
  if (giveBack?.state === 'asked') return giveBack.asked.why;
  return giveBack?.state === 'denied' ? giveBack.denied.reason : '';
}
