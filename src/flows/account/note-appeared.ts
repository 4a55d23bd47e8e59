import { appearedNotice, mayAppear } from '../../domain/account/appeared.ts';
import type { OwnedSeen } from '../../domain/numbers/owned-number-list.ts';
import type { Stage } from '../../domain/order/order-filter.ts';
import type { Log } from '../../runtime.ts';
import type { AppearedNumbers } from '../../store/appeared-numbers.ts';
import type { NumberIndex } from '../../store/number-index.ts';
import type { Orders, Verifications } from '../../store/records.ts';

const UNDER_WAY: Stage = 'under_way';
/** Of the orders under way, longest first; with more than these, the rest is younger. */
const UNDER_WAY_READ = 200;
/** How far dates of purchases may be off. */
const DATES_OFF_MS = 24 * 3_600_000;

/**
 * Notes which numbers of the account nobody bought here, so that approvers are told of each once. `listed`: those of a whole
 * list, asked for at `at` (epoch ms), that no record gave.
 */
export function createNoteAppeared(deps: {
  appeared: Pick<AppearedNumbers, 'all' | 'open' | 'reopen' | 'add'>;
  orders: Pick<Orders, 'areHeld' | 'page'>;
  verifications: Pick<Verifications, 'areHeld'>;
  numberIndex: Pick<NumberIndex, 'has' | 'givenBackSince'>;
  team: string;
  log: Log;
}) {
  const { appeared, team, log } = deps;

  return async function noteAppeared(listed: readonly OwnedSeen[], at: number): Promise<void> {
    const [known, open] = await Promise.all([appeared.all(team), appeared.open(team)]);
    // What went back while the list was read was ours.
    const givenBack = await deps.numberIndex.givenBackSince(team, at);
    const isThere = (one: OwnedSeen) => mayAppear(one) && !givenBack.has(one.e164);
    const there = new Map(listed.filter(isThere).map((one) => [one.e164, one]));
    const unanswered = [...there.keys()].filter((e164) => known.get(e164)?.answer === undefined);
    const unknown = unanswered.filter((e164) => !known.has(e164));
    const fresh = new Map(
      (await notOurs(unknown, there)).map((e164) => {
        const monthly = there.get(e164)?.price?.monthly;
        return [e164, { ...(monthly && { monthly }) }];
      }),
    );
    const isOpen = new Set(open);
    await appeared.reopen(
      team,
      unanswered.filter((e164) => known.has(e164) && !isOpen.has(e164)),
      open.filter((e164) => !there.has(e164)),
    );
    if (fresh.size === 0) return;
    await appeared.add(team, appearedNotice(at), fresh);
    log.info({ event: 'account.appeared', count: fresh.size });
  };

  /**
   * Without those of orders under way, which may be exactly what we bought. Orders are read first: one that ends meanwhile
   * then stands in the index.
   */
  async function notOurs(
    numbers: readonly string[],
    there: ReadonlyMap<string, OwnedSeen>,
  ): Promise<string[]> {
    if (numbers.length === 0) return [];
    const [since, ordered, verified] = await Promise.all([
      maybeBoughtSince(there),
      deps.orders.areHeld(team, numbers),
      deps.verifications.areHeld(team, numbers),
    ]);
    const ours = await deps.numberIndex.has(team, numbers);
    const maybeBought = (e164: string) =>
      since !== undefined && (there.get(e164)?.purchasedAt ?? Infinity) >= since;
    return numbers.filter(
      (e164, at) => !ordered[at] && !verified[at] && !ours[at] && !maybeBought(e164),
    );
  }

  /**
   * From then on (epoch ms) a number, or one without a date, may be what Vobiz gave instead of the one that was ordered and is not
   * listed. Undefined where no such order is under way.
   */
  async function maybeBoughtSince(
    there: ReadonlyMap<string, OwnedSeen>,
  ): Promise<number | undefined> {
    const orders = await deps.orders.page(team, [UNDER_WAY], {
      offset: 0,
      count: UNDER_WAY_READ,
      lowestFirst: true,
    });
    const sent = orders.flatMap((order) =>
      'attempt' in order && !there.has(order.number.e164) ? [order.attempt.startedAt] : [],
    );
    return sent.length > 0 ? Math.min(...sent) - DATES_OFF_MS : undefined;
  }
}
export type NoteAppeared = ReturnType<typeof createNoteAppeared>;
