import { isWithin } from '../domain/elapsed.ts';
import type { Ref } from '../domain/record.ts';
import { createInTurn } from '../in-turn.ts';
import type { Again } from '../jobs/queue.ts';
import type { Clock, Log } from '../runtime.ts';
import type { Message, Place, Posted, SlackMessenger } from '../slack/messenger.ts';
import type { Deliveries, ReadDeliveries } from '../store/deliveries.ts';

export const RETRY_MS = 5_000;
/** What Slack refuses is retried for a week, which gets people past a weekend. */
export const GIVE_UP_MS = 7 * 24 * 3_600_000;
const STALE_DRAWS = 10;
/** By then a record has its card, unless Slack refuses it or was away. */
export const CARD_PATIENCE_MS = 60_000;

export type DeliverDeps = {
  deliveries: Deliveries;
  messenger: SlackMessenger;
  clock: Clock;
  log: Log;
  /** Ms after which the outcome of an unanswered post counts as unknown. */
  postUnknownAfterMs: number;
};

export type Posting =
  | { done: true }
  | { done: false; refused: string; final: boolean }
  | { done: false; againInMs: number };

/** By what a message of ours is found in Slack. */
export function markOf({ id }: Pick<Ref, 'id'>, slot: string): string {
  return `${id}/${slot}`;
}

/** Posts a message once: saves the intent, posts, saves the identity. After a leftover intent, looks before posting. */
export async function postOnce(
  deps: DeliverDeps,
  target: { ref: Ref; slot: string; place: Place; message: Message; revision: number },
): Promise<Posting> {
  const { deliveries, messenger, clock, postUnknownAfterMs } = deps;
  const { ref, slot, place, message, revision } = target;
  const mark = markOf(ref, slot);
  const standing = (await deliveries.intend(ref, slot, clock.now()))
    ? undefined
    : await afterIntent(deps, target, mark);
  if (standing) return standing;
  const sent = await messenger.post(place, message, mark);
  if (sent.ok) {
    await deliveries.put(ref, slot, { state: 'sent', ...sent.posted, revision });
    return { done: true };
  }
  if (sent.why === 'unknown') return { done: false, againInMs: postUnknownAfterMs };
  await deliveries.clear(ref, slot);
  if (sent.why === 'not_now') return { done: false, againInMs: sent.retryMs };
  return sent.why === 'refused'
    ? { done: false, refused: sent.error, final: sent.final }
    : { done: false, refused: 'gone', final: true };
}

/** What an existing intent means; undefined if we may post. */
async function afterIntent(
  deps: DeliverDeps,
  { ref, slot, place }: { ref: Ref; slot: string; place: Place },
  mark: string,
): Promise<Posting | undefined> {
  const { deliveries, messenger, clock, postUnknownAfterMs } = deps;
  const standing = await deliveries.get(ref, slot);
  // Cleared between the two reads, by someone who knew that nothing was posted.
  if (!standing) return { done: false, againInMs: RETRY_MS };
  if (standing.state === 'sent') return { done: true };
  if (standing.state === 'undeliverable')
    return { done: false, refused: standing.why, final: true };
  const { at } = standing;
  const now = clock.now();
  if (isWithin(at, postUnknownAfterMs, now)) {
    return { done: false, againInMs: at + postUnknownAfterMs - now };
  }
  // Look before taking over: the search must start at the old intent's time.
  const found = await messenger.find(place, mark, at);
  if (found.found === 'not_now') return { done: false, againInMs: found.retryMs };
  // Only one of two who find the same leftover intent may go on, or they would post two cards.
  if (!(await deliveries.takeOver(ref, slot, at, clock.now()))) {
    return { done: false, againInMs: postUnknownAfterMs };
  }
  if (found.found !== 'there') return undefined;
  await deliveries.put(ref, slot, { state: 'sent', ...found.posted, revision: 0 });
  return { done: true };
}

/** Notes that a message may show what is not so: the sweep has it drawn again. False if there is none. */
export async function markStale(
  deliveries: Pick<Deliveries, 'get' | 'put'>,
  ref: Ref,
  slot: string,
): Promise<boolean> {
  const sent = await deliveries.get(ref, slot);
  if (sent?.state !== 'sent') return false;
  await deliveries.put(ref, slot, { ...sent, revision: 0 });
  return true;
}

/** The slot that notes that Slack refused the card at this revision. */
function refusedCard(revision: number): string {
  return `card-refused-${revision}`;
}

/** Whether Slack refused the current card. */
export async function isCardRefused(
  { deliveries }: { deliveries: Pick<ReadDeliveries, 'get'> },
  record: Ref & { revision: number },
): Promise<boolean> {
  return (await deliveries.get(record, refusedCard(record.revision))) !== undefined;
}

/** Only if Slack refused the card: after a week without the bot, there is still everything to tell. */
export async function isHopeless(
  deps: { deliveries: Pick<ReadDeliveries, 'get'>; clock: Clock },
  record: Ref & { revision: number; updatedAt: number },
): Promise<boolean> {
  return deps.clock.now() > record.updatedAt + GIVE_UP_MS && (await isCardRefused(deps, record));
}

type Drawable = { id: string; team: string; revision: number; channel: string; createdAt: number };

/**
 * A card's only writer. Drawings of one card take turns in a process: the card of several numbers is drawn for each of them,
 * and several at once would each take the others' marks for changes and draw again. Between processes two at once are
 * harmless: each redraws if the record changed while it drew.
 */
export function createCardWriter<R extends Drawable>(
  deps: DeliverDeps & {
    load: (ref: Ref) => Promise<R | undefined>;
    render: (record: R) => Promise<Message>;
    /** Tells the requester or starter that their card cannot be posted. */
    onRefused: (record: R, error: string) => Promise<void>;
  },
) {
  const { deliveries, messenger, clock, log } = deps;
  const isOld = ({ createdAt }: R) => clock.now() - createdAt > CARD_PATIENCE_MS;
  const inTurn = createInTurn();

  return (ref: Ref): Promise<Again> => inTurn(`${ref.team}/${ref.id}`, () => drawNow(ref));

  async function drawNow(ref: Ref): Promise<Again> {
    for (let draws = 0; draws < STALE_DRAWS; draws += 1) {
      const record = await deps.load(ref);
      if (!record) return undefined;
      const card = await deliveries.get(ref, 'card');
      if (card?.state === 'sent' && card.revision === record.revision) return undefined;
      const again =
        card?.state === 'sent' ? await redraw(ref, record, card) : await postAnew(ref, record);
      if (again !== 'drawn') return again;
    }
    // It changes faster than it can be drawn.
    return { againInMs: RETRY_MS };
  }

  async function postAnew(ref: Ref, record: R): Promise<Again | 'drawn'> {
    // It had a card long ago, which Redis may have forgotten: after an intent we look before posting.
    if (isOld(record)) await deliveries.intend(ref, 'card', record.createdAt);
    return post(ref, record);
  }

  async function post(ref: Ref, record: R): Promise<Again | 'drawn'> {
    const place = { channel: record.channel };
    const target = {
      ref,
      slot: 'card',
      place,
      message: await deps.render(record),
      revision: record.revision,
    };
    const posting = await postOnce(deps, target);
    if (posting.done) return 'drawn';
    if ('againInMs' in posting) return posting;
    log.warn({ event: 'card.refused', record_id: ref.id, error: posting.refused });
    await keepRefusal(deliveries, record, posting.refused);
    await deps.onRefused(record, posting.refused);
    return undefined;
  }

  async function redraw(ref: Ref, record: R, card: Posted): Promise<Again | 'drawn'> {
    const { channel, ts } = card;
    await deliveries.put(ref, 'card', { state: 'sent', channel, ts, revision: 0 });
    const edited = await messenger.edit({ channel, ts }, await deps.render(record));
    if (edited.ok) {
      await deliveries.put(ref, 'card', { state: 'sent', channel, ts, revision: record.revision });
      return 'drawn';
    }
    if (edited.why === 'gone') {
      await deliveries.clear(ref, 'card');
      return post(ref, record);
    }
    if (edited.why === 'refused') {
      log.warn({ event: 'card.edit_refused', record_id: ref.id, error: edited.error });
      await keepRefusal(deliveries, record, edited.error);
      return undefined;
    }
    return { againInMs: edited.why === 'not_now' ? edited.retryMs : RETRY_MS };
  }
}

/** Keeps that Slack refused the card at this revision. */
export function keepRefusal(
  deliveries: Pick<Deliveries, 'put'>,
  record: Ref & { revision: number },
  why: string,
): Promise<void> {
  return deliveries.put(record, refusedCard(record.revision), { state: 'undeliverable', why });
}
