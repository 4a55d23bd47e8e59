import type { Digest } from '../../domain/digest/digest.ts';
import {
  boughtIn,
  cut,
  DIGEST_SHOWN,
  deniedIn,
  givenBackIn,
  renewingIn,
  spentBy,
  troubledIn,
  unusedIn,
} from '../../domain/digest/digest-lists.ts';
import { waitingFor } from '../../domain/digest/digest-waiting.ts';
import type { DigestDays } from '../../domain/digest/digest-week.ts';
import { GIVE_BACK_ASKED, GIVEN_BACK } from '../../domain/giveback/returnable.ts';
import { monthOf } from '../../domain/order/budget.ts';
import { type Stage, spanOf } from '../../domain/order/order-filter.ts';
import { ASKED, UNCONFIRMED } from '../../domain/order/order-lists.ts';
import type { Limits, Rulebook } from '../../domain/policy/rulebook.ts';
import { AppError } from '../../errors.ts';
import type { Clock, Log } from '../../runtime.ts';
import type { Orders, Verifications } from '../../store/records.ts';
import type { Usage } from '../../store/usage.ts';
import type { ListNumbers } from '../numbers/list-numbers.ts';
import type { OwnersWhoLeft } from '../numbers/owners-who-left.ts';

/** Read newest first: what is older than so many is left out, and the digest says so of spending. */
const MONTH_MAX = 2_000;
const DENIED_MAX = 500;
const GIVEN_BACK_MAX = 2_000;
/** The longest a request can wait for its denial: 720 hours by the policy, and a day of questions. */
const ASKED_BEFORE_MS = 31 * 24 * 3_600_000;

const COUNTED: readonly Stage[] = ['asked', 'under_way', 'bought'];

/**
 * Puts a digest together: numbers by their index and Vobiz's lists, requests by the lists of their stage. Once a week, so it
 * looks at every number, up to those that fit one file.
 */
export function createReadDigest(deps: {
  orders: Pick<Orders, 'page' | 'size'>;
  verifications: Pick<Verifications, 'page' | 'size'>;
  numbers: Pick<ListNumbers, 'everything'>;
  usage: Pick<Usage, 'of'>;
  ownersWhoLeft: OwnersWhoLeft;
  rulebook: (team: string) => Promise<Pick<Rulebook, 'limits' | 'reuse'>>;
  clock: Clock;
  log: Log;
}) {
  const { orders, verifications, clock, log } = deps;

  return async (team: string, days: DigestDays, zone: string): Promise<Digest> => {
    const now = clock.now();
    const month = monthOf(days.to - 1);
    const book = await deps.rulebook(team);
    const lately = { offset: 0, count: GIVEN_BACK_MAX };
    const [everything, givenBack, adoptedOnes, denied, spent, waiting, left] = await Promise.all([
      deps.numbers.everything({ teamId: team }),
      orders.page(team, [GIVEN_BACK], lately),
      verifications.page(team, [GIVEN_BACK], lately),
      orders.page(team, ['not_bought' satisfies Stage], {
        offset: 0,
        count: DENIED_MAX,
        from: days.from - ASKED_BEFORE_MS,
        to: days.to,
      }),
      spentIn(team, month, book.limits),
      waitingIn(team),
      leftIn(team),
    ]);
    const { entries, isWhole, unread, failure } = everything;
    const had = entries.flatMap(({ record }) => (record?.kind === 'order' ? [record] : []));
    // Vobiz may still list a number that was given back.
    const bought = new Map([...had, ...givenBack].map((order) => [order.id, order])).values();
    return {
      at: now,
      from: days.from,
      to: days.to,
      zone,
      ...boughtIn([...bought], days),
      denied: deniedIn(denied, days),
      givenBack: givenBackIn([...givenBack, ...adoptedOnes], days),
      month,
      ...spent,
      ...renewingIn(entries, { from: days.to, to: days.nextTo }),
      ...unusedIn(entries, { now, unusedForMs: book.reuse.unusedForMs }),
      troubled: troubledIn(entries),
      waiting,
      ...(left && { left }),
      missing: failure === undefined ? (isWhole && unread === 0 ? [] : ['numbers']) : ['vobiz'],
    };
  };

  async function spentIn(
    team: string,
    month: string,
    { monthlyBudget }: Limits,
  ): Promise<Pick<Digest, 'spent' | 'spentIsCut'>> {
    const [read, size, used] = await Promise.all([
      orders.page(team, COUNTED, { offset: 0, count: MONTH_MAX, ...spanOf(month) }),
      orders.size(team, COUNTED, spanOf(month)),
      deps.usage.of(team, month),
    ]);
    const spent = spentBy(read, monthlyBudget, used);
    return { spent: cut(spent, DIGEST_SHOWN.spent), spentIsCut: size > MONTH_MAX };
  }

  async function waitingIn(team: string): Promise<Digest['waiting']> {
    const oldest = { offset: 0, count: 2 * DIGEST_SHOWN.waiting, lowestFirst: true };
    const asking = [UNCONFIRMED, ASKED];
    // Apart: that list goes by when a number was asked for, long before it was asked back.
    const [asked, bought, adopted, ...counts] = await Promise.all([
      orders.page(team, asking, oldest),
      orders.page(team, [GIVE_BACK_ASKED], oldest),
      verifications.page(team, [GIVE_BACK_ASKED], oldest),
      orders.size(team, [...asking, GIVE_BACK_ASKED]),
      verifications.size(team, [GIVE_BACK_ASKED]),
    ]);
    const count = counts.reduce((sum, size) => sum + size);
    return waitingFor({ asked, givingBack: [...bought, ...adopted] }, count, clock.now());
  }

  /** Undefined when Slack does not say. */
  async function leftIn(team: string): Promise<Digest['left']> {
    try {
      return cut(await deps.ownersWhoLeft(team), DIGEST_SHOWN.left);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      log.warn({ event: 'digest.owners_not_read', code: error.code, err: error });
      return undefined;
    }
  }
}
export type ReadDigest = ReturnType<typeof createReadDigest>;
