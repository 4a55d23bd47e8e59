import type { KnownBlock } from '@slack/types';
import type { Returnable } from '../../domain/giveback/returnable.ts';
import { buttonRow, section } from '../kit/blocks.ts';
import { inlineText, mention, present, slackDate } from '../kit/text.ts';
import { approveButton, detailsButton, keepButton } from './give-back-actions.ts';
import { giveBackDeciders } from './give-back-deciders.ts';
import { phoneOf, whatStops } from './give-back-words.ts';

/** In Home: a number that somebody asks to give back, and the buttons of its card. */
export function giveBackToDecide(record: Returnable): KnownBlock[] {
  const { giveBack } = record;
  if (!giveBack) return [];
  const { by, why } = giveBack.asked;
  return [
    section(
      [
        `*Give back ${phoneOf(record)}*`,
        `“${inlineText(why, 80)}”`,
        present([`${whatStops(record)} Requested by ${mention(by)}.`, expiryOf(record)]).join(' '),
      ].join('\n'),
    ),
    ...buttonRow(approveButton(record, giveBack), keepButton(record), detailsButton(record)),
  ];
}

/** In Home of the person who asked: they can take it back. */
export function ownGiveBack(record: Returnable): KnownBlock[] {
  const { giveBack } = record;
  if (!giveBack) return [];
  const waits = `Waiting for ${giveBackDeciders(record)}.`;
  return [
    section(`*Give back ${phoneOf(record)}*\n${present([waits, expiryOf(record)]).join(' ')}`),
    ...buttonRow(keepButton(record), detailsButton(record)),
  ];
}

function expiryOf({ giveBack }: Returnable): string | false {
  const { expiresAt } = giveBack?.asked ?? {};
  return expiresAt !== undefined && `Expires ${slackDate(expiresAt)}.`;
}
