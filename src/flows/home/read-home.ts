import { GIVE_BACK_ASKED } from '../../domain/giveback/returnable.ts';
import type { First, KnownToAll, Own } from '../../domain/home/home.ts';
import { mergeNumbers, type NumberEntry } from '../../domain/numbers/owned-number-list.ts';
import type { Stage } from '../../domain/order/order-filter.ts';
import { ASKED, ASKED_LOOKED_AT, ownLists, unansweredOf } from '../../domain/order/order-lists.ts';
import { SHOWN } from '../../domain/page-sizes.ts';
import { UNDER_WAY } from '../../domain/verification/verification.ts';
import type { Clock } from '../../runtime.ts';
import type { NumberIndex } from '../../store/number-index.ts';
import type { Orders, Records, Verifications } from '../../store/records.ts';
import { createNumberRecords } from '../numbers/number-records.ts';

const OPEN: readonly Stage[] = ['asked', 'under_way'];
const ENDED: readonly Stage[] = ['bought', 'not_bought'];

export type ReadHomeDeps = {
  orders: Orders;
  verifications: Verifications;
  numberIndex: NumberIndex;
  clock: Clock;
  team: string;
};

/** Of each list of a Home what is shown of it, and how many there are. */
export function createReadHome(deps: ReadHomeDeps) {
  const { orders, verifications, numberIndex, clock, team } = deps;
  const numberRecords = createNumberRecords(deps);

  const oldest = <R>(records: Pick<Records<R>, 'page' | 'size'>, list: string) =>
    firstOf(records, [list], ASKED_LOOKED_AT.home, { lowestFirst: true });
  const asked = () => oldest(orders, ASKED);

  /** Of numbers that were bought, and of those that were adopted. */
  async function givingBack(): Promise<KnownToAll['giveBacks']> {
    const [bought, adopted] = await Promise.all([
      oldest(orders, GIVE_BACK_ASKED),
      oldest(verifications, GIVE_BACK_ASKED),
    ]);
    return { read: [...bought.read, ...adopted.read], size: bought.size + adopted.size };
  }

  async function known(): Promise<KnownToAll> {
    const [waiting, giveBacks, running, numbers] = await Promise.all([
      asked(),
      givingBack(),
      firstOf(verifications, [UNDER_WAY], SHOWN.home.verifications),
      newestNumbers(),
    ]);
    return { asked: waiting, giveBacks, verifications: running, numbers };
  }

  async function newestNumbers(): Promise<First<NumberEntry>> {
    const [newest, size] = await Promise.all([
      numberIndex.newest(team, SHOWN.home.numbers),
      numberIndex.size(team),
    ]);
    const records = await numberRecords(
      team,
      newest.map(({ e164 }) => e164),
    );
    return { read: mergeNumbers(records, { at: clock.now() }), size };
  }

  async function own(person: string): Promise<Own> {
    const [questions, open, ended] = await Promise.all([
      firstOf(orders, [unansweredOf(person)], SHOWN.home.questions),
      firstOf(orders, ownLists(person, OPEN), SHOWN.home.mine),
      firstOf(orders, ownLists(person, ENDED), SHOWN.home.ended),
    ]);
    return { questions, open, ended };
  }

  async function firstOf<R>(
    records: Pick<Records<R>, 'page' | 'size'>,
    lists: readonly string[],
    count: number,
    order: { lowestFirst?: boolean } = {},
  ): Promise<First<R>> {
    const [read, size] = await Promise.all([
      records.page(team, lists, { offset: 0, count, ...order }),
      records.size(team, lists),
    ]);
    return { read, size };
  }

  return { asked, known, own };
}
