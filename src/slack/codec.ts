import { z } from 'zod';
import { parseJson } from '../domain/json.ts';

export const VALUE_MAX = 2000;
export const METADATA_MAX = 3000;
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
