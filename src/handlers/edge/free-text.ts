import { readInput } from '../../slack/form.ts';

/** What somebody typed, or what is wrong with it, under its field. */
export type FreeText = { ok: true; text: string } | { ok: false; errors: Record<string, string> };

/** Trimmed text of at most `max` characters; `missing` is what to say when there is none, undefined where it may be. */
export function freeText(
  values: unknown,
  input: { blockId: string; actionId: string; prose: true },
  max: number,
  missing: string | undefined,
): FreeText {
  const text = readInput(values, input).trim();
  if (text === '' && missing) return { ok: false, errors: { [input.blockId]: missing } };
  const tooLong = [...text].length - max;
  return tooLong > 0
    ? { ok: false, errors: { [input.blockId]: `Shorten it by ${tooLong} characters.` } }
    : { ok: true, text };
}
