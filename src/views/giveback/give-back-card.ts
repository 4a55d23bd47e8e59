import type { GiveBack } from '../../domain/giveback/give-back.ts';
import { isReturnable, type Returnable } from '../../domain/giveback/returnable.ts';
import type { Order } from '../../domain/order/order.ts';
import { isLead } from '../../domain/order/order-parts.ts';
import type { Verification } from '../../domain/verification/verification.ts';
import { card, context, header, type Message, section } from '../kit/blocks.ts';
import { inlineText, mention, present, slackDate, TEXT_SHOWN } from '../kit/text.ts';
import { headline, pushText } from '../order/order-glance.ts';
import { verificationHeadline } from '../verification/byon-card.ts';
import { actionsOf, openGiveBack } from './give-back-actions.ts';
import { giveBackDeciders } from './give-back-deciders.ts';
import { giveBackGist } from './give-back-words.ts';

/**
 * The card of a record while its number's way back to Vobiz is what matters; undefined while it is not. Several numbers share a
 * card, which shows none of this.
 */
export function giveBackCard(record: Order | Verification): Message | undefined {
  const isShared = record.kind === 'order' && isLead(record);
  const giveBack = isShared ? undefined : openGiveBack(record);
  if (!isReturnable(record) || !giveBack) return undefined;
  return card(
    record,
    [
      header(record.kind === 'order' ? headline(record) : verificationHeadline(record)),
      section(
        present([
          giveBackGist(record, giveBack),
          giveBack.state === 'asked' && `> ${inlineText(giveBack.asked.why, TEXT_SHOWN.onCard)}`,
        ]).join('\n'),
      ),
      context(decisionLine(record, giveBack)),
      ...actionsOf(record, giveBack),
    ],
    record.kind === 'order' ? pushText(record) : undefined,
  );
}

/** Who has to approve it or did. */
function decisionLine(record: Returnable, giveBack: GiveBack): string {
  if (giveBack.state === 'asked') {
    const { by, expiresAt } = giveBack.asked;
    return present([
      `Waiting for ${giveBackDeciders(record)}, but not ${mention(by)}`,
      expiresAt !== undefined && `Expires ${slackDate(expiresAt)}`,
    ]).join(' · ');
  }
  const { decision } = 'decision' in giveBack ? giveBack : {};
  return decision
    ? `Approved by ${mention(decision.by)} · ${slackDate(decision.at)}`
    : `Requested by ${mention(giveBack.asked.by)} · ${slackDate(giveBack.asked.at)}`;
}
