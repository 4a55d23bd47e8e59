import type { Ref } from '../domain/record.ts';
import type { Message, Place, SendResult } from '../slack/messenger.ts';
import { type DeliverDeps, GIVE_UP_MS, postOnce, RETRY_MS } from './deliver.ts';

/** Delay before retrying a refused notice: short after the event, then growing. */
const REPAIR_MIN_MS = 5_000;
const REPAIR_MAX_MS = 10 * 60_000;

export type TellTarget = Ref & { revision: number; updatedAt: number };
type NoticePost = {
  slot: string;
  place: Place;
  message: Message;
  /** A refusal that will pass, such as for a card about to be posted again. */
  isPassing?: ((refusal: string) => boolean) | undefined;
};

/** When to retry a refusal that someone can lift; undefined after a week. */
function repairInMs(since: number, now: number): number | undefined {
  const age = now - since;
  if (age > GIVE_UP_MS) return undefined;
  return Math.min(Math.max(age / 4, REPAIR_MIN_MS), REPAIR_MAX_MS);
}

/** When to retry an edit; undefined if done or hopeless. */
export function editAgainInMs(edited: SendResult, since: number, now: number): number | undefined {
  if (edited.ok || edited.why === 'gone') return undefined;
  if (edited.why === 'not_now') return edited.retryMs;
  if (edited.why === 'unknown') return RETRY_MS;
  return edited.final ? undefined : repairInMs(since, now);
}

/** `refused`: by Slack, and not in passing. `againInMs`: worth another try then. Neither: said. */
export type Said = { refused: boolean; againInMs?: number };

/** A final refusal is kept as undeliverable; one that someone can lift is retried while the record stays open. */
export async function tellOnce(
  deps: DeliverDeps,
  record: TellTarget,
  { slot, place, message, isPassing }: NoticePost,
): Promise<Said> {
  const { deliveries, clock, log } = deps;
  const { revision, updatedAt } = record;
  const posting = await postOnce(deps, { ref: record, slot, place, message, revision });
  if (posting.done) return { refused: false };
  if ('againInMs' in posting) return { refused: false, againInMs: posting.againInMs };
  const { refused, final } = posting;
  if (isPassing?.(refused)) return { refused: false, againInMs: RETRY_MS };
  const againInMs = final ? undefined : repairInMs(updatedAt, clock.now());
  log.warn({ event: 'notice.refused', record_id: record.id, slot, error: refused, againInMs });
  if (againInMs !== undefined) return { refused: true, againInMs };
  await deliveries.put(record, slot, { state: 'undeliverable', why: refused });
  return { refused: true };
}
