import { onboardingOf } from '../../domain/connection/connectable.ts';
import { type GiveBackThat, giveBackIs } from '../../domain/giveback/give-back.ts';
import type { Returnable } from '../../domain/giveback/give-back-rules.ts';
import { releaseStatus } from '../../domain/giveback/release-status.ts';
import type { OwnedSeen } from '../../domain/numbers/owned-number-list.ts';
import type { Order } from '../../domain/order/order.ts';
import type { Verification } from '../../domain/verification/verification.ts';
import type { ChangeGiveBack } from './give-backs.ts';

type GivingBack = Returnable & { giveBack: GiveBackThat<'tracked'> };

export function isGivingBack(record: Order | Verification): record is GivingBack {
  return (
    record.kind === 'order' &&
    record.state === 'completed' &&
    giveBackIs(record.giveBack, 'tracked')
  );
}

/**
 * Compares a give-back with the account's numbers, asked for at `askedAt` (epoch ms). What is still listed as ours counts only if
 * it was asked for well after the last request. Returns the order as it is then.
 */
export function createTrackGiveBack(deps: {
  changeGiveBack: ChangeGiveBack;
  settlesAfterMs: number;
}) {
  return async (
    order: GivingBack,
    ownedNumbers: (query: { search: string }) => Promise<readonly OwnedSeen[]>,
    askedAt: number,
  ): Promise<Order> => {
    const { e164 } = onboardingOf(order);
    const status = releaseStatus(await ownedNumbers({ search: e164 }), e164);
    const event = { type: 'observed', status, showsUntil: askedAt - deps.settlesAfterMs } as const;
    const changed = await deps.changeGiveBack(order, event, { job: 'track' });
    return changed.ok ? changed.record : order;
  };
}
export type TrackGiveBack = ReturnType<typeof createTrackGiveBack>;
