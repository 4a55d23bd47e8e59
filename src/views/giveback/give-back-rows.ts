import type { KnownBlock } from '@slack/types';
import type { Returnable } from '../../domain/giveback/give-back-rules.ts';
import { buttonRow, section } from '../kit/blocks.ts';
import { inlineText, mention, present, slackDate } from '../kit/text.ts';
import { approveButton, detailsButton, keepButton } from './give-back-actions.ts';
import { giveBackDeciders } from './give-back-deciders.ts';
import { phoneOf, whatStops } from './give-back-words.ts';

/** In Home: a number that somebody asks to give back, and the buttons of its card. */
export function giveBackToDecide(order: Returnable): KnownBlock[] {
  const { giveBack } = order;
  if (!giveBack) return [];
  const { by, why } = giveBack.asked;
  return [
    section(
      [
        `*Give back ${phoneOf(order)}*`,
        `“${inlineText(why, 80)}”`,
        present([`${whatStops(order)} Requested by ${mention(by)}.`, expiryOf(order)]).join(' '),
      ].join('\n'),
    ),
    ...buttonRow(approveButton(order, giveBack), keepButton(order), detailsButton(order)),
  ];
}

/** In Home of the person who asked: they can take it back. */
export function ownGiveBack(order: Returnable): KnownBlock[] {
  const { giveBack } = order;
  if (!giveBack) return [];
  const waits = `Waiting for ${giveBackDeciders(order, giveBack)}.`;
  return [
    section(`*Give back ${phoneOf(order)}*\n${present([waits, expiryOf(order)]).join(' ')}`),
    ...buttonRow(keepButton(order), detailsButton(order)),
  ];
}

function expiryOf({ giveBack }: Returnable): string | false {
  const { expiresAt } = giveBack?.asked ?? {};
  return expiresAt !== undefined && `Expires ${slackDate(expiresAt)}.`;
}
