import { randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, readFile, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { parseJson } from '../domain/json.ts';
import { type OrderIn, orderSchema } from '../domain/order/order.ts';
import {
  type JournalEntry,
  type PurchaseOutcome,
  purchaseOutcomeSchema,
} from '../domain/order/order-put-back.ts';
import type { Log } from '../runtime.ts';
import { sha256 } from './audit-chain.ts';
import { syncDirectory } from './synced-file.ts';
import { ifMissing } from './system-error.ts';

/**
 * One JSON line of the purchase journal: an attempt about to be sent (the order as claimed), its outcome, or a person's
 * word that a line (by its SHA-256) or an attempt is settled. No line holds a secret.
 */
const lineSchema = z.union([
  z.object({ sending: orderSchema }),
  z.object({ outcome: purchaseOutcomeSchema }),
  z.object({ accepted: z.string(), who: z.string(), why: z.string(), at: z.number() }),
]);
type JournalLine = z.infer<typeof lineSchema>;

/** The parsed lines of a file. `damaged` holds the SHA-256 of each unreadable line. */
export type ReadLines = {
  sending: OrderIn<'placing'>[];
  outcomes: PurchaseOutcome[];
  accepted: string[];
  damaged: string[];
};

export function readLines(text: string): ReadLines {
  const read: ReadLines = { sending: [], outcomes: [], accepted: [], damaged: [] };
  // Text after the last line break was cut off while being written; nothing was sent for such a line.
  for (const line of text.split('\n').slice(0, -1)) {
    if (line.trim() === '') continue;
    const parsed = lineSchema.safeParse(parseJson(line)).data;
    if (!parsed) read.damaged.push(sha256(line));
    else if ('outcome' in parsed) read.outcomes.push(parsed.outcome);
    else if ('accepted' in parsed) read.accepted.push(parsed.accepted);
    else if (parsed.sending.state === 'placing') read.sending.push(parsed.sending);
    else read.damaged.push(sha256(line));
  }
  return read;
}

/** How long an attempt stays after Redis knows its outcome: as long as an old backup might be restored. */
const KEPT_FOR_MS = 30 * 24 * 3_600_000;
const FILE = /^(\d{4}-\d{2}-\d{2})\.[0-9a-f]{12}\.jsonl$/;

type OthersFile = { size: number; lines: ReadLines };

/**
 * What this machine sent to Vobiz, on its own disk and out of Redis' reach: each attempt is synced to disk before it is
 * sent, its outcome after. One file per process and day, so processes sharing `dir` only read each other's; a process
 * also keeps its own lines in memory. Throws when the directory cannot be written.
 */
export async function openPurchaseJournal(options: {
  dir: string;
  now: () => number;
  log: Pick<Log, 'error'>;
}) {
  const { dir, now, log } = options;
  const self = randomBytes(6).toString('hex');
  const own: ReadLines = { sending: [], outcomes: [], accepted: [], damaged: [] };
  const others = new Map<string, OthersFile>();
  let unreadable: string[] = [];
  let file: { name: string; handle: FileHandle; size: number } | undefined;
  let turn = Promise.resolve();
  await inTurn(today);

  /** One write at a time: a failed line is cut off by file length. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = turn.then(work);
    turn = done.then(
      () => undefined,
      () => undefined,
    );
    return done;
  }

  async function today() {
    const name = `${new Date(now()).toISOString().slice(0, 10)}.${self}.jsonl`;
    // A deleted file can still be written to, but keeps nothing.
    if (file?.name === name && (await file.handle.stat()).nlink > 0) return file;
    await mkdir(dir, { recursive: true, mode: 0o700 });
    const handle = await open(join(dir, name), 'a', 0o600);
    await file?.handle.close();
    file = { name, handle, size: (await handle.stat()).size };
    await syncDirectory(dir);
    return file;
  }

  async function append(line: JournalLine): Promise<void> {
    await inTurn(async () => {
      const into = await today();
      const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
      try {
        await into.handle.appendFile(bytes);
        await into.handle.datasync();
        into.size += bytes.length;
      } catch (error) {
        // A partial or unsynced line must not be found later: it would say that something was sent.
        await into.handle.truncate(into.size).catch(() => undefined);
        throw error;
      }
    });
  }

  /** When the disk fails, keeps what was read before and marks the directory unreadable. */
  async function readAgain(): Promise<void> {
    try {
      await mkdir(dir, { recursive: true, mode: 0o700 });
      await readOthers();
      unreadable = [];
    } catch (error) {
      unreadable = [dir];
      log.error({ event: 'journal.not_read', err: error });
    }
  }

  async function readOthers(): Promise<void> {
    const names = (await readdir(dir)).filter((name) => FILE.test(name) && !name.includes(self));
    for (const name of names) {
      const path = join(dir, name);
      const found = await stat(path).catch(ifMissing);
      if (!found || others.get(name)?.size === found.size) continue;
      const text = await readFile(path, 'utf8').catch(ifMissing);
      if (text !== undefined) others.set(name, { size: found.size, lines: readLines(text) });
    }
  }

  function known(): ReadLines[] {
    return [own, ...[...others.values()].map(({ lines }) => lines)];
  }

  return {
    /** Call before sending. False when it is not on disk: then send nothing. */
    async sending(order: OrderIn<'placing'>): Promise<boolean> {
      try {
        await append({ sending: order });
        own.sending.push(order);
        return true;
      } catch (error) {
        log.error({ event: 'journal.not_written', order_id: order.id, err: error });
        return false;
      }
    },
    async outcome(outcome: PurchaseOutcome): Promise<void> {
      own.outcomes.push(outcome);
      await append({ outcome }).catch((error: unknown) =>
        log.error({ event: 'journal.not_written', attempt_id: outcome.attemptId, err: error }),
      );
    },
    /** Whether any process on this disk wrote of this attempt, or of a damaged line with this SHA-256. */
    async knows(what: string): Promise<boolean> {
      await readAgain();
      return known().some((lines) => holds(lines, what));
    },
    /** A person has compared: settles the attempt, or the damaged line with this SHA-256. */
    async accept(accepted: string, who: string, why: string): Promise<void> {
      await append({ accepted, who, why, at: now() });
      own.accepted.push(accepted);
    },
    /** Every attempt that any process on this disk sent, except those a person has settled. */
    async attempts(): Promise<JournalEntry[]> {
      await readAgain();
      const outcomes = new Map(
        known().flatMap((lines) => lines.outcomes.map((each) => [each.attemptId, each])),
      );
      const accepted = new Set(known().flatMap((lines) => lines.accepted));
      const sent = known().flatMap((lines) => lines.sending);
      return sent
        .filter(({ attempt }) => !accepted.has(attempt.id))
        .map((order) => ({ order, outcome: outcomes.get(order.attempt.id) }));
    },
    /** What may hide attempts: the SHA-256 of unreadable lines nobody has settled, or the directory. */
    async damaged(): Promise<string[]> {
      await readAgain();
      const accepted = new Set(known().flatMap((lines) => lines.accepted));
      const lines = known().flatMap(({ damaged }) => damaged);
      return [...unreadable, ...lines.filter((line) => !accepted.has(line))];
    },
    /**
     * Deletes files older than KEPT_FOR_MS whose attempts Redis knows, as `isSettled` says, or a person has settled. A person's
     * word stays as long as what it settles.
     */
    async forgetOld(isSettled: (attemptId: string) => boolean): Promise<void> {
      const accepted = new Set(known().flatMap((lines) => lines.accepted));
      const isOver = ({ damaged, sending }: ReadLines) =>
        damaged.every((line) => accepted.has(line)) &&
        sending.every(({ attempt: { id } }) => accepted.has(id) || isSettled(id));
      for (const [name, { lines }] of [...others].sort()) {
        const day = FILE.exec(name)?.[1] ?? '';
        const left = known().filter((each) => each !== lines);
        const isNeeded = lines.accepted.some((what) => left.some((each) => holds(each, what)));
        if (Date.parse(day) > now() - KEPT_FOR_MS || isNeeded || !isOver(lines)) continue;
        await unlink(join(dir, name)).catch(ifMissing);
        others.delete(name);
      }
    },
    async close(): Promise<void> {
      await inTurn(async () => {
        const empty = file?.size === 0;
        await file?.handle.close();
        if (file && empty) await unlink(join(dir, file.name)).catch(ifMissing);
        file = undefined;
      });
    },
  };
}
export type PurchaseJournal = Awaited<ReturnType<typeof openPurchaseJournal>>;

function holds({ damaged, sending }: ReadLines, what: string): boolean {
  return damaged.includes(what) || sending.some(({ attempt }) => attempt.id === what);
}
