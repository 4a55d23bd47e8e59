import type { ModalView } from '@slack/types';
import {
  type Connectable,
  type HoldingRefusal,
  ownersOf,
} from '../../domain/connection/connectable.ts';
import { COMMAND, modalIds } from '../../slack/ids.ts';
import { phoneText } from '../connection/connection-words.ts';
import { section } from '../kit/blocks.ts';
import { formView, noticeView, workingView } from '../kit/modal-parts.ts';
import { unknownRecord } from '../kit/refusals.ts';
import { listed, mention } from '../kit/text.ts';
import { type HoldingOnShow, holdingInputs } from './holding-inputs.ts';
import { mayNotHold } from './holding-words.ts';

export const HOLDING_TITLE = 'Owner and use';

export function holdingLoading(): ModalView {
  return workingView(HOLDING_TITLE, 'Looking up the number…');
}

export function holdingSaving(): ModalView {
  return workingView(
    HOLDING_TITLE,
    'Saving…',
    `close it and check with ${COMMAND} numbers. It's safe to save it again.`,
  );
}

/** Whose a number is and what for. `problem`: why it is shown again, in words. */
export function holdingForm(
  record: Connectable,
  { form, labels }: HoldingOnShow,
  problem?: string,
): ModalView {
  return formView({
    form: modalIds.holding,
    value: { record: record.id },
    title: HOLDING_TITLE,
    submit: 'Save',
    problem,
    blocks: [section(`*${phoneText(record)}*`), ...holdingInputs({ form, labels })],
  });
}

export function holdingSaved(record: Connectable, isHandedOver: boolean): ModalView {
  const owner = listed(ownersOf(record).map(mention));
  const phone = `*${phoneText(record)}*`;
  return noticeView(
    'Saved',
    isHandedOver ? `${phone} belongs to ${owner} now.` : `Saved for ${phone}.`,
  );
}

/** Why nothing was saved, where the form is useless now. */
export function notHeld(
  refusal: Exclude<HoldingRefusal, { kind: 'no_owner' | 'label' }> | { kind: 'unknown' },
  record: Connectable,
): ModalView {
  switch (refusal.kind) {
    case 'forbidden':
      return noticeView(HOLDING_TITLE, mayNotHold(refusal.why, record));
    case 'same':
      return noticeView('Nothing changed', 'It already says that.');
    case 'unknown':
      return noticeView(HOLDING_TITLE, unknownRecord());
  }
}
