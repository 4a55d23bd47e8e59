import { type Refusal, refusalOf, vendorReasonSchema } from '../../domain/order/vendor-reason.ts';
import { AppError, errorCode } from '../../errors.ts';
import type { Trouble } from '../../views/kit/error-sentences.ts';

/** A failure that is shown in place, where the person is looking, instead of in a message of its own. */
export type Problem = { kind: 'problem' } & Trouble;

export function problemOf(error: unknown, ref: string): Problem {
  const code = errorCode(error);
  return { kind: 'problem', code, ref, ...saidOf(error) };
}

/** What a refusal of Vobiz says: how long to wait in ms, why, and its own words. */
export function saidOf(error: unknown): Pick<Problem, 'retryAfterMs'> & Refusal {
  if (!(error instanceof AppError)) return {};
  const field = (name: string): unknown => Object.entries(error).find(([key]) => key === name)?.[1];
  const wait = field('retryAfterMs');
  const said = field('vendorMessage');
  return {
    ...(typeof wait === 'number' && { retryAfterMs: wait }),
    ...refusalOf({
      because: vendorReasonSchema.safeParse(field('reason')).data,
      said: typeof said === 'string' ? said : undefined,
    }),
  };
}
