import { followProxyOf } from '../app/config.ts';
import { conclusion, type Diagnosis, isFit, line } from '../app/doctor/diagnosis.ts';
import { examine } from '../app/doctor/examine.ts';
import { createScrub, secretsOf } from '../app/log.ts';
import { HELP, readArguments } from './arguments.ts';
import { runCommand, say } from './command.ts';

const USAGE = `npm run doctor
Checks what the bot needs: its settings, Redis, Slack, Vobiz and the policy. Run it with the bot's environment.
It says how to mend what it finds, and changes nothing.
Exit code 0 when the bot can run, 1 when something is broken, 2 when the doctor was asked for something else.
`;

// biome-ignore lint/style/noProcessEnv: like main.ts, an entry that is told everything by the environment
const environment = process.env;

// A library's error message may repeat the secrets it was given.
const scrub = createScrub(secretsOf(environment));
process.on('uncaughtException', (error) => {
  // Node would also print whatever a library attached to the error.
  process.stderr.write(scrub(`The doctor itself failed: ${error.message}\n`));
  process.exit(1);
});

async function main(): Promise<number> {
  const { values } = readArguments({ options: HELP });
  if (values.help) return say(USAGE, 0);
  followProxyOf(environment);
  const diagnoses: Diagnosis[] = [];
  for await (const diagnosis of examine(environment)) {
    diagnoses.push(diagnosis);
    process.stdout.write(scrub(line(diagnosis)));
  }
  return say(conclusion(diagnoses), isFit(diagnoses) ? 0 : 1);
}

runCommand(environment, USAGE, main);
