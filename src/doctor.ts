import { examine } from './doctor/examine.ts';
import type { Finding } from './doctor/finding.ts';
import { conclusion, isFit, line } from './doctor/report.ts';

// biome-ignore lint/style/noProcessEnv: like main.ts, an entry that is told everything by the environment
const environment = process.env;

const findings: Finding[] = [];
for await (const finding of examine(environment)) {
  findings.push(finding);
  process.stdout.write(line(finding));
}
process.stdout.write(conclusion(findings));
process.exitCode = isFit(findings) ? 0 : 1;
