import { followProxyOf } from '../app/config.ts';
import { conclusion, type Diagnosis, isFit, line } from '../app/doctor/diagnosis.ts';
import { examine } from '../app/doctor/examine.ts';
import { createScrub, secretsOf } from '../app/log.ts';

// biome-ignore lint/style/noProcessEnv: like main.ts, an entry that is told everything by the environment
const environment = process.env;

// A library's error message may repeat the secrets it was given.
const scrub = createScrub(secretsOf(environment));
followProxyOf(environment);
const diagnoses: Diagnosis[] = [];
process.on('uncaughtException', (error) => {
  // Node would also print whatever a library attached to the error.
  process.stderr.write(scrub(`The doctor itself failed: ${error.message}\n`));
  process.exit(1);
});

for await (const diagnosis of examine(environment)) {
  diagnoses.push(diagnosis);
  process.stdout.write(scrub(line(diagnosis)));
}
process.stdout.write(conclusion(diagnoses));
process.exitCode = isFit(diagnoses) ? 0 : 1;
