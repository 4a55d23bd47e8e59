import type { Finding } from './finding.ts';

const WORDS: Readonly<Record<Finding['verdict'], string>> = {
  ok: 'ok',
  warning: 'warning',
  problem: 'PROBLEM',
  unchecked: 'not checked',
};
const VERDICT_WIDTH = 13;
const ABOUT_WIDTH = 20;

/** One line of the report. */
export function line({ about, verdict, says }: Finding): string {
  return `${WORDS[verdict].padEnd(VERDICT_WIDTH)}${about.padEnd(ABOUT_WIDTH - 1)} ${says}\n`;
}

/** The last line: what it all comes to. */
export function conclusion(findings: readonly Finding[]): string {
  const count = (verdict: Finding['verdict']) =>
    findings.filter((finding) => finding.verdict === verdict).length;
  const problems = count('problem');
  const told = [
    problems === 0
      ? 'Nothing stands in the way of the bot.'
      : `${problems} ${problems === 1 ? 'problem' : 'problems'} to fix before the bot can do its work.`,
    ...(count('warning') > 0 ? [`Warnings: ${count('warning')}.`] : []),
    ...(count('unchecked') > 0 ? [`Not checked: ${count('unchecked')}.`] : []),
  ];
  return `\n${told.join(' ')}\n`;
}

/** Whether anything would stop the bot. */
export function isFit(findings: readonly Finding[]): boolean {
  return findings.every(({ verdict }) => verdict !== 'problem');
}
