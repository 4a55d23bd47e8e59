import { type Connectable, isConnectable, onboardingOf } from '../connection/connectable.ts';
import { giveBackOf, isGivenBack } from '../giveback/returnable.ts';
import type { Order } from '../order/order.ts';
import { countryOf } from '../phone.ts';
import type { Verification } from '../verification/verification.ts';

/** A number that is the team's by a purchase or a verification, since `at` (epoch ms). `country`: ISO 3166 alpha-2. */
export type OwnNumber = { e164: string; country: string | undefined; at: number };

/** A number, and when the team got it, or gave it back; 0 if unknown. */
export type NumberAt = Pick<OwnNumber, 'e164' | 'at'>;

export function ownNumberOf(record: Order | Verification): OwnNumber | undefined {
  if (!isConnectable(record) || isGivenBack(record)) return undefined;
  const { e164 } = onboardingOf(record);
  return { e164, country: countryIn(record), at: record.endedAt };
}

/** The number that went back to Vobiz, and when (epoch ms). */
export function numberGivenBack(record: Order | Verification): NumberAt | undefined {
  const giveBack = giveBackOf(record);
  if (!isConnectable(record) || giveBack?.state !== 'released') return undefined;
  return { e164: onboardingOf(record).e164, at: giveBack.at };
}

/** Vobiz's word on where a number is that it sold. */
export function countryIn(record: Connectable): string | undefined {
  return record.kind === 'order' ? record.number.country : countryOf(onboardingOf(record).e164);
}
