import {
  type LastSeen,
  type ListIndex,
  type Vanished,
  vanishedFrom,
} from '../../domain/account/last-seen.ts';
import { type Connectable, onboardingOf } from '../../domain/connection/connectable.ts';
import type { GiveBackState } from '../../domain/giveback/give-back.ts';
import { giveBackOf } from '../../domain/giveback/returnable.ts';
import { createNumberRecords, type NumberRecordsDeps } from '../numbers/number-records.ts';

/** A list that lacks more is odd, whatever was given back. */
const READ_MAX = 200;

/** Vobiz has said that such a number goes. */
const GOES: ReadonlySet<GiveBackState> = new Set([
  'pending',
  'keeping',
  'keep_unclear',
  'released',
]);

/**
 * What a whole list lacks at once, if that is more than can be true. What was given back here was bound to go, also where no list
 * showed it leave; records are read for odd lists only.
 */
export function createFindVanished(deps: NumberRecordsDeps) {
  const numberRecords = createNumberRecords(deps);
  return async (
    team: string,
    kept: ReadonlyMap<string, LastSeen>,
    index: ListIndex,
  ): Promise<Vanished | undefined> => {
    const vanished = vanishedFrom(kept, index);
    const lacking = [...kept.keys()].filter((e164) => !index.owned.of.has(e164));
    if (!vanished || lacking.length > READ_MAX) return vanished;
    const leaving = (await numberRecords(team, lacking)).filter(isGoing);
    const gone = new Set(leaving.map((record) => onboardingOf(record).e164));
    return vanishedFrom(new Map([...kept].filter(([e164]) => !gone.has(e164))), index);
  };
}
export type FindVanished = ReturnType<typeof createFindVanished>;

function isGoing(record: Connectable): boolean {
  const giveBack = giveBackOf(record);
  return giveBack !== undefined && GOES.has(giveBack.state);
}
