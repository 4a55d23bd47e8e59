import { z } from 'zod';
import { type OrderIn, orderSchema } from '../domain/order/order.ts';
import { type PurchaseOutcome, purchaseOutcomeSchema } from '../domain/order/purchase-outcome.ts';
import { sha256 } from './audit-chain.ts';

/**
 * One line of the purchase journal, JSON: an attempt about to be sent (the order as it was claimed), what came back, or
 * the word of a person that a line (its SHA-256) or an attempt is settled. No line holds a secret.
 */
const lineSchema = z.union([
  z.object({ sending: orderSchema }),
  z.object({ outcome: purchaseOutcomeSchema }),
  z.object({ accepted: z.string(), who: z.string(), why: z.string(), at: z.number() }),
]);
export type JournalLine =
  | { sending: OrderIn<'placing'> }
  | { outcome: PurchaseOutcome }
  | { accepted: string; who: string; why: string; at: number };

/** What the lines of a file say. `damaged` are the SHA-256 of lines that cannot be read. */
export type ReadLines = {
  sending: OrderIn<'placing'>[];
  outcomes: PurchaseOutcome[];
  accepted: string[];
  damaged: string[];
};

export function readLines(text: string): ReadLines {
  const read: ReadLines = { sending: [], outcomes: [], accepted: [], damaged: [] };
  // What follows the last line break was cut off while it was written: of a line like that nothing was sent.
  for (const line of text.split('\n').slice(0, -1)) {
    if (line.trim() === '') continue;
    const parsed = parsedLine(line);
    if (!parsed) read.damaged.push(sha256(line));
    else if ('outcome' in parsed) read.outcomes.push(parsed.outcome);
    else if ('accepted' in parsed) read.accepted.push(parsed.accepted);
    else if (parsed.sending.state === 'placing') read.sending.push(parsed.sending);
    else read.damaged.push(sha256(line));
  }
  return read;
}

function parsedLine(line: string) {
  try {
    return lineSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
