import type { Button, KnownBlock } from '@slack/types';
import { type Connectable, isLeaving } from '../../domain/connection/connectable.ts';
import { type GiveBack, giveBackIs } from '../../domain/giveback/give-back.ts';
import { isReturnable, type Returnable } from '../../domain/giveback/returnable.ts';
import { buttons } from '../../slack/ids.ts';
import { button, paragraphs } from '../kit/blocks.ts';
import { inlineText, mention, present, slackDate, TEXT_SHOWN } from '../kit/text.ts';
import { DOUBTS, giveBackGist, notGivenBack, phoneOf } from './give-back-words.ts';

/** How a number's way back to Vobiz went, step by step, and whether it is locked: lines of Details. */
export function giveBackDetails(record: Connectable): KnownBlock[] {
  if (!isReturnable(record)) return [];
  const { giveBack, lock } = record;
  return paragraphs(
    present([
      ...(giveBack ? ['*Giving it back*', ...stepsOf(record, giveBack)] : []),
      lock && `Locked by ${mention(lock.by)}, ${slackDate(lock.at)}: can't be given back.`,
    ]),
  );
}

function stepsOf(record: Returnable, giveBack: GiveBack): string[] {
  const { asked } = giveBack;
  const { decision } = 'decision' in giveBack ? giveBack : {};
  const { attempt } = 'attempt' in giveBack ? giveBack : {};
  const { keep } = 'keep' in giveBack ? giveBack : {};
  const why = inlineText(asked.why, TEXT_SHOWN.inline);
  return present([
    `${slackDate(asked.at)}: ${mention(asked.by)} asked: “${why}”`,
    decision && `${slackDate(decision.at)}: ${mention(decision.by)} approved`,
    attempt && `${slackDate(attempt.at)}: sent to Vobiz, attempt ${attempt.id}`,
    keep && `${slackDate(keep.at)}: ${mention(keep.by)} asked to keep it`,
    resultOf(record, giveBack),
  ]);
}

function resultOf(record: Returnable, giveBack: GiveBack): string | undefined {
  switch (giveBack.state) {
    case 'denied':
      return `${slackDate(giveBack.denied.at)}: ${deniedText(giveBack.denied)}`;
    case 'refused':
      return notGivenBack(giveBack.refused);
    case 'unclear':
      return `${DOUBTS[giveBack.doubt]}. ${UNCLEAR}`;
    case 'pending':
      return giveBackGist(record, giveBack);
    case 'expired':
    case 'kept':
    case 'released':
      return `${slackDate(giveBack.at)}: ${giveBackGist(record, giveBack)}`;
    case 'asked':
    case 'approved':
    case 'releasing':
    case 'keeping':
    case 'keep_unclear':
      return undefined;
  }
}

const UNCLEAR = "We won't send it again. Vobiz's list of numbers will show it.";

function deniedText({ by, reason }: { by: string; reason: string }): string {
  const why = reason && `: “${inlineText(reason, TEXT_SHOWN.inline)}”`;
  return `${mention(by)} wants to keep it${why}`;
}

/** Give back and the lock, where they apply. A number that people bring themselves is not Vobiz's to take back. */
export function giveBackButtons(record: Connectable): Button[] {
  if (!isReturnable(record) || isLeaving(record)) return [];
  const { giveBack, lock } = record;
  const value = { record: record.id };
  const describes = { describes: phoneOf(record) };
  const canAsk = !lock && (giveBack === undefined || giveBackIs(giveBack, 'free'));
  return present([
    canAsk && button(buttons.giveBack, value, 'Give back', describes),
    lock
      ? button(buttons.unlockNumber, value, 'Unlock', describes)
      : button(buttons.lockNumber, value, 'Lock', describes),
  ]);
}
