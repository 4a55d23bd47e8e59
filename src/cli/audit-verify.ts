import { type Head, headText, readHead } from '../store/audit-chain.ts';
import { type AuditCheckResult, createAuditCheck } from '../store/audit-check.ts';
import { createAuditLog } from '../store/audit-log.ts';
import { ArgumentError, HELP, readArguments } from './arguments.ts';
import { verifyExport } from './audit-file.ts';
import { NO_AUDIT, runCommand, say, teamsAsked, withAudit } from './command.ts';
import { rememberedHeads } from './remembered-heads.ts';

const USAGE = `npm run --silent audit:verify -- [--head HEAD] [--team T0123456789] [--archive DIR | --file export.jsonl]
Checks that no entry of the audit was removed, changed or reordered, and that every record is what its last entry says.
  --head   a head noted down earlier (from the bot's log, an audit file, or this command): the audit must still contain
           it, or its end was cut off. Can be given several times; needs --team when there are several workspaces.
           It also looks for heads that bots remember in DATA_DIR, until records:accept says that somebody compared them.
  --archive  where the files of audit:archive are: checks the chain from its first entry, through them and on in Redis.
           Without it the check begins behind the archived months.
  --file   check lines of audit:export, or one file of audit:archive, instead of Redis.
Exit code 0 when all is well, 1 when something is broken, 2 when the check failed.
`;

// biome-ignore lint/style/noProcessEnv: an entry point, like main.ts
const environment = process.env;

async function main(): Promise<number> {
  const { values } = readArguments({
    options: {
      head: { type: 'string', multiple: true, default: [] },
      team: { type: 'string' },
      file: { type: 'string' },
      archive: { type: 'string' },
      ...HELP,
    },
  });
  if (values.help) return say(USAGE, 0);
  if (values.file !== undefined && values.archive !== undefined)
    throw new ArgumentError('name --file or --archive, not both');
  const known = values.head.map(readHead);
  const wrong = values.head.find((_, index) => known[index] === undefined);
  if (wrong !== undefined)
    throw new ArgumentError(`--head ${wrong} is not a head like 12:<64 hex digits>`);
  const heads = known.flatMap((head) => head ?? []);
  const checked = values.file
    ? await verifyExport(values.file, { team: values.team, heads: heads.map(({ hash }) => hash) })
    : await verifyRedis(values, heads);
  if (checked === 'which_team')
    return say('there are several workspaces: name one with --team\n', 2);
  if (checked.length === 0 && heads.length === 0) return say(NO_AUDIT, 0);
  if (checked.length === 0) return say('BROKEN: there is no audit, but a head is known\n', 1);
  const before = values.file
    ? "earlier entries aren't in this file"
    : 'earlier entries are archived: name their files with --archive';
  for (const one of checked) say(resultLine(one, before), 0);
  if (checked.some(({ broken }) => broken)) return 1;
  const unproven = checked.flatMap((one) => one.unproven ?? []);
  const asked = heads.find(({ hash }) => unproven.some((head) => head.hash === hash));
  if (!asked) return 0;
  return say(
    `the head ${headText(asked)} is of an archived month: name its files with --archive\n`,
    2,
  );
}

function verifyRedis(
  { team, archive }: { team?: string; archive?: string },
  heads: readonly Head[],
) {
  return withAudit(environment, async (place): Promise<AuditCheckResult[] | 'which_team'> => {
    const audit = createAuditLog(place);
    const check = createAuditCheck({ ...place, audit, archive });
    const remembered = await rememberedHeads(place);
    const known = [...(await audit.teams()), ...remembered.keys()];
    // Of a workspace with a head nothing may be left: that is for the check to say.
    const isKnown = team !== undefined && heads.length > 0;
    const teams = teamsAsked(isKnown ? [...known, team] : known, team);
    if (teams.length > 1 && heads.length > 0) return 'which_team';
    const checked: AuditCheckResult[] = [];
    for (const one of teams)
      checked.push(await check(one, [...heads, ...(remembered.get(one) ?? [])]));
    return checked;
  });
}

function resultLine({ team, start, head, broken }: AuditCheckResult, before: string): string {
  if (broken) return `BROKEN ${team}: ${broken.says} (entry ${broken.seq}, ${broken.kind})\n`;
  const from = start === 1 ? '' : ` from entry ${start} on (${before})`;
  return `ok ${team}: ${head.seq - start + 1} entries${from}, head ${headText(head)}\n`;
}

runCommand(environment, USAGE, main);
