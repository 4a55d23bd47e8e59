import { setTimeout as pause } from 'node:timers/promises';
import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { Actor, Person } from '../../domain/actor.ts';
import type { Order } from '../../domain/order/order.ts';
import { isEscalated } from '../../domain/order/order-deciding.ts';
import type { EventType } from '../../domain/order/order-events.ts';
import { isOpenTo } from '../../domain/order/order-transitions.ts';
import { type Forbidden, groupsToResolve, mayDecide } from '../../domain/policy/policy.ts';
import type { Verification } from '../../domain/verification/verification.ts';
import type { OrderRecords } from '../../flows/change.ts';
import type { Connections } from '../../flows/connection/connections.ts';
import type { Identify } from '../../flows/identify.ts';
import type { DecisionResult } from '../../flows/order/decide-order.ts';
import type { SlackMessenger } from '../../slack/messenger.ts';
import type { Modals } from '../../slack/modals.ts';
import type { Deliveries } from '../../store/deliveries.ts';
import type { Message } from '../../views/kit/blocks.ts';
import { noticeView } from '../../views/kit/modal-parts.ts';
import { unknownRecord } from '../../views/kit/refusals.ts';
import {
  type CardFormWords,
  cardFormWorking,
  decisionLoading,
} from '../../views/order/decision-form.ts';
import { mayNotDecide, refusalAnswer } from '../../views/order/order-answers.ts';
import type { Click, FormErrors, SubmitReply } from '../edge/interaction.ts';

type Deps = { modals: Modals; identify: Identify; records: OrderRecords };

function decider(order: Order, who: Person): Forbidden | undefined {
  return mayDecide(order.policy, who, order.requester, isEscalated(order));
}

export function requesterOnly({ requester }: Order, who: Person): Forbidden | undefined {
  return who.userId === requester ? undefined : 'not_the_requester';
}

/** Forms opened from the card's buttons, and their outcomes. */
export function createCardForms(deps: Deps) {
  const { modals, identify, records } = deps;

  async function viewFor(
    click: Click,
    id: string,
    { title, event, may = decider, form }: FormOf,
  ): Promise<ModalView> {
    const order = await records.one(click.actor, id);
    if (!order) return noticeView(title, unknownRecord());
    if (!isOpenTo(order, event)) {
      return noticeView(title, refusalAnswer({ kind: 'already_settled', order }));
    }
    const refuses = (who: Person) => may(order, who);
    const forbidden = refuses(await identify(click.actor, groupsToResolve(order.policy), refuses));
    return forbidden ? noticeView(title, mayNotDecide(forbidden, order.policy)) : form(order);
  }

  return {
    /** Shows the form, or the reason the person may not fill it, before they type anything. */
    async open(click: Click, id: string, form: FormOf): Promise<void> {
      const modal = await click.show(decisionLoading(form.title));
      await modals.update(modal, await viewFor(click, id, form));
    },

    /** Acts, and closes the form where the card shows the outcome; on failure, the form again as it was. */
    async submitted(
      actor: Actor,
      id: string,
      words: CardFormWords,
      formOf: (order: Order) => FormSent | FormErrors,
    ): Promise<SubmitReply> {
      const order = await records.one(actor, id);
      if (!order) return { view: noticeView(words.notDone, unknownRecord()) };
      const form = formOf(order);
      if ('errors' in form) return form;
      return {
        view: cardFormWorking(words),
        carryOut: async () => {
          const decided = await form.decide();
          if (!decided.ok) {
            const why = refusalAnswer(decided.refusal, order.policy);
            return { says: noticeView(words.notDone, why), isOnCard: false, isRefused: true };
          }
          const says = noticeView(words.done, form.message(decided.record));
          return { says, isOnCard: form.isOnCard ?? true };
        },
        onFailure: form.again,
      };
    },
  };
}
export type CardForms = ReturnType<typeof createCardForms>;

type FormOf = {
  title: string;
  /** The form opens only while the order allows this event. */
  event: EventType;
  /** People who may decide, unless it says otherwise. */
  may?: (order: Order, who: Person) => Forbidden | undefined;
  form: (order: Order) => ModalView;
};

type FormSent = {
  decide: () => Promise<DecisionResult>;
  message: (order: Order) => Message;
  again: (problem: string) => ModalView;
  /** Whether the card shows the person the result, which is the default. */
  isOnCard?: boolean;
};

/**
 * If Slack's answer to a post is lost, a second card may exist that nobody edits. A click on it redraws it. For buttons that
 * only cards have of all that is posted to their channel: other messages are not to become cards.
 */
export function createCopyRepair(deps: {
  connections: Pick<Connections, 'read'>;
  deliveries: Deliveries;
  messenger: SlackMessenger;
  drawCard: (record: Order | Verification) => Promise<Message>;
}) {
  return async (id: string, { actor, message }: Click): Promise<void> => {
    if (!message || message.isReply) return;
    const ref = { team: actor.teamId, id };
    const card = await deps.deliveries.get(ref, 'card');
    if (card?.state !== 'sent' || card.channel !== message.channel || card.ts === message.ts)
      return;
    const record = await deps.connections.read(ref);
    if (record) await deps.messenger.edit(message, await deps.drawCard(record));
  };
}

/** In ms, between looks at whether the card is drawn: together within what people wait for an answer. */
const LOOKS_MS = [50, 100, 200, 400, 800, 1_200];

/** Whether the card that was clicked shows the record as it is now, or does so in a moment: then that is the answer. */
export function createIsOnCard({ deliveries }: { deliveries: Deliveries }) {
  return async (
    { message }: Pick<Click, 'message'>,
    record: Order | Verification,
  ): Promise<boolean> => {
    if (!message) return false;
    for (const wait of LOOKS_MS) {
      const card = await deliveries.get(record, 'card');
      if (card?.state !== 'sent' || card.ts !== message.ts) return false;
      if (card.revision >= record.revision) return true;
      await pause(wait);
    }
    return false;
  };
}
export type IsOnCard = ReturnType<typeof createIsOnCard>;

/** A link to an order's card; undefined when there is no card or Slack gives no link. */
export function createPermalinks(deps: { client: WebClient; deliveries: Deliveries }) {
  return async (team: string, id: string): Promise<string | undefined> => {
    const card = await deps.deliveries.get({ team, id }, 'card');
    if (card?.state !== 'sent') return undefined;
    const { channel, ts } = card;
    const answer = await deps.client.chat
      .getPermalink({ channel, message_ts: ts })
      .catch(() => undefined);
    return answer?.permalink;
  };
}
