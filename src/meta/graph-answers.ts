import { z } from 'zod';
import { META_WORDS, type MetaNumber, type MetaUnread } from '../domain/connection/meta-number.ts';

/** `digits`: the international number without its `+`. */
export type ListedNumber = MetaNumber & { digits: string };

/** `whatsapp_business_manager_messaging_limit` is there from v24.0; before, it was `messaging_limit_tier`. */
export const FIELDS = [
  'display_phone_number',
  'name_status',
  'code_verification_status',
  'quality_rating',
  'whatsapp_business_manager_messaging_limit',
  'status',
  'platform_type',
].join(',');

function oneOf<const Word extends string>(words: readonly [Word, ...Word[]]) {
  const word = z.string().transform((text) =>
    text
      .trim()
      .toLowerCase()
      .replace(/[\s-]+/g, '_'),
  );
  return word.pipe(z.enum(words));
}

const numberSchema = z
  .object({
    /** `+1 631-555-5555` */
    display_phone_number: z
      .string()
      .transform((text) => text.replace(/\D/g, ''))
      .pipe(z.string().regex(/^\d{7,15}$/)),
    name_status: oneOf(META_WORDS.displayName).catch('unknown'),
    code_verification_status: oneOf(META_WORDS.code).catch('unknown'),
    quality_rating: oneOf(META_WORDS.quality).catch('unknown'),
    whatsapp_business_manager_messaging_limit: z.string().transform(readLimit).catch('unknown'),
    status: oneOf(META_WORDS.status).catch('unknown'),
    platform_type: oneOf(META_WORDS.platform).catch('unknown'),
  })
  .transform(
    (wire): ListedNumber => ({
      digits: wire.display_phone_number,
      displayName: wire.name_status,
      code: wire.code_verification_status,
      quality: wire.quality_rating,
      limit: wire.whatsapp_business_manager_messaging_limit,
      status: wire.status,
      platform: wire.platform_type,
    }),
  );

/** `TIER_250`, `TIER_2K`, `TIER_UNLIMITED`, `TIER_NOT_SET` */
function readLimit(tier: string): MetaNumber['limit'] {
  const word = tier.trim().toLowerCase();
  if (word === 'tier_unlimited') return 'unlimited';
  if (word === 'tier_not_set') return 'not_set';
  const [, count, thousands] = /^tier_([1-9]\d{0,6})(k?)$/.exec(word) ?? [];
  return count === undefined ? 'unknown' : Number(count) * (thousands ? 1_000 : 1);
}

const pageSchema = z.object({
  data: z.array(z.unknown()),
  /** Beside an error, a list may lack anything. */
  error: z.null().optional(),
  paging: z
    .object({
      cursors: z
        .object({ after: z.string().max(1_000).optional().catch(undefined) })
        .nullish()
        .catch(undefined),
      next: z.unknown().optional(),
    })
    .nullish(),
});

/** One page of a list; undefined when it is none. `after`: where the next page begins, if there is one. */
export function readPage(
  body: unknown,
): { numbers: ListedNumber[]; isWhole: boolean; after: string | undefined } | undefined {
  const page = pageSchema.safeParse(readJson(body)).data;
  if (!page) return undefined;
  const numbers = page.data.flatMap((item) => numberSchema.safeParse(item).data ?? []);
  const { next, cursors } = page.paging ?? {};
  const hasMore = Boolean(next);
  const after = hasMore ? cursors?.after : undefined;
  const isCut = hasMore && after === undefined;
  return { numbers, isWhole: numbers.length === page.data.length && !isCut, after };
}

const codeSchema = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\s*\d{1,9}\s*$/)
      .transform(Number),
  ])
  .optional()
  .catch(undefined);
const failureSchema = z.object({
  error: z.object({ code: codeSchema, error_subcode: codeSchema }),
});

/** Graph API, Handling Errors, and the WhatsApp error codes. 4 comes with HTTP 403, so the code counts before the status. */
const WHY: Readonly<Record<number, MetaUnread>> = {
  0: 'token',
  1: 'no_answer',
  2: 'no_answer',
  3: 'forbidden',
  4: 'rate_limited',
  10: 'forbidden',
  17: 'rate_limited',
  32: 'rate_limited',
  102: 'token',
  104: 'token',
  190: 'token',
  341: 'rate_limited',
  368: 'locked',
  613: 'rate_limited',
  80007: 'rate_limited',
  80008: 'rate_limited',
  131031: 'locked',
};
const NO_SUCH_OBJECT = 33;

/** What an answer without a list means. Meta's own words may repeat the token, so none of them are kept. */
export function readFailure(status: number, body: unknown): MetaUnread {
  const { code, error_subcode } = failureSchema.safeParse(readJson(body)).data?.error ?? {};
  if (code !== undefined) {
    const isPermission = code >= 200 && code <= 299;
    // Meta hides an account that the token doesn't reach.
    if (isPermission || (code === 100 && error_subcode === NO_SUCH_OBJECT)) return 'forbidden';
    return WHY[code] ?? 'unreadable';
  }
  if (status === 401) return 'token';
  if (status === 403) return 'forbidden';
  if (status === 429) return 'rate_limited';
  return status >= 500 ? 'no_answer' : 'unreadable';
}

function readJson(body: unknown): unknown {
  try {
    return typeof body === 'string' ? JSON.parse(body) : undefined;
  } catch {
    return undefined;
  }
}
