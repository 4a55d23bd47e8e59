import { followProxyOf } from '../app/config.ts';
import { createScrub, secretsOf } from '../app/log.ts';
import { examine } from './doctor/examine.ts';
import { conclusion, type Finding, isFit, line } from './doctor/finding.ts';

// biome-ignore lint/style/noProcessEnv: like main.ts, an entry that is told everything by the environment
const environment = process.env;

// What a library says of its failure may repeat what it was given.
const scrub = createScrub(secretsOf(environment));
followProxyOf(environment);
const findings: Finding[] = [];
process.on('uncaughtException', (error) => {
  // Node would print what a library hung on the error as well.
  process.stderr.write(scrub(`The doctor itself failed: ${error.message}\n`));
  process.exit(1);
});

for await (const finding of examine(environment)) {
  findings.push(finding);
  process.stdout.write(scrub(line(finding)));
}
process.stdout.write(conclusion(findings));
process.exitCode = isFit(findings) ? 0 : 1;
