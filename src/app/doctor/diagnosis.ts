/**
 * What one check found. `problem` stops the bot or its work, `warning` will hurt some day, `unchecked` could not be
 * checked. `says` is one line that ends with the fix and never holds a secret.
 */
export type Diagnosis = {
  about: string;
  verdict: 'ok' | 'warning' | 'problem' | 'unchecked';
  says: string;
};

type Say = (about: string, says: string) => Diagnosis;

export const ok: Say = (about, says) => ({ about, verdict: 'ok', says });
export const warning: Say = (about, says) => ({ about, verdict: 'warning', says });
export const problem: Say = (about, says) => ({ about, verdict: 'problem', says });
export const unchecked: Say = (about, says) => ({ about, verdict: 'unchecked', says });

/** `a`, `a and b`, `a, b and c` */
export function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? 'nobody';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}

const WORDS: Readonly<Record<Diagnosis['verdict'], string>> = {
  ok: 'ok',
  warning: 'warning',
  problem: 'PROBLEM',
  unchecked: 'not checked',
};
const VERDICT_WIDTH = 13;
const ABOUT_WIDTH = 20;

export function line({ about, verdict, says }: Diagnosis): string {
  return `${WORDS[verdict].padEnd(VERDICT_WIDTH)}${about.padEnd(ABOUT_WIDTH - 1)} ${says}\n`;
}

export function conclusion(diagnoses: readonly Diagnosis[]): string {
  const count = (verdict: Diagnosis['verdict']) =>
    diagnoses.filter((diagnosis) => diagnosis.verdict === verdict).length;
  const problems = count('problem');
  const told = [
    problems === 0
      ? 'The bot is ready to run.'
      : `Fix ${problems} ${problems === 1 ? 'problem' : 'problems'} before the bot can work.`,
    ...(count('warning') > 0 ? [`Warnings: ${count('warning')}.`] : []),
    ...(count('unchecked') > 0 ? [`Not checked: ${count('unchecked')}.`] : []),
  ];
  return `\n${told.join(' ')}\n`;
}

export function isFit(diagnoses: readonly Diagnosis[]): boolean {
  return diagnoses.every(({ verdict }) => verdict !== 'problem');
}
