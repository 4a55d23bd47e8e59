import type { KnownBlock, ModalView } from '@slack/types';
import type { Order } from '../../domain/order/order.ts';
import { formatPhone } from '../../domain/phone.ts';
import { modalIds } from '../../slack/ids.ts';
import { section } from '../kit/blocks.ts';
import { formView, sentencesInput, textInput } from '../kit/modal-parts.ts';
import { TEXT_SHOWN } from '../kit/text.ts';
import type { CardFormWords } from './decision-form.ts';
import { evidenceLines } from './order-findings.ts';

export type SettleForm = {
  phone?: string;
  orderId?: string;
  reason?: string;
  problem?: string;
};

const LOOK_FIRST =
  'Check console.vobiz.ai or ask support@vobiz.ai first. Your answer closes the request and is recorded under your name.';

export const SETTLE_WORDS = {
  title: 'Your answer',
  missing: 'Write how you know.',
  saving: 'Checking Vobiz once more and saving…',
  stays:
    "close it and look at the card. It's safe to answer again while the purchase is unconfirmed.",
  done: 'Recorded',
  notDone: 'Not recorded',
} as const satisfies CardFormWords & { missing: string };

function reasonInput(value: string | undefined) {
  return sentencesInput('reason', { label: 'How do you know?', value, isPublic: true });
}

/** What the account's ledger shows, for the approver who has to answer. */
function ledgerBlocks(order: Order): KnownBlock[] {
  const evidence = 'evidence' in order ? order.evidence : [];
  const lines = evidenceLines(evidence.filter(({ source }) => source === 'ledger'));
  return lines.length > 0
    ? [section(`${lines.join('\n')}\nA debit suggests that it was bought. It doesn't prove it.`)]
    : [];
}

export const PLACED_TITLE = 'Mark as bought';

export function placedForm(order: Order, form: SettleForm = {}): ModalView {
  return formView({
    form: modalIds.wasPlaced,
    value: { order: order.id },
    title: PLACED_TITLE,
    submit: PLACED_TITLE,
    problem: form.problem,
    blocks: [
      section(LOOK_FIRST),
      ...ledgerBlocks(order),
      textInput('phone', {
        label: 'Number that was bought',
        value: form.phone ?? formatPhone(order.number.e164),
        maxLength: TEXT_SHOWN.phone,
      }),
      textInput('vobizOrder', {
        label: 'Vobiz order id',
        optional: true,
        value: form.orderId,
        maxLength: 200,
      }),
      reasonInput(form.reason),
    ],
  });
}

export const NOT_PLACED_TITLE = 'Mark as not bought';

/** Ends the request without a purchase, so that people can request the number again. */
export function notPlacedForm(order: Order, form: SettleForm = {}): ModalView {
  return formView({
    form: modalIds.wasNotPlaced,
    value: { order: order.id },
    title: NOT_PLACED_TITLE,
    submit: NOT_PLACED_TITLE,
    problem: form.problem,
    blocks: [
      section(
        `${LOOK_FIRST}\n*People can then request it again.* If it was bought after all, you'd pay twice.`,
      ),
      ...ledgerBlocks(order),
      reasonInput(form.reason),
    ],
  });
}
