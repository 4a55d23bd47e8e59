import { retryAfterFromSeconds } from './retry-after.ts';
import { wireErrorSchema } from './schemas.ts';
import { readJson } from './wire-json.ts';
import { oneLine } from './wire-text.ts';

export type ErrorBody = {
  /** Machine code: `INSUFFICIENT_BALANCE`, `not_found`, `401`. */
  code: string | undefined;
  /** Vobiz's words: one line, at most 200 characters, never HTML. */
  message: string | undefined;
  retryAfterMs: number | undefined;
  requestId: string | undefined;
};

const SECRET = '[removed]';

/**
 * Reads every error body Vobiz documents, and those its gateways may send: `error.message`, then `error` with `message`,
 * `message`, `detail`, plain text. `secrets` (token, one-time code) are cut out should the server echo them.
 */
export function readErrorBody(body: string, secrets: readonly string[]): ErrorBody {
  const clean = (value: string | undefined, max: number) => tidy(value, max, secrets);
  const json = readJson(body);
  const parsed = wireErrorSchema.safeParse(json);
  if (!parsed.success) {
    const words = typeof json === 'string' ? json : plainText(body);
    return {
      code: undefined,
      message: clean(words, 200),
      retryAfterMs: undefined,
      requestId: undefined,
    };
  }
  const { error, message, detail, details, requestId, api_id } = parsed.data;
  const nested = typeof error === 'object' ? error : undefined;
  const named = typeof error === 'string' ? error : undefined;
  const words = nested?.message ?? message ?? named ?? detail;
  const allDetails = nested?.details ?? details;
  const field = allDetails?.errors?.[0];
  const fieldWords =
    field?.message && ` (${field.field ? `${field.field}: ` : ''}${field.message})`;
  const code = clean(nested?.code ?? named, 64);
  return {
    code: code !== undefined && /^[\w.-]+$/.test(code) ? code : undefined,
    message: clean(words && `${words}${fieldWords ?? ''}`, 200),
    retryAfterMs: retryAfterFromSeconds(allDetails?.retryAfter),
    requestId: clean(requestId ?? api_id, 100),
  };
}

/** Text that a person wrote; markup and broken JSON are a machine's, and may hold what the request held. */
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
  // Before cutting to length, so that no part of a secret stays at the end.
  for (const secret of secrets) if (secret !== '') text = text.replaceAll(secret, SECRET);
  return oneLine(text, max) || undefined;
}
