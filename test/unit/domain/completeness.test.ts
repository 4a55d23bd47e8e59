import { describe, expectTypeOf, it } from 'vitest';
import type {
  ConnectionIn,
  channelPartOf,
  commonOf as connectionCommon,
} from '../../../src/domain/connection/connection.ts';
import type {
  ConnectionEventType,
  ConnectionTable,
} from '../../../src/domain/connection/connection-transitions.ts';
import type { GiveBackEventType } from '../../../src/domain/giveback/give-back-events.ts';
import type { GiveBackTable } from '../../../src/domain/giveback/give-back-transitions.ts';
import {
  type Common,
  commonOf,
  decidedOf,
  type Order,
  type OrderIn,
  type OrderState,
  sentOf,
} from '../../../src/domain/order/order.ts';
import { type EventType, move, stay } from '../../../src/domain/order/order-events.ts';
import type { OrderThat } from '../../../src/domain/order/order-state-facts.ts';
import type { OrderTable } from '../../../src/domain/order/order-transitions.ts';
import type {
  LiveVerification,
  liveOf,
  VerificationIn,
  commonOf as verificationCommon,
} from '../../../src/domain/verification/verification.ts';
import type { VerificationEventType } from '../../../src/domain/verification/verification-events.ts';
import type { VerificationTable } from '../../../src/domain/verification/verification-transitions.ts';

/** What happens somewhere, by the table of the transitions. */
type Handled<Table> = { [S in keyof Table]: keyof Table[S] }[keyof Table];

declare const order: Order;
declare const pending: OrderIn<'pending'>;

/**
 * Checked by `npm run typecheck`: nothing of this runs. The functions that carry over say no type of their own, so that a
 * field they leave out, an optional one too, is missed here.
 */
describe('what the compiler holds', () => {
  it('carries everything over that states share', () => {
    expectTypeOf<Common>().toEqualTypeOf<Omit<OrderIn<'expired'>, 'state' | 'endedAt'>>();
    expectTypeOf(commonOf).returns.toEqualTypeOf<Common>();
    type Claimed = Omit<OrderIn<'placing'>, 'state' | keyof Common>;
    expectTypeOf(sentOf).returns.branded.toEqualTypeOf<Claimed>();
    type Approved = Omit<OrderIn<'approved'>, 'state' | 'waiting' | keyof Common>;
    expectTypeOf(decidedOf).returns.branded.toEqualTypeOf<Approved>();
  });

  it('does not let a transition leave out what the next state needs', () => {
    () => {
      const { decision } = pending;
      // @ts-expect-error the attempt is missing
      move(order, 0, { state: 'placing', decision });
      // @ts-expect-error the time of the end is missing
      move(order, 0, { state: 'expired' });
      // @ts-expect-error a state is left by move()
      stay(pending, 0, { state: 'completed' });
    };
  });

  it('has a row for every order state, and an event is refused in all states only on purpose', () => {
    expectTypeOf<keyof OrderTable>().toEqualTypeOf<OrderState>();
    expectTypeOf<Handled<OrderTable>>().toEqualTypeOf<EventType>();
    expectTypeOf<OrderThat<'tracked'>['state']>().toEqualTypeOf<'pending' | 'unconfirmed'>();
  });

  it('has every event of a verification, a connection and a give-back in some state', () => {
    expectTypeOf<Handled<VerificationTable>>().toEqualTypeOf<VerificationEventType>();
    expectTypeOf<Handled<ConnectionTable>>().toEqualTypeOf<ConnectionEventType>();
    expectTypeOf<Handled<GiveBackTable>>().toEqualTypeOf<GiveBackEventType>();
  });

  it('carries over what every verification, code, connection and channel has', () => {
    expectTypeOf<Omit<VerificationIn<'sending'>, 'state'>>().toEqualTypeOf<
      ReturnType<typeof verificationCommon>
    >();
    type Live = Exclude<keyof LiveVerification, keyof VerificationIn<'sending'>>;
    expectTypeOf<keyof ReturnType<typeof liveOf> | 'resend' | 'lastSend'>().toEqualTypeOf<Live>();
    type Made = Omit<ConnectionIn<'connecting'>, 'state'>;
    expectTypeOf<ReturnType<typeof connectionCommon>>().branded.toEqualTypeOf<Made>();
    type Channel = Omit<ConnectionIn<'connected'>, 'state' | 'lackingSince'>;
    expectTypeOf<ReturnType<typeof channelPartOf>>().branded.toEqualTypeOf<Channel>();
  });
});
