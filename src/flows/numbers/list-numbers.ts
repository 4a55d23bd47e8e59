import type { Actor } from '../../domain/actor.ts';
import type { Money } from '../../domain/money.ts';
import type { Label } from '../../domain/numbers/holding.ts';
import {
  filterNumbers,
  isAnyNumber,
  type NumberFilter,
  wholeNumber,
} from '../../domain/numbers/number-filter.ts';
import { cutPage, type Page, placeOf } from '../../domain/numbers/number-search.ts';
import type { NumberAt, OwnNumber } from '../../domain/numbers/own-number.ts';
import {
  mergeNumbers,
  monthlyFees,
  type NumberEntry,
  type SeenAtVobiz,
} from '../../domain/numbers/owned-number-list.ts';
import { mergeByTime, numbersIn, seenOf } from '../../domain/numbers/seen-numbers.ts';
import { NUMBERS_LOOKED_AT, SHOWN } from '../../domain/page-sizes.ts';
import { type Forbidden, mayAct } from '../../domain/policy/policy.ts';
import { AppError } from '../../errors.ts';
import type { Clock } from '../../runtime.ts';
import type { NumberIndex } from '../../store/number-index.ts';
import type { NumbersSeen } from '../../store/vobiz-lists.ts';
import type { VobizClient } from '../../vobiz/client.ts';
import type { Identify } from '../identify.ts';
import { createNumberRecords, type NumberRecordsDeps } from './number-records.ts';
import { createSeeAtVobiz } from './see-at-vobiz.ts';

export type NumberList = {
  /** `monthly`: what all that the filter found cost a month. */
  page: Page<NumberEntry> & { monthly?: readonly Money[] };
  /** The labels that numbers can have. */
  labels: readonly Label[];
  /** How many there are without the filter. */
  total: number;
  /** Where there are numbers, ISO codes. */
  countries: readonly string[];
  /** Why Vobiz's lists are missing in whole or part. */
  failure?: unknown;
  /** What is left out: numbers at Vobiz that we did not read or could not, or older ones of ours that the filter did not look at. */
  leftOut: readonly ('at_vobiz' | 'unread' | 'unfiltered')[];
};

/** The most numbers of ours in one file, and how many of them are read at once. */
const NUMBERS_IN_FILE = 20_000;
const READ_AT_ONCE = 500;

/** `isWhole`: false if there are more numbers, here or at Vobiz, than these. `unread`: how many Vobiz lists that we can't read. */
export type Everything = {
  entries: readonly NumberEntry[];
  isWhole: boolean;
  unread: number;
  failure?: unknown;
};

/** The team's numbers, newest first: those of our records, by their index, and those that only Vobiz lists. */
export function createListNumbers(
  deps: NumberRecordsDeps & {
    numberIndex: NumberIndex;
    vobiz: Pick<VobizClient, 'ownedPage' | 'channels'>;
    seen: NumbersSeen;
    identify: Identify;
    labels: (team: string) => Promise<readonly Label[]>;
    clock: Clock;
  },
) {
  const { numberIndex } = deps;
  const seeAtVobiz = createSeeAtVobiz(deps);
  const numberRecords = createNumberRecords(deps);
  /** A reading of Vobiz's lists serves for a minute. */
  const known = new WeakMap<SeenAtVobiz, OwnNumber[]>();

  /** The numbers of Vobiz's lists that no record of ours gave. Those that went back since were ours when they were listed. */
  async function elsewhere(team: string, seen: SeenAtVobiz): Promise<OwnNumber[]> {
    const listed = known.get(seen) ?? numbersIn(seen);
    known.set(seen, listed);
    const ours = await numberIndex.has(
      team,
      listed.map(({ e164 }) => e164),
    );
    const givenBack = await numberIndex.givenBackSince(team, seen.at);
    return listed.filter(({ e164 }, at) => !ours[at] && !givenBack.has(e164));
  }

  async function entriesOf(
    team: string,
    numbers: readonly string[],
    seen: SeenAtVobiz,
  ): Promise<NumberEntry[]> {
    const sought = new Set(numbers);
    const records = await numberRecords(team, numbers);
    const givenBack = await numberIndex.givenBackSince(team, seen.at);
    const listed = new Set(numbers.filter((e164) => !givenBack.has(e164)));
    const entries = mergeNumbers(records, seenOf(seen, listed, records));
    return entries.filter(({ e164 }) => sought.has(e164));
  }

  /** Reads what it shows. */
  async function anyPage(
    team: string,
    page: number,
    total: number,
    others: readonly NumberAt[],
    seen: SeenAtVobiz,
  ) {
    const { offset, ...place } = placeOf(total, page, SHOWN.numbers);
    const end = offset + SHOWN.numbers;
    const merged = mergeByTime(await numberIndex.newest(team, end), others.slice(0, end));
    const shown = merged.slice(offset, end).map(({ e164 }) => e164);
    return { items: await entriesOf(team, shown, seen), ...place };
  }

  /** What a filter asks for stands in records and at Vobiz, so the newest are read. A whole number is found in any case. */
  async function filteredPage(
    team: string,
    filter: NumberFilter,
    page: number,
    others: readonly NumberAt[],
    seen: SeenAtVobiz,
  ) {
    const typed = wholeNumber(filter.text);
    const numbers = [...(await numberIndex.newest(team, NUMBERS_LOOKED_AT)), ...others].map(
      ({ e164 }) => e164,
    );
    const entries = await entriesOf(team, typed ? [...numbers, typed] : numbers, seen);
    const found = filterNumbers(entries, filter);
    return { ...cutPage(found, page, SHOWN.numbers), monthly: monthlyFees(found) };
  }

  return {
    /** Why this person may not see the list; undefined if they may. Guests and outsiders must not learn prices. */
    forbids: async (actor: Actor): Promise<Forbidden | undefined> =>
      mayAct(await deps.identify(actor, [])),

    /** Whether Vobiz need not be asked for its lists. */
    isKept: async (): Promise<boolean> => (await deps.seen.kept()) !== undefined,

    async page({ teamId: team }: Actor, filter: NumberFilter, page: number): Promise<NumberList> {
      const { seen, cut, failure } = await seeAtVobiz();
      const [own, others, countries, labels] = await Promise.all([
        numberIndex.size(team),
        elsewhere(team, seen),
        numberIndex.countries(team),
        deps.labels(team),
      ]);
      const total = own + others.length;
      const isAny = isAnyNumber(filter);
      const found = isAny
        ? await anyPage(team, page, total, others, seen)
        : await filteredPage(team, filter, page, others, seen);
      return {
        page: found,
        total,
        labels,
        countries: [
          ...new Set([...countries, ...others.flatMap(({ country }) => country ?? [])]),
        ].sort(),
        leftOut: [
          ...(cut ? ['at_vobiz' as const] : []),
          ...(seen.unread ? ['unread' as const] : []),
          ...(!isAny && own > NUMBERS_LOOKED_AT ? ['unfiltered' as const] : []),
        ],
        ...(failure !== undefined && { failure }),
      };
    },

    /** Every number there is, newest first: for a file. */
    async everything({ teamId: team }: Pick<Actor, 'teamId'>): Promise<Everything> {
      const { seen, cut, failure } = await seeAtVobiz();
      const [own, others] = await Promise.all([
        numberIndex.newest(team, NUMBERS_IN_FILE),
        elsewhere(team, seen),
      ]);
      const numbers = mergeByTime(own, others).map(({ e164 }) => e164);
      const entries: NumberEntry[] = [];
      for (let at = 0; at < numbers.length; at += READ_AT_ONCE) {
        entries.push(...(await entriesOf(team, numbers.slice(at, at + READ_AT_ONCE), seen)));
      }
      const isWhole = !cut && failure === undefined && own.length < NUMBERS_IN_FILE;
      const { unread = 0 } = seen;
      return { entries, isWhole, unread, ...(failure !== undefined && { failure }) };
    },

    /** Throws where Vobiz may list it although we did not read it: AppError `vobiz_*`. */
    async one({ teamId: team }: Actor, e164: string): Promise<NumberEntry | undefined> {
      const { seen, cut, failure } = await seeAtVobiz();
      const [entry] = await entriesOf(team, [e164], seen);
      if (entry?.record || entry?.owned) return entry;
      if (failure !== undefined) throw failure;
      if (cut || seen.unread)
        throw new AppError('vobiz_unreadable', 'the number may be one of those not read');
      return entry;
    },
  };
}
export type ListNumbers = ReturnType<typeof createListNumbers>;
