import { isFields } from '../domain/json.ts';
import type { VendorReason } from '../domain/order/vendor-reason.ts';
import { knownReason } from './known-reasons.ts';
import { retryAfterFromSeconds, retryAfterFromWords } from './retry-after.ts';
import { type WireError, wireErrorSchema } from './vobiz-fields.ts';
import { oneLine, readJson } from './wire.ts';

/** Field names that hold a machine code; `country_code`, `otp_code` and the like do not. */
const CODE_NAME = /^(?:(?:error|meta|sub|error_sub|provider|vendor|upstream)_?)?(?:code|subcode)$/i;
const DEEPEST = 5;
const MOST = 20;
/** `(#133005) Two step verification PIN Mismatch`, `Meta error 133016:`, or one of Meta's long codes alone. */
const IN_WORDS = /\(#(\d{1,7})\)|\b(?:error|code)\b[ :#=]{1,3}(\d{2,7})\b|\b(13\d{4})\b/gi;

/** Every machine code in an error body, at any depth: Vobiz may wrap Meta's error in its own. */
function codesIn(json: unknown, words: string | undefined): string[] {
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

export type ErrorBody = {
  /** Machine code: `INSUFFICIENT_BALANCE`, `not_found`, `401`. */
  code: string | undefined;
  /** Vobiz's words: one line, at most 200 characters, never HTML. */
  message: string | undefined;
  /** What the codes or words mean, if known. */
  reason: VendorReason | undefined;
  retryAfterMs: number | undefined;
  requestId: string | undefined;
};

const SECRET = '[removed]';

/**
 * Reads every error body Vobiz documents, Meta's, and those of gateways: `error.message`, then `error` with `message`,
 * `message`, `detail`, the first of `errors`, plain text. Removes `secrets` (token, one-time code) a server might echo.
 */
export function readErrorBody(body: string, secrets: readonly string[]): ErrorBody {
  const clean = (value: string | undefined, max: number) => tidy(value, max, secrets);
  const json = readJson(body);
  const { data } = wireErrorSchema.safeParse(json);
  const said = data ? partsOf(data) : { words: typeof json === 'string' ? json : plainText(body) };
  const message = clean(said.words, 200);
  const codes = codesIn(json, message).filter((code) => clean(code, 64) === code);
  const code = clean(said.code, 64);
  return {
    code: code !== undefined && /^[\w.-]+$/.test(code) ? code : undefined,
    message,
    reason: knownReason(codes, message),
    retryAfterMs: retryAfterFromSeconds(said.wait) ?? retryAfterFromWords(message),
    requestId: clean(said.requestId, 100),
  };
}

type Parts = {
  words: string | undefined;
  code?: string | undefined;
  wait?: string | number | undefined;
  requestId?: string | undefined;
};

function partsOf({ error, message, detail, errors, ...rest }: WireError): Parts {
  const nested = typeof error === 'object' ? error : undefined;
  const named = typeof error === 'string' ? error : undefined;
  const details = nested?.details ?? rest.details;
  const words = nested?.message ?? message ?? named ?? detail ?? errors?.[0]?.message;
  return {
    words: words && `${words}${fieldIn(details?.errors?.[0])}`,
    code: nested?.code ?? named,
    wait: [details, nested, rest].map(waitIn).find((wait) => wait !== undefined),
    requestId: rest.requestId ?? rest.api_id,
  };
}

/** ` (region: unknown)`: the rejected field, without its value. */
function fieldIn(error: { field?: string | undefined; message?: string | undefined } | undefined) {
  if (!error?.message) return '';
  return ` (${error.field ? `${error.field}: ` : ''}${error.message})`;
}

type Waits = Pick<WireError, 'retryAfter' | 'retry_after'>;

function waitIn(waits: Waits | undefined): string | number | undefined {
  return waits?.retryAfter ?? waits?.retry_after;
}

/** Text a person wrote. Markup and broken JSON come from machines and may echo the request. */
function plainText(body: string): string | undefined {
  return /<[a-z!/?]/i.test(body) || /^\s*[{["]/.test(body) ? undefined : body;
}

/** One line without the secrets; undefined when nothing is left. */
export function tidy(
  value: string | undefined,
  max: number,
  secrets: readonly string[],
): string | undefined {
  if (value === undefined) return undefined;
  let text = value;
  // Before truncating, or part of a secret could survive at the end.
  for (const secret of secrets) if (secret !== '') text = text.replaceAll(secret, SECRET);
  return oneLine(text, max) || undefined;
}
