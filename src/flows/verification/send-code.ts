import type { Refusal } from '../../domain/order/vendor-reason.ts';
import { DEFAULT_QUIET_MS } from '../../domain/verification/code-limits.ts';
import type {
  CodeMethod,
  SendFailure,
  Verification,
} from '../../domain/verification/verification.ts';
import type { SendFailed } from '../../domain/verification/verification-events.ts';
import { AppError } from '../../errors.ts';
import type { Chance, CodeCount, Log, Vobiz } from '../ports.ts';

/** How a failed code request is read; `src/vobiz` knows, the flow only asks. */
export type ReadSendFailure = (
  error: unknown,
) => { failure: SendFailure; retryAfterMs?: number | undefined } & Refusal;

/** What came of asking for a code. `expiresAt` and `until` are epoch ms. */
export type Asked = { sent: true; expiresAt: number | undefined } | ({ sent: false } & SendFailed);

export type SendCodeDeps = {
  vobiz: Pick<Vobiz, 'requestCode'>;
  codeCount: CodeCount;
  readSendFailure: ReadSendFailure;
  chance: Chance;
  log: Log;
};

/**
 * Asks Vobiz for one code, within our own limit per number. `sendId` names this one request: it is counted before it is
 * sent, and not counted when it is known that nothing was sent. Throws `store_unavailable`.
 */
export function createSendCode({ vobiz, codeCount, readSendFailure, chance, log }: SendCodeDeps) {
  return async function sendCode(
    record: Verification,
    method: CodeMethod,
    sendId: string,
  ): Promise<Asked> {
    const { team, e164 } = record;
    const until = await codeCount.take(team, e164, sendId, chance.now());
    if (until !== undefined) return { sent: false, failure: 'limit', until };
    try {
      const { expiresAt } = await vobiz.requestCode({ e164, method });
      return { sent: true, expiresAt };
    } catch (error) {
      if (error instanceof AppError && error.code === 'store_unavailable') throw error;
      log.warn({ event: 'verification.send_failed', verification_id: record.id, err: error });
      const failed = notSent(error);
      if (failed.failure !== 'unclear') await codeCount.giveBack(team, e164, sendId);
      return failed;
    }
  };

  function notSent(error: unknown): Extract<Asked, { sent: false }> {
    const { retryAfterMs, ...failed } = readSendFailure(error);
    if (failed.failure !== 'rate_limited') return { sent: false, ...failed };
    const until = chance.now() + (retryAfterMs ?? DEFAULT_QUIET_MS);
    return { sent: false, ...failed, until };
  }
}
export type SendCode = ReturnType<typeof createSendCode>;

/** What a record is told of a failed request. */
export function failedOf({ sent: _no, ...failed }: Extract<Asked, { sent: false }>): SendFailed {
  return failed;
}
