import type { Actor } from '../../domain/actor.ts';
import type { Money } from '../../domain/money.ts';
import type { AvailableNumber } from '../../domain/numbers/number-search.ts';
import { priceNow } from '../../domain/policy/trial.ts';
import type { NewId } from '../../runtime.ts';
import type { Settings } from '../policy/settings.ts';
import type { MakeOrder, MakeOrderResult } from './make-order.ts';

/** Kept for made-up numbers, so nobody has it and nobody sells it. Source: NANPA, 555-0100 to 555-0199. */
const NOBODYS: Pick<AvailableNumber, 'e164' | 'country' | 'region'> = {
  e164: '+12025550100',
  country: 'US',
  region: '',
};

export type TestRequested = MakeOrderResult | { ok: false; why: 'not_an_admin' };

/** Sends a request that goes the way of every other, and buys nothing. Vobiz is never asked. */
export function createTestRequest(deps: {
  settings: Pick<Settings, 'mayAdmin'>;
  makeOrder: MakeOrder;
  newId: NewId;
}) {
  return async (
    actor: Actor,
    trial: { amount: Money; channel: string; purpose: string },
  ): Promise<TestRequested> => {
    if (!(await deps.settings.mayAdmin(actor))) return { ok: false, why: 'not_an_admin' };
    return deps.makeOrder(actor, {
      id: deps.newId('ord'),
      requester: actor.userId,
      askedIn: trial.channel,
      number: { ...NOBODYS, price: priceNow(trial.amount) },
      purpose: trial.purpose,
      test: true,
    });
  };
}
export type TestRequest = ReturnType<typeof createTestRequest>;
