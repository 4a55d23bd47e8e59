import { once } from 'node:events';
import { readMonth } from '../domain/audit/audit.ts';
import type { Anchor } from '../store/audit-anchors.ts';
import { auditLine } from '../store/audit-lines.ts';
import { createAuditLog } from '../store/audit-log.ts';
import { ArgumentError, HELP, readArguments } from './arguments.ts';
import { NO_AUDIT, runCommand, say, teamsAsked, withAudit } from './command.ts';

const USAGE = `npm run --silent audit:export -- [--month 2026-11] [--team T0123456789]
Prints the audit as JSON lines, oldest first: seq, prev, hash and the entry, per workspace. Months are in UTC. It doesn't print
archived months, but names their files on stderr: they have the same lines.
`;

// biome-ignore lint/style/noProcessEnv: an entry point, like main.ts
const environment = process.env;

async function main(): Promise<number> {
  const { values } = readArguments({
    options: {
      month: { type: 'string' },
      team: { type: 'string' },
      ...HELP,
    },
  });
  if (values.help) return say(USAGE, 0);
  const range = values.month === undefined ? {} : readMonth(values.month);
  if (!range) throw new ArgumentError(`--month ${values.month} is not a month like 2026-11`);
  return withAudit(environment, async (place) => {
    const audit = createAuditLog(place);
    const teams = teamsAsked(await audit.teams(), values.team);
    if (teams.length === 0) process.stderr.write(NO_AUDIT);
    for (const team of teams) {
      for (const anchor of await audit.anchors(team)) {
        if (values.month === undefined || values.month === anchor.month)
          process.stderr.write(archivedLine(team, anchor));
      }
      for await (const link of audit.read(team, range)) await print(auditLine(link));
    }
    return 0;
  });
}

function archivedLine(team: string, { month, file, first, last }: Anchor): string {
  return `${month} of ${team} is archived: the entries ${first.seq} to ${last.seq} are in ${file}\n`;
}

async function print(line: string): Promise<void> {
  if (!process.stdout.write(line)) await once(process.stdout, 'drain');
}

// `| head` closes the pipe early: that is no failure.
process.stdout.on('error', () => process.exit(0));

runCommand(environment, USAGE, main);
