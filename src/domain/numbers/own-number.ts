import { type Connectable, isConnectable, onboardingOf } from '../connection/connectable.ts';
import { isGivenBack } from '../giveback/returnable.ts';
import type { Order } from '../order/order.ts';
import { countryOf } from '../phone.ts';
import type { Verification } from '../verification/verification.ts';

/** A number that is the team's by a purchase or a verification, since `at` (epoch ms). `country`: ISO 3166 alpha-2. */
export type OwnNumber = { e164: string; country: string | undefined; at: number };

export function ownNumberOf(record: Order | Verification): OwnNumber | undefined {
  if (!isConnectable(record) || isGivenBack(record)) return undefined;
  const { e164 } = onboardingOf(record);
  return { e164, country: countryIn(record), at: record.endedAt };
}

/** Vobiz's word on where a number is that it sold. */
export function countryIn(record: Connectable): string | undefined {
  return record.kind === 'order' ? record.number.country : countryOf(onboardingOf(record).e164);
}
