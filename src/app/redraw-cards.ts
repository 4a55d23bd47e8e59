import type { Order } from '../domain/order/order.ts';
import { kindOf, type Ref } from '../domain/record.ts';
import type { Verification } from '../domain/verification/verification.ts';
import { createCardWriter, postOnce } from '../flows/deliver.ts';
import { createDrawOrder } from '../flows/order/draw-order.ts';
import { createRefreshModals } from '../flows/verification/wake-verification.ts';
import type { Again } from '../jobs/queue.ts';
import type { Message } from '../slack/messenger.ts';
import { giveBackCard } from '../views/giveback/give-back-card.ts';
import { cardProblem, undelivered } from '../views/order/order-undelivered.ts';
import { requestCard } from '../views/order/several-card.ts';
import { byonCard } from '../views/verification/byon-card.ts';
import { cardNotPosted } from '../views/verification/code-answers.ts';
import { codeModal } from '../views/verification/code-form.ts';
import type { Services } from './services.ts';

/** The card of a record, as the record is now. */
export function createDrawCard({
  cardSetUp,
  canConnect,
}: Pick<Services, 'cardSetUp' | 'canConnect'>) {
  return async (record: Order | Verification): Promise<Message> => {
    const givingBack = giveBackCard(record);
    if (givingBack) return givingBack;
    return record.kind === 'order'
      ? requestCard(record, await cardSetUp(record))
      : byonCard(record, { canConnect: await canConnect(record.team) });
  };
}

/** Draws the card of a record as the record is now, and refreshes the windows that are open on it. */
export function createRedraw(
  services: Services,
  delivering: Services & { postUnknownAfterMs: number },
) {
  const { orders, verifications, home } = services;

  const drawCard = createDrawCard(services);
  const drawOrder = createDrawOrder({
    ...services,
    drawCard: createCardWriter({
      ...delivering,
      load: orders.get,
      render: drawCard,
      onRefused: (order: Order, problem) =>
        tellOnceThat(problem, order, order.requester, undelivered(order, problem)),
    }),
  });
  const drawVerification = createCardWriter({
    ...delivering,
    load: verifications.get,
    render: drawCard,
    onRefused: (record: Verification, problem) =>
      tellOnceThat(
        problem,
        record,
        record.startedBy,
        cardNotPosted(record, cardProblem(record.channel, problem)),
      ),
  });
  const refreshModals = createRefreshModals({
    ...services,
    update: services.modals.update,
    render: codeModal,
  });

  /** Tells the person behind a record, once per reason, that nobody can see its card and what to do about it. */
  async function tellOnceThat(
    problem: string,
    ref: Ref & { revision: number },
    channel: string,
    message: Message,
  ): Promise<void> {
    const slot = `undelivered-${problem}`;
    await postOnce(delivering, { ref, slot, place: { channel }, message, revision: ref.revision });
  }

  async function redraw(ref: Ref): Promise<Again> {
    // Every change of a record enqueues a redraw, and so does the sweep, so this is where Homes become stale.
    await home.changed(ref);
    switch (kindOf(ref.id)) {
      case 'order':
        return drawOrder(ref);
      case 'verification': {
        const missed = await refreshModals(ref);
        return (await drawVerification(ref)) ?? missed;
      }
      case 'gap':
      case 'policy':
      case undefined:
        return undefined;
    }
  }

  return redraw;
}
