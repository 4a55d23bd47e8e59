import { openQuestions } from '../../domain/order/order-clock.ts';
import { kindOf } from '../../domain/record.ts';
import { cleanProse, REASON_MAX } from '../../domain/typed.ts';
import type { DecideOrder } from '../../flows/order/decide-order.ts';
import { buttons, modalIds } from '../../slack/ids.ts';
import { inputs } from '../../slack/inputs.ts';
import type { Deliveries } from '../../store/deliveries.ts';
import { noticeView } from '../../views/kit/modal-parts.ts';
import { answerForm, askForm, DECISION_WORDS } from '../../views/order/decision-form.ts';
import { answeredNote, askedNote, nothingAsked, notKept } from '../../views/order/order-answers.ts';
import type { Edge } from '../edge/edge.ts';
import { freeText } from '../edge/interaction.ts';
import { type CardForms, requesterOnly } from './card-forms.ts';

type Deps = {
  edge: Edge;
  cardForms: CardForms;
  decideOrder: DecideOrder;
  deliveries: Pick<Deliveries, 'cardAt'>;
};

const { ask: ASK, answer: ANSWER } = DECISION_WORDS;

/** Ask, Answer and the card's thread: what approvers want to know, and what the requester says. */
export function handleOrderQuestions({ edge, cardForms, decideOrder, deliveries }: Deps): void {
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

  edge.button(buttons.ask, 'click', ({ order: id }, click) =>
    cardForms.open(click, id, { title: ASK.title, event: 'ask', form: askForm }),
  );

  edge.submission(modalIds.ask, 'click', async ({ order: id }, { values, actor }) => {
    const question = freeText(values, inputs.question, REASON_MAX, ASK.missing);
    if ('errors' in question) return question;
    const { text } = question;
    return cardForms.submitted(actor, id, ASK, (order) => ({
      decide: () => decideOrder.ask(actor, id, text),
      message: askedNote,
      again: (problem) => askForm(order, { text, problem }),
    }));
  });

  edge.button(buttons.answer, 'click', async ({ order: id }, click) => {
    await cardForms.open(click, id, {
      title: ANSWER.title,
      event: 'answer',
      may: requesterOnly,
      form: (order) =>
        openQuestions(order).length > 0
          ? answerForm(order)
          : noticeView(ANSWER.title, nothingAsked()),
    });
  });

  edge.submission(modalIds.answer, 'click', async ({ order: id, upTo }, { values, actor }) => {
    const answer = freeText(values, inputs.answer, REASON_MAX, ANSWER.missing);
    if ('errors' in answer) return answer;
    const { text } = answer;
    return cardForms.submitted(actor, id, ANSWER, (order) => ({
      decide: () => decideOrder.answer(actor, id, text, upTo),
      message: answeredNote,
      again: (problem) => answerForm(order, { text, problem }),
    }));
  });
}
