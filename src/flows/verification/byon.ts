import { onboardingOf } from '../../domain/connection/connectable.ts';
import type { OrderIn } from '../../domain/order/order.ts';
import type { ByonPolicy, Policy } from '../../domain/policy/policy.ts';
import type { CodePace } from '../../domain/verification/verification-events.ts';
import type { CardPlaces } from '../../slack/card-places.ts';
import type { Orders, Verifications } from '../../store/records.ts';
import type { VobizClient } from '../../vobiz/client.ts';
import type { ChangeVerification } from '../change.ts';
import type { Identify } from '../identify.ts';
import { createAskAgain } from './ask-again.ts';
import { createEnterCode } from './enter-code.ts';
import {
  createByonForbids,
  createSendCode,
  createStartByon,
  type SendCodeDeps,
} from './start-byon.ts';

/** How many of the newest orders to search for a bought number. */
const LOOKED_THROUGH = 500;

/** Proves that the team holds a number: Vobiz sends it a code, and whoever has the phone enters it. */
export function createByon(
  deps: Omit<SendCodeDeps, 'vobiz'> & {
    verifications: Verifications;
    orders: Orders;
    changeVerification: ChangeVerification;
    vobiz: Pick<VobizClient, 'requestCode' | 'confirmCode'>;
    identify: Identify;
    cardPlaces: CardPlaces;
    policy: (team: string) => Promise<ByonPolicy>;
    approving: (team: string, channel: string) => Promise<Policy>;
    pace: CodePace;
  },
) {
  const forbids = createByonForbids(deps);
  const sendCode = createSendCode(deps);

  /** The order that bought this number here, if any: such a number cannot receive text messages. */
  async function boughtWith(team: string, e164: string): Promise<OrderIn<'completed'> | undefined> {
    const newest = await deps.orders.newest(team, LOOKED_THROUGH);
    return newest.find(
      (order): order is OrderIn<'completed'> =>
        order.state === 'completed' && onboardingOf(order).e164 === e164,
    );
  }

  return {
    forbids,
    cardPlaces: deps.cardPlaces,
    boughtWith,
    start: createStartByon({ ...deps, forbids, sendCode }),
    enterCode: createEnterCode({ ...deps, forbids }),
    ...createAskAgain({ ...deps, forbids, sendCode }),
  };
}
export type Byon = ReturnType<typeof createByon>;
