import { openQuestions } from '../../domain/order/order-clock.ts';
import { kindOf } from '../../domain/record.ts';
import { cleanProse, REASON_MAX } from '../../domain/typed.ts';
import type { OrderRecords } from '../../flows/change.ts';
import type { DecideOrder } from '../../flows/order/decide-order.ts';
import { buttons, inputs, modalIds } from '../../slack/ids.ts';
import type { Deliveries } from '../../store/deliveries.ts';
import { noticeView } from '../../views/kit/modal-parts.ts';
import { ANSWER_TITLE, ASK_TITLE, answerForm, askForm } from '../../views/order/decision-form.ts';
import { answeredNote, askedNote, nothingAsked, notKept } from '../../views/order/order-answers.ts';
import type { Edge } from '../edge/edge.ts';
import { freeText } from '../edge/interaction.ts';
import { type CardForms, decider, notThere } from './card-forms.ts';

type Deps = {
  edge: Edge;
  cardForms: CardForms;
  decideOrder: DecideOrder;
  records: OrderRecords;
  deliveries: Pick<Deliveries, 'cardAt'>;
};

/** Ask, Answer and the thread of the card: what approvers want to know before they decide, and what the requester says. */
export function handleOrderQuestions({
  edge,
  cardForms,
  decideOrder,
  records,
  deliveries,
}: Deps): void {
  edge.threadMessage({
    async concerned({ channel, threadTs }, teamId) {
      const id = await deliveries.cardAt(teamId, channel, threadTs);
      return kindOf(id) === 'order' ? id : undefined;
    },
    async heard(id, { actor, ts, named }) {
      const said = [...cleanProse(await named())].slice(0, REASON_MAX).join('');
      if (said === '') return;
      await decideOrder.reply(actor, id, { at: Math.round(Number(ts) * 1000), ts, text: said });
    },
    refused: notKept,
  });

  edge.button(buttons.ask, 'click', async ({ order: id }, click) => {
    await cardForms.open(click, id, {
      title: ASK_TITLE,
      event: 'ask',
      may: decider,
      form: askForm,
    });
  });

  edge.submission(modalIds.ask, 'click', async ({ order: id }, { values, actor }) => {
    const text = freeText(values, inputs.question, REASON_MAX, 'Say what you want to know.');
    if (!text.ok) return { errors: text.errors };
    const order = await records.one(actor, id);
    if (!order) return notThere('Not asked');
    return cardForms.submitted(order, {
      title: ASK_TITLE,
      saving: 'Saving your question…',
      decide: () => decideOrder.ask(actor, id, text.text),
      done: 'Asked',
      notDone: 'Not asked',
      message: askedNote,
      again: (problem) => askForm(order, { text: text.text, problem }),
    });
  });

  edge.button(buttons.answer, 'click', async ({ order: id }, click) => {
    await cardForms.open(click, id, {
      title: ANSWER_TITLE,
      event: 'answer',
      may: (order, who) => (who.userId === order.requester ? undefined : 'not_the_requester'),
      form: (order) =>
        openQuestions(order).length > 0
          ? answerForm(order)
          : noticeView({ title: ANSWER_TITLE, ...nothingAsked() }),
    });
  });

  edge.submission(modalIds.answer, 'click', async ({ order: id, upTo }, { values, actor }) => {
    const text = freeText(values, inputs.answer, REASON_MAX, 'Write your answer.');
    if (!text.ok) return { errors: text.errors };
    const order = await records.one(actor, id);
    if (!order) return notThere('Not answered');
    return cardForms.submitted(order, {
      title: ANSWER_TITLE,
      saving: 'Saving your answer…',
      decide: () => decideOrder.answer(actor, id, text.text, upTo),
      done: 'Answered',
      notDone: 'Not answered',
      message: answeredNote,
      again: (problem) => answerForm(order, { text: text.text, problem }),
    });
  });
}
