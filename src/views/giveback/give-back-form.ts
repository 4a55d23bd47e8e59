import type { ModalView } from '@slack/types';
import { ownersOf } from '../../domain/connection/connectable.ts';
import {
  decidersOf,
  type GiveBackForbidden,
  type GiveBackOutcomeRefusal,
} from '../../domain/giveback/give-back-rules.ts';
import type { Returnable } from '../../domain/giveback/returnable.ts';
import { modalIds } from '../../slack/ids.ts';
import { type Message, section, sentence } from '../kit/blocks.ts';
import { formView, sentencesInput, workingView } from '../kit/modal-parts.ts';
import { forbiddenAnswer, unknownRecord } from '../kit/refusals.ts';
import { listed, mention, peopleText } from '../kit/text.ts';
import { giveBackDeciders } from './give-back-deciders.ts';
import { giveBackGist, phoneOf, whatStops } from './give-back-words.ts';

export const GIVE_BACK_TITLE = 'Give it back?';
export const KEEP_TITLE = 'Keep the number?';
export const LOCK_TITLE = 'Lock';
export const MARK_TITLES = { gone: 'Mark as given back', ours: 'Mark as kept' } as const;

export function giveBackLoading(title: string): ModalView {
  return workingView(title, 'Looking up the number…');
}

export function giveBackSaving(title: string): ModalView {
  return workingView(
    title,
    'Saving…',
    "close it and look at the number's Details. It's safe to send it again.",
  );
}

type Again = { text?: string; problem?: string };

/** Says what it costs, what stops and until when it can be undone, before anybody asks. */
export function giveBackForm(record: Returnable, again: Again = {}): ModalView {
  return formView({
    form: modalIds.giveBack,
    value: { record: record.id },
    title: GIVE_BACK_TITLE,
    submit: 'Ask to give back',
    problem: again.problem,
    blocks: [
      section(
        [
          `*${phoneOf(record)}*`,
          `• ${whatStops(record)} Calls and messages stop.`,
          "• Vobiz can charge a release fee. We'll show it once Vobiz names it.",
          '• You can undo it for about 24 hours. After that the number is gone.',
          'Somebody else has to approve it.',
        ].join('\n'),
      ),
      sentencesInput('reason', {
        label: "Why don't you need it?",
        value: again.text,
        focus: true,
        isPublic: true,
      }),
    ],
  });
}

/** Why not, of a person who decides; nothing has to be written by somebody who takes back their own request. */
export function denyGiveBackForm(record: Returnable, again: Again = {}): ModalView {
  return formView({
    form: modalIds.denyGiveBack,
    value: { record: record.id },
    title: KEEP_TITLE,
    submit: 'Keep it',
    problem: again.problem,
    blocks: [
      section(`*${phoneOf(record)}* stays, and nothing is sent to Vobiz.`),
      sentencesInput('reason', { label: 'Why keep it?', optional: true, value: again.text }),
    ],
  });
}

/** Asks before a person's word ends what Vobiz leaves open. */
export function markForm(record: Returnable, outcome: keyof typeof MARK_TITLES): ModalView {
  const what =
    outcome === 'gone'
      ? "Its monthly fee no longer counts, and it's no longer in your numbers."
      : 'You can ask to give it back again.';
  return formView({
    form: outcome === 'gone' ? modalIds.markGone : modalIds.markOurs,
    value: { record: record.id },
    title: MARK_TITLES[outcome],
    submit: MARK_TITLES[outcome],
    blocks: [
      section(
        `Check *${phoneOf(record)}* at console.vobiz.ai first. Your answer is recorded under your name.\n${what}`,
      ),
    ],
  });
}

export const MISSING_WHY = "Write why you don't need it.";

export function giveBackDone(record: Returnable): Message {
  const { giveBack } = record;
  if (giveBack?.state === 'asked') {
    return sentence(`Sent to ${giveBackDeciders(record)}. We'll tell you what they decide.`);
  }
  return sentence(giveBack ? giveBackGist(record, giveBack) : '');
}

export function lockDone(record: Returnable): Message {
  return sentence(
    record.lock
      ? `Locked. Nobody can give *${phoneOf(record)}* back until it's unlocked.`
      : `Unlocked. *${phoneOf(record)}* can be given back.`,
  );
}

/** Why nothing changed. */
export function giveBackRefused(
  refusal:
    | GiveBackOutcomeRefusal
    | { kind: 'unknown' | 'same' }
    | { kind: 'forbidden'; why: GiveBackForbidden; record: Returnable },
  record?: Returnable,
): Message {
  switch (refusal.kind) {
    case 'unknown':
      return unknownRecord();
    case 'same':
      return sentence('It already is.');
    case 'forbidden':
      return mayNotGiveBack(refusal.why, refusal.record);
    case 'own_request':
      return forbiddenAnswer('own_request');
    case 'locked':
      return sentence('This number is locked. Unlock it in Details first.');
    case 'channel':
      return sentence(
        'This number has a WhatsApp channel. Disconnect it first, then give it back.',
      );
    case 'new_owner':
      return sentence(
        'This number has a new owner now. Press Keep the number; the new owner can ask again.',
      );
    case 'newer_record':
      return sentence('This number has a newer card. Give it back from there.');
    case 'not_seen':
      return sentence("Vobiz's list doesn't show that yet. Press Check now, then try again.");
    case 'already':
      return sentence(
        record && refusal.giveBack
          ? `Nothing left to do. ${giveBackGist(record, refusal.giveBack)}`
          : 'Nobody has asked to give this number back.',
      );
    case 'out_of_turn':
      return sentence('This has just changed. Check the card.');
  }
}

function mayNotGiveBack(why: GiveBackForbidden, record: Returnable): Message {
  if (why === 'not_an_owner') {
    const who = [...ownersOf(record).map(mention), 'approvers'];
    return sentence(`Only ${listed(who)} can do this.`);
  }
  if (why === 'not_named') {
    const named = decidersOf(record);
    return sentence(
      named === 'any_full_member'
        ? "You can't decide this."
        : `Only ${peopleText(named)} can decide this.`,
    );
  }
  return forbiddenAnswer(why);
}
