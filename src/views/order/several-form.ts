import type { InputBlock, ModalView, MrkdwnOption } from '@slack/types';
import { firstCharge, formatMoney, type Money } from '../../domain/money.ts';
import { numbersOf, priceOfAll } from '../../domain/order/asked-numbers.ts';
import type { Order } from '../../domain/order/order.ts';
import type { OrderRefusal } from '../../domain/order/order-events.ts';
import { costOfAll, type Seen } from '../../domain/order/several-waiting.ts';
import { formatPhone } from '../../domain/phone.ts';
import { modalIds } from '../../slack/ids.ts';
import { inputs, seenOption } from '../../slack/inputs.ts';
import { context, paragraphs, section } from '../kit/blocks.ts';
import { errorSentence, type Trouble } from '../kit/error-sentences.ts';
import { formView, inputBlock, noticeView, workingView } from '../kit/modal-parts.ts';
import { reported } from '../kit/pickers.ts';
import { LIMITS, listed, mention, mrkdwn, plain, plural, present } from '../kit/text.ts';
import { decisionAnswer, refusalAnswer } from './order-answers.ts';

const SEVERAL_TITLE = 'Approve several';

/** Under the boxes, when none is ticked. */
export const NONE_TICKED = 'Tick at least one request.';
/** Somebody was faster than the sum: it is now that of what they ticked. */
export const SUM_CHANGED = 'This is the sum of what you ticked. Check it, then approve.';

export const severalLoading = (): ModalView =>
  workingView(SEVERAL_TITLE, 'Looking up what waits for you…');
export const severalSaving = (): ModalView =>
  workingView(
    SEVERAL_TITLE,
    'Saving your approvals…',
    "close it and open Home. It's safe to approve what still waits there.",
  );

export const nothingTogether = (): ModalView =>
  noticeView(SEVERAL_TITLE, 'There are no requests you can approve together.');

/** `orders`: the records of `shown`, those that still exist. */
export type Several = {
  orders: readonly Order[];
  shown: readonly Seen[];
  ticked: readonly Seen[];
  more: number;
  apart: number;
};

/** The waiting requests with a box each, and the sum of what is ticked: drawn again at each tick. */
export function severalForm(several: Several, problem?: string): ModalView {
  const { shown, ticked, more, apart } = several;
  const prices = ordersOf(several, ticked).map(priceOfAll);
  const { now, monthly } = costOfAll(prices);
  const sum =
    ticked.length === 0
      ? 'Nothing ticked yet.'
      : `*${plural(ticked.length, 'request')}: ${sumText(now)} now, then ${sumText(monthly)}/month*`;
  return formView({
    form: modalIds.approveSeveral,
    value: { shown: [...shown], ticked: [...ticked], more, apart },
    title: SEVERAL_TITLE,
    submit: submitLabel(now, ticked.length),
    problem,
    blocks: [
      boxes(several),
      section(sum),
      ...present([
        more > 0 && context(`${plural(more, 'more request')} after these: open this again.`),
        apart > 0 && context(`${plural(apart, 'request')} you can only approve one by one.`),
      ]),
    ],
  });
}

/** `Approve ₹2,100`, as long as Slack has room for it. */
function submitLabel(now: readonly Money[], count: number): string {
  const label = now.length === 1 ? `Approve ${sumText(now)}` : `Approve ${count}`;
  if (count === 0) return 'Approve';
  return label.length > LIMITS.modalTitle ? `Approve ${count}` : label;
}

function sumText(sums: readonly Money[]): string {
  return listed(sums.map((sum) => formatMoney(sum)));
}

function boxes(several: Several): InputBlock {
  const boxesOf = (some: readonly Seen[]) =>
    some.flatMap((seen) => ordersOf(several, [seen]).map((order) => box(order, seen)));
  const [options, initial] = [boxesOf(several.shown), boxesOf(several.ticked)];
  return reported(
    inputBlock(
      'together',
      { label: 'Waiting for you, longest wait first' },
      {
        type: 'checkboxes',
        action_id: inputs.together.actionId,
        options,
        ...(initial.length > 0 && { initial_options: initial }),
      },
    ),
  );
}

/** `₹700 · +91 98100 85657 · @Asha Rao`, below it `then ₹200/month · Support line`. */
function box(order: Order, seen: Seen): MrkdwnOption {
  const about = `then ${formatMoney(priceOfAll(order).monthly)}/month · ${order.purpose}`;
  return {
    value: seenOption(seen),
    text: mrkdwn(`${nameOf(order)} · ${mention(order.requester)}`, LIMITS.optionText),
    description: plain(about, LIMITS.optionText),
  };
}

/** `₹700 · +91 98100 85657`, with the first number of several. */
function nameOf(order: Order): string {
  const others = numbersOf(order).length - 1;
  const phone = formatPhone(order.number.e164);
  const numbers = others > 0 ? `${phone} + ${plural(others, 'other')}` : phone;
  return `*${formatMoney(firstCharge(priceOfAll(order)))}* · ${numbers}`;
}

function ordersOf({ orders }: Several, some: readonly Seen[]): Order[] {
  return some.flatMap(({ order }) => orders.filter(({ id }) => id === order));
}

/** The result for one request. */
export type SeveralOutcome = { shown: Order | undefined } & (
  | { kind: 'approved'; order: Order }
  | { kind: 'refused'; refusal: OrderRefusal | { kind: 'unknown' } }
  | ({ kind: 'problem' } & Trouble)
);

/** Which were approved, and which not and why. */
export function severalResult(outcomes: readonly SeveralOutcome[]): ModalView {
  const approved = outcomes.filter(({ kind }) => kind === 'approved').length;
  const view = noticeView(`Approved ${approved} of ${outcomes.length}`, '');
  return { ...view, blocks: paragraphs(outcomes.map(outcomeLine)) };
}

function outcomeLine(outcome: SeveralOutcome): string {
  const { shown } = outcome;
  const mark = outcome.kind === 'approved' ? '✅' : '⚠️';
  return `${mark} ${shown ? nameOf(shown) : 'A request'}\n${outcomeText(outcome)}`;
}

function outcomeText(outcome: SeveralOutcome): string {
  switch (outcome.kind) {
    case 'approved':
      return decisionAnswer(outcome.order, 'approve').text;
    case 'refused':
      return refusalAnswer(outcome.refusal, outcome.shown?.policy).text;
    case 'problem':
      return errorSentence(outcome.code, { ...outcome, doing: 'decision' });
  }
}
