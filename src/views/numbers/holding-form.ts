import type { ModalView } from '@slack/types';
import type { Standing } from '../../domain/actor.ts';
import {
  type Connectable,
  type HoldForbidden,
  type HoldingRefusal,
  ownersOf,
} from '../../domain/connection/connectable.ts';
import { type HoldingForm, NOTE_MAX } from '../../domain/numbers/holding.ts';
import { modalIds } from '../../slack/ids.ts';
import { phoneText } from '../connection/connection-words.ts';
import { type Message, section, sentence } from '../kit/blocks.ts';
import { formView, noticeView, textInput } from '../kit/modal-parts.ts';
import { datePicker, personPicker } from '../kit/pickers.ts';
import { forbiddenAnswer, unknownRecord } from '../kit/refusals.ts';
import { listed, mention } from '../kit/text.ts';

export const HOLDING_TITLE = 'Owner and use';

export function holdingLoading(): ModalView {
  return noticeView(HOLDING_TITLE, 'Looking up the number…');
}

export function holdingSaving(): ModalView {
  return noticeView(HOLDING_TITLE, 'Saving…');
}

/** Whose a number is and what for. `problem`: why it is shown again, in words. */
export function holdingForm(record: Connectable, form: HoldingForm, problem?: string): ModalView {
  return formView({
    form: modalIds.holding,
    value: { record: record.id },
    title: HOLDING_TITLE,
    submit: 'Save',
    problem,
    blocks: [
      section(`*${phoneText(record)}*`),
      personPicker('owner', {
        label: 'Owner',
        hint: 'We tell a new owner. They can connect and manage the number.',
        chosen: form.owner,
      }),
      ...purposeInputs(form),
    ],
  });
}

/** What else can be said of a number; nothing of it must be. */
function purposeInputs({ note, neededUntil }: Pick<HoldingForm, 'note' | 'neededUntil'>) {
  return [
    textInput('note', { label: 'Note', optional: true, value: note, maxLength: NOTE_MAX }),
    datePicker('neededUntil', { label: 'Needed until', optional: true, chosen: neededUntil }),
  ];
}

export function holdingSaved(record: Connectable, isHandedOver: boolean): ModalView {
  const owner = listed(ownersOf(record).map(mention));
  const phone = `*${phoneText(record)}*`;
  return noticeView(
    'Saved',
    isHandedOver ? `${phone} belongs to ${owner} now.` : `Saved for ${phone}.`,
  );
}

const NO_OWNER: Readonly<Record<Exclude<Standing, 'member'>, string>> = {
  guest: "Guests can't own numbers. Choose a full member.",
  external: 'Only members of this workspace can own numbers.',
  deactivated: 'This person has left the workspace. Choose somebody else.',
  bot: "Apps can't own numbers. Choose a person.",
};

/** Why a person cannot be an owner. */
export function noOwnerText(standing: Exclude<Standing, 'member'>): string {
  return NO_OWNER[standing];
}

/** Why nothing was saved, where the form is no use any more. */
export function notHeld(
  refusal: Exclude<HoldingRefusal, { kind: 'no_owner' }> | { kind: 'unknown' },
  record: Connectable,
): ModalView {
  switch (refusal.kind) {
    case 'forbidden':
      return noticeView(HOLDING_TITLE, mayNotHold(refusal.why, record));
    case 'same':
      return noticeView('Nothing changed', 'It says so already.');
    case 'unknown':
      return noticeView(HOLDING_TITLE, unknownRecord());
  }
}

export function mayNotHold(why: HoldForbidden, record: Connectable): Message {
  if (why !== 'not_an_owner') return forbiddenAnswer(why);
  const who = [...ownersOf(record).map(mention), 'approvers'];
  return sentence(`Only ${listed(who)} can change whose number this is.`);
}
