import { mkdir } from 'node:fs/promises';
import { systemClock } from '../app/clock.ts';
import { readMonth } from '../domain/audit/audit.ts';
import { monthOf } from '../domain/order/budget.ts';
import { signedHeads } from '../store/archive-file.ts';
import type { Anchor } from '../store/audit-anchors.ts';
import { headText } from '../store/audit-chain.ts';
import { createAuditCheck } from '../store/audit-check.ts';
import { createAuditLog } from '../store/audit-log.ts';
import { archiveMonth } from './archive-month.ts';
import { ArgumentError, HELP, readArguments } from './arguments.ts';
import { NO_AUDIT, type Place, runCommand, say, teamsAsked, withAudit } from './command.ts';
import { rememberedHeads } from './remembered-heads.ts';

const USAGE = `npm run --silent audit:archive -- --before 2026-10 --archive DIR [--team T0123456789]
Moves the months before that one (UTC) out of Redis into files of JSON lines in DIR, one per workspace and month. A second file
signs off each: first and last entry with their hashes, their number, and the SHA-256. An anchor stays in Redis.
Entries leave Redis only after their file is on the disk and verified. You can stop it at any point and run it again.
You can move a month 31 days after its end. Until then the bot may have to put back a purchase and continue its history.
Run it where a bot runs, with the bot's REDIS_URL and DATA_DIR. Keep the files: audit:verify --archive DIR needs them all.
Exit code 0 when it is done or there was nothing to do, 1 when the audit is broken and stays unchanged, 2 when it failed.
`;

/** One day more than the bot puts purchases back. */
const SETTLED_AFTER_MS = 31 * 24 * 3_600_000;

// biome-ignore lint/style/noProcessEnv: an entry point, like main.ts
const environment = process.env;

async function main(): Promise<number> {
  const { values } = readArguments({
    options: {
      before: { type: 'string', default: '' },
      archive: { type: 'string', default: '' },
      team: { type: 'string' },
      ...HELP,
    },
  });
  const { before, archive: dir, team } = values;
  if (values.help) return say(USAGE, 0);
  const until = readMonth(before)?.from;
  if (until === undefined || !dir) throw new ArgumentError('say before which month, and where to:');
  return withAudit(environment, async (place) => {
    const settled = systemClock.now() - SETTLED_AFTER_MS;
    if (until > settled)
      return say(
        `a month can be moved 31 days after its end: say --before ${monthOf(settled)} or earlier\n`,
        2,
      );
    const teams = teamsAsked(await createAuditLog(place).teams(), team);
    if (teams.length === 0) return say(NO_AUDIT, 0);
    await mkdir(dir, { recursive: true, mode: 0o700 });
    const codes: number[] = [];
    for (const one of teams) codes.push(await archiveTeam(place, { dir, team: one, until }));
    return Math.max(0, ...codes);
  });
}

/** Moves month after month, if all that is in Redis is whole and every bot on this disk sees what it remembers. */
async function archiveTeam(
  place: Place,
  options: { dir: string; team: string; until: number },
): Promise<number> {
  const { team } = options;
  const audit = createAuditLog(place);
  const remembered = (await rememberedHeads(place)).get(team) ?? [];
  const known = [...remembered, ...(await signedHeads(options.dir, team))];
  const { broken } = await createAuditCheck({ ...place, audit })(team, known);
  if (broken)
    return say(`BROKEN ${team}: ${broken.says} (entry ${broken.seq}, ${broken.kind})\n`, 1);
  const moved: Anchor[] = [];
  for (;;) {
    const anchor = await archiveMonth(place, { audit, ...options });
    if (!anchor) break;
    moved.push(anchor);
    say(movedLine(team, anchor), 0);
  }
  return moved.length > 0 ? 0 : say(`ok ${team}: nothing is left to move\n`, 0);
}

function movedLine(team: string, { month, file, entries, last, sha256 }: Anchor): string {
  return `ok ${team}: ${month} is in ${file}, ${entries} entries, head ${headText(last)}, SHA-256 ${sha256}\n`;
}

runCommand(environment, USAGE, main);
