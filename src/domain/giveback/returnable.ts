import type { Order, OrderIn } from '../order/order.ts';
import type { Verification, VerificationIn } from '../verification/verification.ts';
import type { GiveBack, GiveBackIn } from './give-back.ts';

/**
 * A record of a number that the account pays Vobiz for: bought here, or adopted. One that people brought and verified is not
 * Vobiz's to take back.
 */
export type Returnable = OrderIn<'completed'> | VerificationIn<'adopted'>;

export function isReturnable(record: Order | Verification): record is Returnable {
  return record.state === 'completed' || record.state === 'adopted';
}

/** Its way back to Vobiz, the last one if there were several. */
export function giveBackOf(record: Order | Verification): GiveBack | undefined {
  return isReturnable(record) ? record.giveBack : undefined;
}

/** Its number is Vobiz's again. */
export function isGivenBack(record: Order | Verification): boolean {
  return giveBackOf(record)?.state === 'released';
}

export type ToReturn = Returnable & { giveBack: GiveBackIn<'asked'> };

/** Somebody asks to give its number back, and nobody has decided yet. */
export function isToReturn(record: Order | Verification): record is ToReturn {
  return giveBackOf(record)?.state === 'asked';
}

/** The list of records whose number somebody asks to give back. */
export const GIVE_BACK_ASKED = 'give_back_asked';
/** The list of those whose number went back to Vobiz, which no list of numbers has any longer. */
export const GIVEN_BACK = 'given_back';
export const GIVE_BACK_LISTS: readonly string[] = [GIVE_BACK_ASKED, GIVEN_BACK];

/** Which of them a record stands in. */
export function giveBackLists(record: Order | Verification): readonly string[] {
  if (isToReturn(record)) return [GIVE_BACK_ASKED];
  return isGivenBack(record) ? [GIVEN_BACK] : [];
}
