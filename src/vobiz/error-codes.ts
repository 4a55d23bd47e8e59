import { isFields } from './wire-json.ts';

/** The names under which services put a machine code; `country_code`, `otp_code` and the like are none. */
const CODE_NAME = /^(?:(?:error|meta|sub|error_sub|provider|vendor|upstream)_?)?(?:code|subcode)$/i;
const DEEPEST = 5;
const MOST = 20;
/** `(#133005) Two step verification PIN Mismatch`, `Meta error 133016:`; Meta's long codes also bare. */
const IN_WORDS = /\(#(\d{1,7})\)|\b(?:error|code)\b[ :#=]{1,3}(\d{2,7})\b|\b(13\d{4})\b/gi;

/** Every machine code in an error body, wherever it stands: Meta's own error may be wrapped in Vobiz's. */
export function codesIn(json: unknown, words: string | undefined): string[] {
  const found: string[] = [];
  collect(json, 0, found);
  for (const [, ...groups] of (words ?? '').matchAll(IN_WORDS))
    found.push(...groups.filter(Boolean));
  return [...new Set(found)].slice(0, MOST);
}

function collect(value: unknown, depth: number, into: string[]): void {
  if (depth > DEEPEST || into.length >= MOST) return;
  const fields = isFields(value) ? Object.entries(value) : [];
  for (const [name, inner] of fields) {
    const code = codeIn(name, inner);
    if (code !== undefined) into.push(code);
    else collect(inner, depth + 1, into);
  }
  const items: unknown[] = Array.isArray(value) ? value.slice(0, MOST) : [];
  for (const item of items) collect(item, depth + 1, into);
}

function codeIn(name: string, value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const code = String(value).trim();
  const named = CODE_NAME.test(name) || name === 'error';
  return named && /^[\w.-]{1,64}$/.test(code) ? code : undefined;
}
