/**
 * What one check found. `problem` stops the bot or its work, `warning` will hurt some day, `unchecked` could not be
 * looked at. `says` is one line that ends with how to fix it, and never has a secret in it.
 */
export type Finding = {
  about: string;
  verdict: 'ok' | 'warning' | 'problem' | 'unchecked';
  says: string;
};

type Say = (about: string, says: string) => Finding;

export const ok: Say = (about, says) => ({ about, verdict: 'ok', says });
export const warning: Say = (about, says) => ({ about, verdict: 'warning', says });
export const problem: Say = (about, says) => ({ about, verdict: 'problem', says });
export const unchecked: Say = (about, says) => ({ about, verdict: 'unchecked', says });

/** `a`, `a and b`, `a, b and c` */
export function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? 'nobody';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
