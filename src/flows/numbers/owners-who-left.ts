import { ownerOf } from '../../domain/connection/connectable.ts';
import { standingRecords } from '../../domain/numbers/standing-record.ts';
import type { NumberIndex } from '../../store/number-index.ts';
import type { People } from '../identify.ts';
import { createNumberRecords, type NumberRecordsDeps } from './number-records.ts';

/** The newest numbers whose owners are looked up; more would ask Slack for too long. */
const NUMBERS_LOOKED_AT = 2_000;
const READ_AT_ONCE = 500;
const PEOPLE_MAX = 200;
const PEOPLE_AT_ONCE = 10;

/** Somebody who owns numbers and can no longer use the bot. */
export type LeftBehind = { userId: string; numbers: number };

/** Owners who are no full members any more, as Slack says now. Throws AppError `membership_unread` when it does not say. */
export function createOwnersWhoLeft(
  deps: NumberRecordsDeps & {
    numberIndex: Pick<NumberIndex, 'newest' | 'ids'>;
    people: Pick<People, 'standing'>;
  },
) {
  const numberRecords = createNumberRecords(deps);

  async function owners(team: string): Promise<Map<string, number>> {
    const counts = new Map<string, number>();
    const newest = await deps.numberIndex.newest(team, NUMBERS_LOOKED_AT);
    const numbers = newest.map(({ e164 }) => e164);
    for (let at = 0; at < numbers.length; at += READ_AT_ONCE) {
      const records = await numberRecords(team, numbers.slice(at, at + READ_AT_ONCE));
      for (const record of standingRecords(records).values()) {
        const owner = ownerOf(record);
        counts.set(owner, (counts.get(owner) ?? 0) + 1);
      }
    }
    return counts;
  }

  return async (team: string): Promise<LeftBehind[]> => {
    const counted = [...(await owners(team))].slice(0, PEOPLE_MAX);
    const left: LeftBehind[] = [];
    for (let at = 0; at < counted.length; at += PEOPLE_AT_ONCE) {
      const some = counted.slice(at, at + PEOPLE_AT_ONCE);
      const standings = await Promise.all(some.map(([userId]) => deps.people.standing(userId)));
      left.push(
        ...some
          .filter((_, index) => standings[index] !== 'member')
          .map(([userId, numbers]) => ({ userId, numbers })),
      );
    }
    return left;
  };
}
export type OwnersWhoLeft = ReturnType<typeof createOwnersWhoLeft>;
