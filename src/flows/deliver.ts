import { isWithin } from '../domain/elapsed.ts';
import { AppError } from '../errors.ts';
import type { Again } from './order/place-order.ts';
import type { Clock, Log, Ref } from './ports.ts';

export const RETRY_MS = 5_000;
/** What Slack refuses is tried for a week: somebody has come back from a weekend by then. */
export const GIVE_UP_MS = 7 * 24 * 3_600_000;
const STALE_DRAWS = 10;

/** What becomes of one message; the store keeps it. */
export type Delivery =
  | { state: 'intended'; at: number }
  | { state: 'sent'; channel: string; ts: string; revision: number }
  | { state: 'undeliverable'; why: string };

export type Deliveries = {
  get(ref: Ref, slot: string): Promise<Delivery | undefined>;
  intend(ref: Ref, slot: string, now: number): Promise<boolean>;
  takeOver(ref: Ref, slot: string, seenAt: number, now: number): Promise<boolean>;
  put(ref: Ref, slot: string, delivery: Delivery): Promise<void>;
  clear(ref: Ref, slot: string): Promise<void>;
  cardAt(team: string, channel: string, ts: string): Promise<string | undefined>;
};

export type Place = { channel: string; thread?: string };
export type Posted = { channel: string; ts: string };

/** What came of a post or an edit. `refused` stays so until a person changes something; `final`, whatever anybody does. */
export type SendResult =
  | { ok: true; posted: Posted }
  | { ok: false; why: 'refused'; error: string; final: boolean }
  | { ok: false; why: 'not_now'; retryMs: number }
  /** The message is not there any more, or not ours to edit. */
  | { ok: false; why: 'gone' }
  | { ok: false; why: 'unknown' };

/** The one outbound messenger for messages that people must be able to rely on. `M` is a rendered message. */
export type Messenger<M> = {
  post(place: Place, message: M, mark: string): Promise<SendResult>;
  edit(posted: Posted, message: M): Promise<SendResult>;
  /** Looks for a message of ours that carries `mark`. */
  find(place: Place, mark: string, since: number): Promise<FindResult>;
};

/** What came of a look. `may_not` when it can never be looked there; a look that failed says nothing of what is there. */
type FindResult =
  | { found: 'there'; posted: Posted }
  | { found: 'not_there' | 'may_not' }
  | { found: 'not_now'; retryMs: number };

export type DeliverDeps<M> = {
  deliveries: Deliveries;
  messenger: Messenger<M>;
  clock: Clock;
  log: Log;
  /** After this many ms without an answer, a post counts as one whose outcome nobody knows. */
  postUnknownAfterMs: number;
};

/** `posted`, or what stands in the way. */
export type Posting =
  | { done: true }
  | { done: false; refused: string; final: boolean }
  | { done: false; againInMs: number };

/** Posts one message once: intent before, identity after; where an intent was left behind, looks before posting again. */
export async function postOnce<M>(
  deps: DeliverDeps<M>,
  target: { ref: Ref; slot: string; place: Place; message: M; revision: number },
): Promise<Posting> {
  const { deliveries, messenger, clock, postUnknownAfterMs } = deps;
  const { ref, slot, place, message, revision } = target;
  const mark = `${ref.id}/${slot}`;
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

/** What an intent that stands already means; undefined when it is ours to carry out. */
async function afterIntent<M>(
  deps: DeliverDeps<M>,
  { ref, slot, place }: { ref: Ref; slot: string; place: Place },
  mark: string,
): Promise<Posting | undefined> {
  const { deliveries, messenger, clock, postUnknownAfterMs } = deps;
  const standing = await deliveries.get(ref, slot);
  // Cleared between the two looks: whoever cleared it had been told that nothing was posted.
  if (!standing) return { done: false, againInMs: RETRY_MS };
  if (standing.state === 'sent') return { done: true };
  if (standing.state === 'undeliverable')
    return { done: false, refused: standing.why, final: true };
  const { at } = standing;
  const now = clock.now();
  if (isWithin(at, postUnknownAfterMs, now)) {
    return { done: false, againInMs: at + postUnknownAfterMs - now };
  }
  // Before the intent is taken over: its time is where the next look has to begin.
  const found = await messenger.find(place, mark, at);
  if (found.found === 'not_now') return { done: false, againInMs: found.retryMs };
  // Of two who find the same intent left behind, one goes on; two would post two cards.
  if (!(await deliveries.takeOver(ref, slot, at, clock.now()))) {
    return { done: false, againInMs: postUnknownAfterMs };
  }
  if (found.found !== 'there') return undefined;
  await deliveries.put(ref, slot, { state: 'sent', ...found.posted, revision: 0 });
  return { done: true };
}

/** Where it is kept that Slack refused the card as it is at this revision. */
function refusedCard(revision: number): string {
  return `card-refused-${revision}`;
}

/** Time alone does not make it so: after a week without the bot, everything is still to be told. */
export async function isHopeless(
  { deliveries, clock }: Pick<DeliverDeps<unknown>, 'deliveries' | 'clock'>,
  record: Ref & { revision: number; updatedAt: number },
): Promise<boolean> {
  if (clock.now() <= record.updatedAt + GIVE_UP_MS) return false;
  return (await deliveries.get(record, refusedCard(record.revision))) !== undefined;
}

type Drawable = { id: string; team: string; revision: number; channel: string };

/**
 * The one writer of a card: always draws the latest record and remembers which revision it drew. Two writers at once
 * are harmless: each looks at the record again after drawing and draws again when it has moved on.
 */
export function createCardWriter<R extends Drawable, M>(
  deps: DeliverDeps<M> & {
    load: (ref: Ref) => Promise<R | undefined>;
    render: (record: R) => M;
    /** Tells the person behind the record that its card cannot be posted. */
    onRefused: (record: R, error: string) => Promise<void>;
  },
) {
  const { deliveries, messenger, log } = deps;

  return async function draw(ref: Ref): Promise<Again> {
    for (let draws = 0; draws < STALE_DRAWS; draws += 1) {
      const record = await deps.load(ref);
      if (!record) return undefined;
      const card = await deliveries.get(ref, 'card');
      if (card?.state === 'sent' && card.revision === record.revision) return undefined;
      const again =
        card?.state === 'sent' ? await redraw(ref, record, card) : await post(ref, record);
      if (again !== 'drawn') return again;
    }
    throw new AppError('internal', `the card of ${ref.id} changes faster than it can be drawn`);
  };

  async function post(ref: Ref, record: R): Promise<Again | 'drawn'> {
    const place = { channel: record.channel };
    const target = {
      ref,
      slot: 'card',
      place,
      message: deps.render(record),
      revision: record.revision,
    };
    const posting = await postOnce(deps, target);
    if (posting.done) return 'drawn';
    if ('againInMs' in posting) return posting;
    log.warn({ event: 'card.refused', record_id: ref.id, error: posting.refused });
    await keepRefusal(record, posting.refused);
    await deps.onRefused(record, posting.refused);
    return undefined;
  }

  async function redraw(ref: Ref, record: R, card: Posted): Promise<Again | 'drawn'> {
    const { channel, ts } = card;
    await deliveries.put(ref, 'card', { state: 'sent', channel, ts, revision: 0 });
    const edited = await messenger.edit({ channel, ts }, deps.render(record));
    if (edited.ok) {
      await deliveries.put(ref, 'card', { state: 'sent', channel, ts, revision: record.revision });
      return 'drawn';
    }
    if (edited.why === 'gone') {
      await deliveries.clear(ref, 'card');
      return 'drawn';
    }
    if (edited.why === 'refused') {
      log.warn({ event: 'card.edit_refused', record_id: ref.id, error: edited.error });
      await keepRefusal(record, edited.error);
      return undefined;
    }
    return { againInMs: edited.why === 'not_now' ? edited.retryMs : RETRY_MS };
  }

  function keepRefusal(record: R, why: string): Promise<void> {
    return deliveries.put(record, refusedCard(record.revision), { state: 'undeliverable', why });
  }
}
