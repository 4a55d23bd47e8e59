import {
  type LastSeen,
  type Listed,
  type ListIndex,
  lackedBy,
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
 * What a whole list lacks at once, if that is more than can be true. What was given back or disconnected here was bound to go, also
 * where no list showed it leave; records are read for odd lists only.
 */
export function createFindVanished(deps: NumberRecordsDeps) {
  const numberRecords = createNumberRecords(deps);
  return async (
    team: string,
    kept: ReadonlyMap<string, LastSeen>,
    index: ListIndex,
    what: Listed,
  ): Promise<Vanished | undefined> => {
    const vanished = vanishedFrom(kept, index, what);
    const lacking = vanished ? lackedBy(kept, index, what) : [];
    if (!vanished || lacking.length > READ_MAX) return vanished;
    const leaving = (await numberRecords(team, lacking)).filter(BOUND_TO_GO[what]);
    const gone = new Set(leaving.map((record) => onboardingOf(record).e164));
    return vanishedFrom(new Map([...kept].filter(([e164]) => !gone.has(e164))), index, what);
  };
}
export type FindVanished = ReturnType<typeof createFindVanished>;

const BOUND_TO_GO: Readonly<Record<Listed, (record: Connectable) => boolean>> = {
  number: isGoing,
  channel: (record) => record.connection?.state === 'disconnected',
};

function isGoing(record: Connectable): boolean {
  const giveBack = giveBackOf(record);
  return giveBack !== undefined && GOES.has(giveBack.state);
}
