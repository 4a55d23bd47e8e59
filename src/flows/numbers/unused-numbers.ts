import { isConnectable, onboardingOf } from '../../domain/connection/connectable.ts';
import { mergeNumbers } from '../../domain/numbers/owned-number-list.ts';
import { seenOf } from '../../domain/numbers/seen-numbers.ts';
import {
  isInPlace,
  isOffered,
  UNUSED_LOOKED_AT,
  UNUSED_STATES,
  type UnusedNumbers,
  unusedListOf,
  unusedSince,
} from '../../domain/numbers/unused.ts';
import { DEFAULT_RULEBOOK, type Rulebook } from '../../domain/policy/rulebook.ts';
import type { Clock, Log } from '../../runtime.ts';
import type { Orders, Verifications } from '../../store/records.ts';
import type { NumbersSeen } from '../../store/vobiz-lists.ts';
import { createNumberRecords, type NumberRecordsDeps } from './number-records.ts';

/** A search and a card have more to show, and do not wait longer for what could be used instead. */
const LONGEST_MS = 1_000;
const NONE: UnusedNumbers = { records: [], isWhole: true };

/**
 * The team's numbers of a place that nobody has used for as long as the policy says: from their list, at most fifty records of
 * each kind, and as Vobiz's lists were read last. Vobiz is never asked. Never throws: what cannot be read is not offered.
 */
export function createUnusedNumbers(deps: {
  orders: Pick<Orders, 'page' | 'many'>;
  verifications: Pick<Verifications, 'page' | 'many'>;
  numberIndex: NumberRecordsDeps['numberIndex'];
  numbersSeen: NumbersSeen;
  rulebook: (team: string, channel: string) => Promise<Rulebook | undefined>;
  clock: Clock;
  log: Log;
}) {
  const { orders, verifications, numbersSeen, clock, log } = deps;
  const numberRecords = createNumberRecords(deps);

  async function read(
    team: string,
    { country, region, channel }: { country: string; region: string; channel: string },
  ): Promise<UnusedNumbers> {
    const lists = [unusedListOf(country)];
    const range = { offset: 0, count: UNUSED_LOOKED_AT, lowestFirst: true };
    const [bought, brought, seen, book] = await Promise.all([
      orders.page(team, lists, range),
      verifications.page(team, lists, range),
      numbersSeen.kept(),
      deps.rulebook(team, channel),
    ]);
    const { unusedForMs } = (book ?? DEFAULT_RULEBOOK).reuse;
    const offered = [...bought, ...brought]
      .filter(isConnectable)
      .filter((record) => isInPlace(record, country, region))
      .filter((record) => isOffered(record, unusedForMs, clock.now()));
    const numbers = new Set(offered.map((record) => onboardingOf(record).e164));
    // A newer record may stand for the number, and somebody may use that.
    const records = [...offered, ...(await numberRecords(team, [...numbers]))];
    const ids = new Set(offered.map(({ id }) => id));
    const entries = mergeNumbers(records, seenOf(seen ?? { at: 0 }, numbers, records));
    return {
      records: entries
        .flatMap(({ record, state }) =>
          record && ids.has(record.id) && UNUSED_STATES.includes(state) ? [record] : [],
        )
        .sort((a, b) => unusedSince(a) - unusedSince(b)),
      isWhole: bought.length < UNUSED_LOOKED_AT && brought.length < UNUSED_LOOKED_AT,
    };
  }

  return async (
    team: string,
    place: { country: string; region: string; channel: string },
  ): Promise<UnusedNumbers> => {
    try {
      return (await inTime(read(team, place))) ?? NONE;
    } catch (error) {
      log.warn({ event: 'unused_numbers.not_read', err: error });
      return NONE;
    }
  };
}
export type FindUnusedNumbers = ReturnType<typeof createUnusedNumbers>;

/** Undefined if it takes too long. */
async function inTime<T>(reading: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), LONGEST_MS);
  });
  return Promise.race([reading, late]).finally(() => clearTimeout(timer));
}
