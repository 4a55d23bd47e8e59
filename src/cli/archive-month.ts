import { createHash, randomBytes } from 'node:crypto';
import { access, readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { teamIdSchema } from '../domain/actor.ts';
import { readMonth } from '../domain/audit/audit.ts';
import { monthOf } from '../domain/order/budget.ts';
import { readArchive } from '../store/archive-file.ts';
import {
  type Anchor,
  type AnchorText,
  moveOut,
  readAnchor,
  startBehind,
} from '../store/audit-anchors.ts';
import { createChainCheck, type Head, headText } from '../store/audit-chain.ts';
import { auditLine } from '../store/audit-lines.ts';
import type { AuditLog, StoredLink } from '../store/audit-log.ts';
import { renameSynced, writeSynced } from '../store/synced-file.ts';
import { ifMissing } from '../store/system-error.ts';
import type { Place } from './command.ts';

/**
 * Moves the oldest month that is still in Redis, and begins before `until` (epoch ms), to a file in `dir`: written and synced,
 * signed off, read back and verified, and only then removed from Redis. Undefined when there is none. May be killed
 * anywhere and run again. Throws when anything differs from what Redis holds.
 */
export async function archiveMonth(
  place: Pick<Place, 'redis' | 'keys'>,
  options: { audit: AuditLog; dir: string; team: string; until: number },
): Promise<Anchor | undefined> {
  const { audit, dir, until } = options;
  const team = teamIdSchema.parse(options.team);
  const anchors = await audit.anchors(team);
  const month = await oldestMonth(audit, team, until);
  if (month === undefined) return undefined;
  await removeLeftovers(dir, `${team}.${month}.`);
  const part = join(dir, `${team}.${month}.${randomBytes(4).toString('hex')}.part`);
  const copy = createCopy(audit.read(team, { until: readMonth(month)?.until ?? 0 }));
  await writeSynced(part, copy.lines());
  const { first, last, ...counted } = copy.ends();
  const name = `${team}.${month}.${first.seq}-${last.seq}`;
  const text: AnchorText = {
    month,
    file: `${name}.jsonl`,
    first: headText(first),
    last: headText(last),
    ...counted,
  };
  const json = JSON.stringify(text);
  const anchor = readAnchor(json);
  if (!anchor) throw new Error(`${json} cannot be read again`);
  await keep(part, dir, anchor);
  await writeSynced(part, `${json}\n`);
  await renameSynced(part, join(dir, `${name}.head.json`));
  await verify(dir, anchor, startBehind(anchors));
  const ends = { firstId: first.id, lastId: last.id, anchor: text, before: anchors.length };
  if (!(await moveOut(place, team, ends)))
    throw new Error(
      `the audit of ${team} has changed meanwhile: nothing was removed, run it again`,
    );
  return anchor;
}

async function oldestMonth(
  audit: AuditLog,
  team: string,
  until: number,
): Promise<string | undefined> {
  for await (const { at } of audit.read(team, { until })) return monthOf(at);
  return undefined;
}

/** What a killed run left half-written. */
async function removeLeftovers(dir: string, start: string): Promise<void> {
  for (const name of await readdir(dir)) {
    if (name.startsWith(start) && name.endsWith('.part'))
      await unlink(join(dir, name)).catch(ifMissing);
  }
}

/** Turns links into lines, and knows afterwards what they were. */
function createCopy(links: AsyncIterable<StoredLink>) {
  const hash = createHash('sha256');
  let entries = 0;
  let first: StoredLink | undefined;
  let last: StoredLink | undefined;
  return {
    async *lines(): AsyncGenerator<string> {
      for await (const link of links) {
        first ??= link;
        last = link;
        entries += 1;
        const line = auditLine(link);
        hash.update(line);
        yield line;
      }
    },
    ends() {
      if (!first || !last) throw new Error('the entries went away while they were read');
      return { first, last, entries, sha256: hash.digest('hex') };
    },
  };
}

/** A run that was killed may have left the same file. Another one is never overwritten. */
async function keep(part: string, dir: string, anchor: Anchor): Promise<void> {
  const path = join(dir, anchor.file);
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  if (!isThere) return renameSynced(part, path);
  await drained(readArchive(dir, anchor));
  await unlink(part);
}

async function drained(links: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of links);
}

async function verify(dir: string, anchor: Anchor, start: Head): Promise<void> {
  const check = createChainCheck(start);
  for await (const link of readArchive(dir, anchor)) check.next(link);
  const broken = check.firstBreak();
  if (broken) throw new Error(`${anchor.file}: ${broken.says}`);
}
