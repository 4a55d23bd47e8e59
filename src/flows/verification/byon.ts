import type { OrderIn } from '../../domain/order/order.ts';
import type { ByonPolicy, Policy } from '../../domain/policy/policy.ts';
import type { CodePace } from '../../domain/verification/verification-events.ts';
import type { CardPlaces } from '../../slack/card-places.ts';
import type { NumberIndex } from '../../store/number-index.ts';
import type { Orders, Verifications } from '../../store/records.ts';
import type { VobizClient } from '../../vobiz/client.ts';
import type { ChangeVerification } from '../change.ts';
import type { Identify } from '../identify.ts';
import { createNumberRecords } from '../numbers/number-records.ts';
import { createAskAgain } from './ask-again.ts';
import { createEnterCode } from './enter-code.ts';
import {
  createByonForbids,
  createSendCode,
  createStartByon,
  type SendCodeDeps,
} from './start-byon.ts';

/** Proves that the team holds a number: Vobiz sends it a code, and the person with the phone enters it. */
export function createByon(
  deps: Omit<SendCodeDeps, 'vobiz'> & {
    verifications: Verifications;
    orders: Orders;
    numberIndex: NumberIndex;
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
  const numberRecords = createNumberRecords(deps);

  /** The order that bought this number here, if any: such a number cannot receive text messages. */
  async function boughtWith(team: string, e164: string): Promise<OrderIn<'completed'> | undefined> {
    return (await numberRecords(team, [e164])).find((record) => record.kind === 'order');
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
