import { isWithin } from '../domain/elapsed.ts';
import { isForgotten } from '../domain/people/forgotten.ts';
import type { Ref } from '../domain/record.ts';
import type { Again } from '../jobs/queue.ts';
import type { IsMember } from '../slack/channel-members.ts';
import type { Message, Place } from '../slack/messenger.ts';
import type { Delivery, ReadDeliveries } from '../store/deliveries.ts';
import { CARD_PATIENCE_MS, type DeliverDeps, isCardRefused } from './deliver.ts';
import { type Said, type TellTarget, tellOnce } from './tell-once.ts';

const CARD_RETRY_MS = 5_000;
/** Slack's error for a reply to a deleted message. */
const THREAD_GONE = 'thread_not_found';

/** The slots by which a notice is remembered. */
export function slotsOf(what: string): { thread: string; direct: string } {
  return { thread: `thread-${what}`, direct: `direct-${what}` };
}

type News = {
  what: string;
  /** Who must hear of it, wherever they are. */
  to?: string | undefined;
  /** `mentions`: whether it has to reach them. */
  reply: (mentions: boolean) => Message;
  direct: () => Message | Promise<Message>;
  /** The version before told it in the thread alone; what that said is not said again. */
  wasThreadOnly?: boolean;
  /** Told to the person alone; in the thread only if they cannot be reached. */
  isPrivate?: boolean;
};
/** `owner`: the person whose messages with the app hold a card outside channels. */
type Target = TellTarget & { owner: string };
type CardSent = Extract<Delivery, { state: 'sent' }>;
type Personal = {
  to: string;
  slots: { thread: string; direct: string };
  card: CardSent;
  /** The result of the reply. */
  reply: Delivery | undefined;
};

/**
 * Tells something once: in the thread of the card, and directly whom that does not reach. Who is told directly is judged
 * when it is posted, and kept before anything is posted, so that a run after a crash chooses the same (ADR 17).
 */
export function createTell(deps: DeliverDeps & { isMember: IsMember }) {
  const { deliveries } = deps;

  async function say(
    record: Target,
    slot: string,
    place: Place,
    message: () => Message | Promise<Message>,
    isPassing?: (refusal: string) => boolean,
  ): Promise<Said> {
    const kept = await deliveries.get(record, slot);
    if (kept?.state === 'sent') return SAID;
    if (kept?.state === 'undeliverable') return { refused: true };
    return tellOnce(deps, record, { slot, place, message: await message(), isPassing });
  }

  async function reaches(channel: string, { owner }: Target, to: string): Promise<boolean> {
    return channel.startsWith('D') ? owner === to : (await deps.isMember(channel, to)) === true;
  }

  function sayDirectly(record: Target, { what, to, direct }: News & { to: string }): Promise<Said> {
    return say(record, slotsOf(what).direct, { channel: to }, direct);
  }

  function sayInThread(
    record: Target,
    news: News,
    card: CardSent,
    mentions: boolean,
  ): Promise<Said> {
    const place = { channel: card.channel, thread: card.ts };
    // A card still to be redrawn will turn out deleted, and get posted again with a new thread.
    const isPassing = (refusal: string) =>
      refusal === THREAD_GONE && card.revision !== record.revision;
    return say(record, slotsOf(news.what).thread, place, () => news.reply(mentions), isPassing);
  }

  /** Keeps, unless it is kept already, whether the thread is enough. */
  async function chooseWhere(record: Target, { to, slots, card, reply }: Personal): Promise<void> {
    const isChosen = (await deliveries.get(record, slots.direct)) !== undefined;
    if (isChosen || reply?.state === 'undeliverable') return;
    if (await reaches(card.channel, record, to)) await deliveries.spare(record, slots.direct);
  }

  /** Where the card stands. */
  async function tellOf(
    record: Target,
    news: News & { to: string },
    card: CardSent,
  ): Promise<Again> {
    const { to } = news;
    const slots = slotsOf(news.what);
    const reply = await deliveries.get(record, slots.thread);
    const wasSaid = news.wasThreadOnly && reply?.state === 'sent';
    if (wasSaid && !(await deliveries.get(record, slots.direct))) return undefined;
    await chooseWhere(record, { to, slots, card, reply });
    const isSpared = await deliveries.isSpared(record, slots.direct);
    const mentioned = isSpared && (await sayInThread(record, news, card, true));
    if (mentioned && !mentioned.refused) return againOf(mentioned);
    await deliveries.unspare(record, slots.direct);
    const told = await sayDirectly(record, news);
    return (
      againOf(told) ?? againOf(mentioned || (await sayInThread(record, news, card, told.refused)))
    );
  }

  async function tellAlone(
    record: Target,
    news: News & { to: string },
    card: CardSent,
  ): Promise<Again> {
    const told = await sayDirectly(record, news);
    if (!told.refused) return againOf(told);
    // A refusal that somebody can lift may outlast the time there is to answer.
    const said = await sayInThread(record, news, card, true);
    if (!said.refused && !said.againInMs) await deliveries.spare(record, slotsOf(news.what).direct);
    return againOf(said);
  }

  async function withoutCard(record: Target, news: News & { to: string }): Promise<Again> {
    const { thread, direct } = slotsOf(news.what);
    const isReplied = (await deliveries.get(record, thread))?.state === 'sent';
    if (!isReplied) await deliveries.unspare(record, direct);
    return againOf(await sayDirectly(record, news));
  }

  return async function tell(record: Target, news: News): Promise<Again> {
    const to = hearerOf(news);
    const card = await deliveries.get(record, 'card');
    if (card?.state === 'sent') {
      if (to === undefined) return againOf(await sayInThread(record, news, card, false));
      return (news.isPrivate ? tellAlone : tellOf)(record, { ...news, to }, card);
    }
    if (await isCardComing(deps, record)) return { againInMs: CARD_RETRY_MS };
    return to === undefined ? undefined : withoutCard(record, { ...news, to });
  };
}
export type Tell = ReturnType<typeof createTell>;

const SAID: Said = { refused: false };

/** Slack knows nobody by a pseudonym: what somebody forgotten would hear is for the thread alone. */
function hearerOf({ to }: Pick<News, 'to'>): string | undefined {
  return to === undefined || isForgotten(to) ? undefined : to;
}

function againOf({ againInMs }: Said): Again {
  return againInMs === undefined ? undefined : { againInMs };
}

async function isCardComing(deps: DeliverDeps, record: Target): Promise<boolean> {
  if (!isWithin(record.updatedAt, CARD_PATIENCE_MS, deps.clock.now())) return false;
  return !(await isCardRefused(deps, record));
}

/** Whether all were told who had to be, or cannot be. `hasThread`: whether the card stands, so that replies can be posted. */
export async function isTold(
  { deliveries }: { deliveries: ReadDeliveries },
  record: Ref,
  { what, to }: Pick<News, 'what' | 'to'>,
  hasThread: boolean,
): Promise<boolean> {
  const { thread, direct } = slotsOf(what);
  const replied = await deliveries.get(record, thread);
  if (hasThread && !isOver(replied)) return false;
  if (hearerOf({ to }) === undefined) return true;
  return (await deliveries.isSpared(record, direct))
    ? replied?.state === 'sent'
    : isOver(await deliveries.get(record, direct));
}

/** Whether somebody was told, or cannot be, what is told to them alone; in the thread only if Slack refused the message. */
export async function isToldDirectly(
  { deliveries }: { deliveries: ReadDeliveries },
  record: Ref,
  { what }: Pick<News, 'what'>,
  hasThread: boolean,
): Promise<boolean> {
  const { thread, direct } = slotsOf(what);
  const told = await deliveries.get(record, direct);
  if (told?.state !== 'undeliverable' || !hasThread) return isOver(told);
  return isOver(await deliveries.get(record, thread));
}

function isOver(kept: Delivery | undefined): boolean {
  return kept?.state === 'sent' || kept?.state === 'undeliverable';
}
