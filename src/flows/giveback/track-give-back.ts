import { indexLists } from '../../domain/account/last-seen.ts';
import { onboardingOf } from '../../domain/connection/connectable.ts';
import { type GiveBackThat, giveBackIs } from '../../domain/giveback/give-back.ts';
import { releaseStatus } from '../../domain/giveback/release-status.ts';
import { giveBackOf, type Returnable } from '../../domain/giveback/returnable.ts';
import type { Order } from '../../domain/order/order.ts';
import type { Verification } from '../../domain/verification/verification.ts';
import type { LastSeenNumbers } from '../../store/last-seen-numbers.ts';
import type { AccountReading } from '../../vobiz/account-reading.ts';
import type { FindVanished } from '../account/vanished.ts';
import type { ChangeGiveBack } from './give-backs.ts';

type GivingBack = Returnable & { giveBack: GiveBackThat<'tracked'> };

export function isGivingBack(record: Order | Verification): record is GivingBack {
  return giveBackIs(giveBackOf(record), 'tracked');
}

/**
 * Compares a give-back with the account's numbers, asked for at `askedAt` (epoch ms). What is still listed as ours counts only if
 * it was asked for well after the last request; what is not listed is judged as the watch does. Returns the record as it is then.
 */
export function createTrackGiveBack(deps: {
  changeGiveBack: ChangeGiveBack;
  lastSeen: Pick<LastSeenNumbers, 'kept'>;
  findVanished: FindVanished;
  settlesAfterMs: number;
  /** Between the two lists that lack a number which is gone. */
  goneAfterMs: number;
}) {
  const { changeGiveBack, lastSeen, findVanished, settlesAfterMs, goneAfterMs } = deps;

  /** What the account lacks may be there all the same. A number that was looked up by itself has no list to judge. */
  async function isDoubtful(team: string, seen: AccountReading['seen']): Promise<boolean> {
    const lists = await seen();
    if (!lists) return false;
    const index = indexLists(lists);
    if (!index.owned.isWhole) return true;
    return (await findVanished(team, await lastSeen.kept(team), index, 'number')) !== undefined;
  }

  return async (
    record: GivingBack,
    { ownedNumbers, seen }: Pick<AccountReading, 'ownedNumbers' | 'seen'>,
    askedAt: number,
  ): Promise<Order | Verification> => {
    const { e164 } = onboardingOf(record);
    const status = releaseStatus(await ownedNumbers({ search: e164 }), e164);
    if (status === 'absent' && (await isDoubtful(record.team, seen))) return record;
    const changed = await changeGiveBack(
      record,
      status === 'absent'
        ? { type: 'missed', at: askedAt, goneAfterMs }
        : { type: 'observed', status, showsUntil: askedAt - settlesAfterMs },
      { job: 'track' },
    );
    return changed.ok ? changed.record : record;
  };
}
export type TrackGiveBack = ReturnType<typeof createTrackGiveBack>;
