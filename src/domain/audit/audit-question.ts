import { orderIdSchema } from '../order/order.ts';
import { verificationIdSchema } from '../verification/verification.ts';

/** What part of the audit somebody asks for. `month` is `2026-11`, in UTC; `name` is how people call someone at Slack. */
export type AuditQuestion =
  | { kind: 'record'; id: string }
  | { kind: 'person'; userId: string }
  | { kind: 'name'; name: string }
  | { kind: 'month'; month: string };

const MENTION = /^<@([UW][A-Z0-9]{2,30})(?:\|[^>]*)?>$/;
const USER_ID = /^[UW][A-Z0-9]{4,30}$/;
/** Slack allows 80 characters. */
const NAME_MAX = 80;
const MONTH = /^\d{4}-(?:0[1-9]|1[0-2])$/;

/**
 * Reads `ord_...`, `ver_...`, a user id, a mention, `@asha` (commands get names as they were typed), `2026-11`, or nothing
 * (this month); undefined for anything else.
 */
export function readAuditQuestion(
  words: readonly string[],
  now: number,
): AuditQuestion | undefined {
  const [word, ...more] = words;
  if (word?.startsWith('@') && word.length > 1) {
    return { kind: 'name', name: words.join(' ').slice(1, 1 + NAME_MAX) };
  }
  if (more.length > 0) return undefined;
  if (word === undefined) return { kind: 'month', month: new Date(now).toISOString().slice(0, 7) };
  const id = word.toLowerCase();
  if (orderIdSchema.safeParse(id).success || verificationIdSchema.safeParse(id).success) {
    return { kind: 'record', id };
  }
  const userId = MENTION.exec(word)?.[1] ?? USER_ID.exec(word)?.[0];
  if (userId) return { kind: 'person', userId };
  return readMonth(word) ? { kind: 'month', month: word } : undefined;
}

/** The month `2026-11` in UTC as epoch ms: from the first moment on, before the last. Undefined when it is no month. */
export function readMonth(text: string): { from: number; until: number } | undefined {
  if (!MONTH.test(text)) return undefined;
  const [year = 0, month = 0] = text.split('-').map(Number);
  return { from: Date.UTC(year, month - 1), until: Date.UTC(year, month) };
}
