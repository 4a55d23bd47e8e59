import { randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { systemClock } from '../app/clock.ts';
import { QUIET } from '../app/log.ts';
import { createStores } from '../app/storage.ts';
import { userIdSchema } from '../domain/actor.ts';
import { isForgotten, namesPerson, pseudonymOf } from '../domain/people/forgotten.ts';
import { createForgetPerson, type ForgetResult } from '../flows/people/forget-person.ts';
import { ArgumentError, HELP, readArguments } from './arguments.ts';
import { type Place, runCommand, say, teamsAsked, withAudit } from './command.ts';

const USAGE = `npm run --silent forget -- U0123456789 [--team T0123456789] [--dry-run]
Replaces somebody who left by a pseudonym in requests, verifications and numbers, and removes their drafts and preferences.
Bots may run, all of them on this version. Cards are drawn again by the bots. You can stop it at any point and run it again.
The audit keeps who did what, because its hashes prove it: docs/data.md says what stays, why, and what you can do.
Run it with the bot's environment: REDIS_URL, DATA_DIR, and POLICY_FILE and ADMINS if they are set.
  --dry-run  says what it would do, and changes nothing
Exit code 0 when it is done, 1 when something still needs or names the person, 2 when it failed.
`;

/** Of another Redis than the bot's, "done" would be false. */
const NO_RECORDS =
  "there are no records here: set REDIS_URL or DATA_DIR, and REDIS_PREFIX, to the bot's values\n";

// biome-ignore lint/style/noProcessEnv: an entry point, like main.ts
const environment = process.env;

async function main(): Promise<number> {
  const { values, positionals } = readArguments({
    allowPositionals: true,
    options: {
      team: { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
      ...HELP,
    },
  });
  if (values.help) return say(USAGE, 0);
  const [user, ...more] = positionals;
  const userId = userIdSchema.safeParse(user).data;
  if (userId === undefined || more.length > 0 || isForgotten(userId))
    throw new ArgumentError('say whom to forget, by their id in Slack:');
  const { 'dry-run': rehearse, team } = values;
  if (await isInSettings(userId))
    return say(`${userId} is named in POLICY_FILE or ADMINS: remove them there first\n`, 1);
  return withAudit(environment, async (place) => {
    const forgetting = forgetIn(place);
    const { audit } = createStores(place.redis, place.keys, QUIET);
    const teams = teamsAsked(await audit.teams(), team);
    if (teams.length === 0) return say(NO_RECORDS, 2);
    const codes: number[] = [];
    for (const one of teams) {
      const result = await (rehearse ? forgetting.rehearsed : forgetting.forget)(one, userId);
      codes.push(report(one, userId, result, rehearse));
    }
    return Math.max(0, ...codes);
  });
}

function forgetIn({ redis, keys }: Place) {
  return createForgetPerson({
    ...createStores(redis, keys, QUIET),
    clock: systemClock,
    newPseudonym: () => pseudonymOf(Array.from({ length: 12 }, letter).join('')),
  });
}

function letter(): string {
  return randomInt(36).toString(36).toUpperCase();
}

async function isInSettings(userId: string): Promise<boolean> {
  const { POLICY_FILE: file, ADMINS: admins = '' } = environment;
  const policy = file ? await readFile(file, 'utf8') : '';
  return [policy, admins].some((text) => namesPerson(text, userId));
}

const HOLDS = {
  requester: 'they asked for it, and it is still open: have it withdrawn, denied or finished first',
  sole_approver: 'it waits for their approval, and nobody else can give it: have it denied first',
  policy: 'it names them: remove them there with /vobiz-number settings first',
} as const;
const LEFT = {
  open: 'it is still open: run this again when it has ended',
  unreadable: 'another version of the bot wrote it: run this again with that version',
} as const;

function report(team: string, userId: string, result: ForgetResult, rehearse: boolean): number {
  if (!result.ok) {
    const lines = result.holds.map(({ id, why }) => `needs them ${team} ${id}: ${HOLDS[why]}\n`);
    return say(`${lines.join('')}nothing was changed for ${userId} in ${team}\n`, 1);
  }
  const { records, left, owned, preferences } = result;
  const done = rehearse ? 'would forget' : 'forgot';
  say(
    [
      ...records.map(({ id }) => `${done} them in ${team} ${id}\n`),
      ...owned.map(({ id }) => `their number ${team} ${id}: hand it over on its card\n`),
      ...left.map(({ id, why }) => `names them ${team} ${id}: ${LEFT[why]}\n`),
    ].join(''),
    0,
  );
  const counted = `${records.length} records, ${preferences} preferences`;
  return say(
    `${done} ${userId} in ${team}: ${counted}, ${left.length} left\n`,
    left.length > 0 ? 1 : 0,
  );
}

runCommand(environment, USAGE, main);
