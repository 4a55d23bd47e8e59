import type { Log } from '../runtime.ts';
import type { VobizClient } from './client.ts';
import { VobizError, type VobizOperation } from './vobiz-errors.ts';

/** A pause shared by every process that uses the account. */
export type AccountPause = {
  /** Epoch ms until which Vobiz asked us to wait; undefined when we may call. */
  until(): Promise<number | undefined>;
  start(forMs: number): Promise<void>;
};

/** When Vobiz limits the rate without saying for how long (its own sample falls back to a minute). */
const DEFAULT_PAUSE_MS = 60_000;

/**
 * Honours Retry-After for the whole account: a 429 to any call pauses every call but the confirm and the purchase,
 * whose callers decide. If the pause cannot be stored, that is logged and the caller still gets Vobiz's answer.
 */
export function paceVobiz(
  client: VobizClient,
  pause: AccountPause,
  now: () => number,
  log: Pick<Log, 'warn'>,
): VobizClient {
  async function rest(retryAfterMs: number | undefined): Promise<void> {
    try {
      await pause.start(retryAfterMs ?? DEFAULT_PAUSE_MS);
    } catch (error) {
      log.warn({ event: 'vobiz.pause_not_kept', err: error });
    }
  }

  async function noting<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      if (error instanceof VobizError && error.code === 'vobiz_rate_limited') {
        await rest(error.retryAfterMs);
      }
      throw error;
    }
  }

  async function paced<T>(operation: VobizOperation, call: () => Promise<T>): Promise<T> {
    const until = await pause.until();
    if (until !== undefined) {
      const what = 'not sent, Vobiz asked this account to wait';
      throw new VobizError('vobiz_rate_limited', {
        operation,
        sent: 'no',
        what,
        retryAfterMs: Math.max(until - now(), 1),
      });
    }
    return noting(call);
  }

  return {
    availability: (...args) => paced('availability', () => client.availability(...args)),
    placeOrder: (...args) => noting(() => client.placeOrder(...args)),
    readOrder: (...args) => paced('read_order', () => client.readOrder(...args)),
    requestCode: (...args) => paced('request_code', () => client.requestCode(...args)),
    confirmCode: async (...args) => {
      const answer = await noting(() => client.confirmCode(...args));
      // Returned, not thrown: an error could repeat the code.
      if (answer.result === 'rate_limited') await rest(answer.retryAfterMs);
      return answer;
    },
    ownedNumbers: (...args) => paced('owned_numbers', () => client.ownedNumbers(...args)),
    ownedPage: (...args) => paced('owned_numbers', () => client.ownedPage(...args)),
    channelList: (...args) => paced('channels', () => client.channelList(...args)),
    channels: (...args) => paced('channels', () => client.channels(...args)),
    createChannel: (...args) => paced('create_channel', () => client.createChannel(...args)),
    updateChannel: (...args) => paced('update_channel', () => client.updateChannel(...args)),
    deleteChannel: (...args) => paced('delete_channel', () => client.deleteChannel(...args)),
    releaseNumber: (...args) => paced('release_number', () => client.releaseNumber(...args)),
    cancelRelease: (...args) => paced('cancel_release', () => client.cancelRelease(...args)),
    account: (...args) => paced('account', () => client.account(...args)),
    balance: (...args) => paced('balance', () => client.balance(...args)),
    ledger: (...args) => paced('ledger', () => client.ledger(...args)),
  };
}
