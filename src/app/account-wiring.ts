import { createReadAccount } from '../flows/account/read-account.ts';
import { createWatchNumbers } from '../flows/account/watch-numbers.ts';
import { createTrackConnection } from '../flows/connection/track-connection.ts';
import { createTrackGiveBack } from '../flows/giveback/track-give-back.ts';
import { createTrackOrder } from '../flows/order/track-order.ts';
import { createAccountReading } from '../vobiz/account-reading.ts';
import type { Outside, SharedServices } from './shared-services.ts';

/** The one reading of the account at Vobiz, with everything that learns from it. */
export function wireReadAccount(outside: Outside, shared: SharedServices) {
  const { config, deadlines, stores, vobiz, change } = outside;
  return createReadAccount({
    ...shared,
    watchNumbers: createWatchNumbers({
      ...shared,
      teams: stores.relisted.teams,
      everyMs: config.watchEveryMs,
    }),
    beginReading: createAccountReading({
      client: vobiz,
      now: change.clock.now,
      orderRead: config.vobiz.orderRead,
    }),
    trackOrder: createTrackOrder(shared),
    trackGiveBack: createTrackGiveBack({
      ...shared,
      settlesAfterMs: deadlines.releaseSettlesAfterMs,
    }),
    trackConnection: createTrackConnection({
      ...shared,
      settleAfterMs: deadlines.channelAbsentAfterMs,
    }),
  });
}
