import type { Connectable, HoldingRefusal } from '../../domain/connection/connectable.ts';
import { phoneText } from '../connection/connection-words.ts';
import { type Message, sentence } from '../kit/blocks.ts';
import { unknownRecord } from '../kit/refusals.ts';
import { keptText, mayNotHold } from '../numbers/holding-words.ts';

/** To an unfit reader of the digest. */
export function digestRefused(): Message {
  return sentence('Only admins and approvers can see the digest here.');
}

/** To the person who keeps a number, where no message shows it. */
export function kept(record: Connectable): Message {
  const word = record.holding?.kept;
  return sentence(`*${phoneText(record)}* · ${word ? keptText(word) : 'Kept'}`);
}

/** To somebody whose Keep did nothing. */
export function notKept(
  refusal: HoldingRefusal | { kind: 'unknown' },
  record: Connectable | undefined,
): Message {
  if (!record) return unknownRecord();
  return refusal.kind === 'forbidden' ? mayNotHold(refusal.why, record) : kept(record);
}
