import { z } from 'zod';
import { parseJson } from '../domain/json.ts';

export const VALUE_MAX = 2000;
export const METADATA_MAX = 3000;
/** Slack's documentation allows 150 characters in an option, its types 75: the lower one counts. */
const OPTION_MAX = 75;
const CODEC_VERSION = 1;

/** Why we reject a value that came back from Slack: an older bot made it, or this bot never did. */
export type Undecodable = 'old' | 'broken';
type Decoded<T> = { ok: true; value: T } | { ok: false; why: Undecodable };

/** A button or modal: its id at Slack and its codec. Values refer to records and grant nothing: anyone can send one. */
export type Definition<T> = {
  readonly id: string;
  /** Throws when the result is too long for Slack: a bug in the view, which its tests find. */
  encode(value: T): string;
  decode(raw: string | undefined): Decoded<T>;
};

export function define<T>(id: string, schema: z.ZodType<T>, maxChars: number): Definition<T> {
  return {
    id,
    encode(value) {
      const text = JSON.stringify({ v: CODEC_VERSION, d: value });
      if (text.length > maxChars)
        throw new RangeError(`${id}: ${text.length} characters, at most ${maxChars}`);
      return text;
    },
    decode(raw) {
      if (raw === undefined || raw.length > maxChars) return { ok: false, why: 'broken' };
      const wrapped = envelopeSchema.safeParse(parseJson(raw));
      if (!wrapped.success) return { ok: false, why: 'broken' };
      if (wrapped.data.v !== CODEC_VERSION) return { ok: false, why: 'old' };
      const parsed = schema.safeParse(wrapped.data.d);
      return parsed.success ? { ok: true, value: parsed.data } : { ok: false, why: 'broken' };
    },
  };
}

const envelopeSchema = z.object({ v: z.number(), d: z.unknown() });

/** The option of a menu that does what a button would: `withdraw_order {"v":1,…}`. Throws RangeError like `encode`. */
export function optionOf<T>(button: Definition<T>, value: T): string {
  const text = `${button.id} ${button.encode(value)}`;
  if (text.length > OPTION_MAX)
    throw new RangeError(
      `${button.id}: an option of ${text.length} characters, at most ${OPTION_MAX}`,
    );
  return text;
}

/** Which button an option stands for, and that button's value. */
export function buttonOf(option: string): { id: string; value: string } {
  const at = option.indexOf(' ');
  return { id: option.slice(0, at), value: option.slice(at + 1) };
}
