import { errorCode } from '../errors.ts';
import { rootOf } from './log-errors.ts';

/** A line of each kind at most this often. */
const WINDOW_MS = 60_000;

/** What loops write over and over while Redis is away, full or read-only. Nothing that a person or an order waits for. */
const LOOPS = new Set([
  'redis.error',
  'queue.error',
  'worker.error',
  'job.failed',
  'sweep.failed',
  'request.not_finished',
  'reminder.not_left',
]);
const ALWAYS_REDIS = new Set(['redis.error', 'queue.error', 'worker.error']);

/**
 * Lets the first line of a kind through and holds back the others of the next minute; the last of those is written when the
 * minute is over, with the number of them as `count`. Lines that are not of a loop, or not about Redis, all pass.
 */
export function createRepeats() {
  const minutes = new Map<string, { held: number; write: (count?: number) => void }>();

  function over(kind: string): void {
    const minute = minutes.get(kind);
    if (!minute) return;
    if (minute.held === 0) {
      minutes.delete(kind);
      return;
    }
    minute.write(minute.held);
    minute.held = 0;
    setTimeout(() => over(kind), WINDOW_MS).unref();
  }

  return (fields: unknown, write: (count?: number) => void): void => {
    const kind = kindOf(fields);
    const minute = kind === undefined ? undefined : minutes.get(kind);
    if (minute) {
      minute.held += 1;
      minute.write = write;
      return;
    }
    write();
    if (kind === undefined) return;
    minutes.set(kind, { held: 0, write });
    setTimeout(() => over(kind), WINDOW_MS).unref();
  };
}

type Line = { event?: unknown; err?: unknown; reason?: unknown; connection?: unknown };

function kindOf(fields: unknown): string | undefined {
  if (typeof fields !== 'object' || fields === null) return undefined;
  const { event, err, reason, connection }: Line = fields;
  if (typeof event !== 'string' || !LOOPS.has(event)) return undefined;
  if (!ALWAYS_REDIS.has(event) && errorCode(err) !== 'store_unavailable') return undefined;
  const root = rootOf(err);
  const words = root instanceof Error ? root.message : String(reason ?? '');
  return [event, connection, gist(words)].join(' ');
}

/** `READONLY`, `OOM`, `ECONNREFUSED` where there is such a word, else how the message begins: the rest has ids in it. */
function gist(message: string): string {
  return /\b[A-Z]{3,}\b/.exec(message)?.[0] ?? message.split(/\s+/, 4).join(' ');
}
