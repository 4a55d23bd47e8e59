import { systemClock } from '../app/clock.ts';
import { QUIET } from '../app/log.ts';
import { createStores } from '../app/storage.ts';
import { auditEntry } from '../domain/audit/audit.ts';
import { accepted } from '../domain/audit/gap.ts';
import { openPurchaseJournal, type PurchaseJournal } from '../store/purchase-journal.ts';
import { ArgumentError, HELP, readArguments } from './arguments.ts';
import { type Place, runCommand, say, withAudit } from './command.ts';

const USAGE = `npm run --silent records:accept -- --who "Asha Rao" --why "compared with the console: nothing is missing" [--attempt att_...]
Says that somebody has compared the records with the Vobiz console after Redis went back to an earlier moment. It ends the
open gap of each workspace, with an entry in the audit, and purchases that waited for it continue. Run it where the bot
runs, with the bot's REDIS_URL and DATA_DIR.
  --attempt  a purchase that can't be put back and that you looked up by hand; can be given several times
Exit code 0 when it is done or there was nothing to do, 2 when it failed.
`;

// biome-ignore lint/style/noProcessEnv: an entry point, like main.ts
const environment = process.env;

async function main(): Promise<number> {
  const { values } = readArguments({
    options: {
      who: { type: 'string', default: '' },
      why: { type: 'string', default: '' },
      attempt: { type: 'string', multiple: true, default: [] },
      ...HELP,
    },
  });
  const [who, why] = [values.who.trim(), values.why.trim()];
  if (values.help) return say(USAGE, 0);
  if (!who || !why) throw new ArgumentError('say who compared and why it can go on:');
  return withAudit(environment, async (place) => {
    const { memory: dir } = place;
    const journal = await openPurchaseJournal({ dir, now: systemClock.now, log: QUIET });
    try {
      for (const attempt of values.attempt) {
        if (!(await journal.knows(attempt))) return say(unknownAttempt(attempt, dir), 2);
      }
      const done = [
        ...(await acceptGaps(place, { who, why })),
        ...(await acceptJournal(journal, { who, why }, values.attempt)),
      ];
      return say(done.length > 0 ? `${done.join('\n')}\n` : 'there was nothing to accept\n', 0);
    } finally {
      await journal.close();
    }
  });
}

function unknownAttempt(attempt: string, dir: string): string {
  return `nothing was accepted: no purchase journal in ${dir} has ${JSON.stringify(attempt)}. The log names it in purchase.not_put_back; run this where that bot runs\n`;
}

type Said = { who: string; why: string };

async function acceptGaps({ redis, keys }: Place, said: Said): Promise<string[]> {
  const { gaps } = createStores(redis, keys, QUIET);
  const done: string[] = [];
  for (const ref of await gaps.open()) {
    const gap = await gaps.get(ref);
    if (gap?.state !== 'noticed') continue;
    const now = systemClock.now();
    const next = accepted(gap, said, now);
    const entry = auditEntry('accept', { job: 'records:accept' }, gap, next, now);
    if (!(await gaps.save(next, entry))) throw new Error(`${gap.id} has changed: run it again`);
    await gaps.close(next);
    done.push(
      `${gap.id} of ${gap.team} is accepted: what came after entry ${gap.common} may be lost`,
    );
  }
  return done;
}

async function acceptJournal(
  journal: PurchaseJournal,
  { who, why }: Said,
  attempts: readonly string[],
): Promise<string[]> {
  const lines = await journal.damaged();
  for (const each of [...lines, ...attempts]) await journal.accept(each, who, why);
  return [
    ...lines.map((line) => `the damaged journal line ${line} is accepted`),
    ...attempts.map((attempt) => `${attempt} is accepted and will not be put back`),
  ];
}

runCommand(environment, USAGE, main);
