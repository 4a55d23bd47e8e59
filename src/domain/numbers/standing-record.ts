import { type Connectable, onboardingOf } from '../connection/connectable.ts';
import { hasChannel } from '../connection/connection.ts';
import { isGivenBack } from '../giveback/returnable.ts';

/**
 * The record that stands for a number that several gave: bought, given back and bought again, or adopted while an order was
 * open. What the account has no more stands for nothing while there is another; then a connected one counts, then the latest.
 */
export function standingOf(known: Connectable | undefined, other: Connectable): Connectable {
  if (!known) return other;
  const ahead = rank(known) - rank(other) || known.endedAt - other.endedAt;
  return ahead >= 0 ? known : other;
}

function rank(record: Connectable): number {
  return (isLost(record) ? 0 : 2) + (hasChannel(record.connection) ? 1 : 0);
}

function isLost(record: Connectable): boolean {
  const is = record.watched?.number?.is;
  return is === 'gone' || is === 'released' || isGivenBack(record);
}

/** Of each number the record that stands for it. */
export function standingRecords(records: readonly Connectable[]): Map<string, Connectable> {
  const found = new Map<string, Connectable>();
  for (const record of records) {
    const { e164 } = onboardingOf(record);
    found.set(e164, standingOf(found.get(e164), record));
  }
  return found;
}
