import type { ConfirmAnswer } from './answers.ts';
import { readErrorBody } from './error-body.ts';
import { wireConfirmSchema } from './schemas.ts';
import type { Answer } from './transport.ts';
import { readJson } from './wire-json.ts';
import { readCandidates } from './wire-list.ts';

/**
 * What an answer to a submitted code means. Vobiz publishes only the success (`status: "verified"`), so the rest is read
 * from the status and, where there is one, the reason; every doubt is `unclear`, never `verified`.
 * A 401 here means that the credentials were found good.
 */
export function readConfirm(answer: Answer): ConfirmAnswer {
  const { status } = answer;
  if (status >= 200 && status < 300) return readSuccess(answer.body);
  if (status < 400 || status >= 500 || [408, 425, 499].includes(status))
    return { result: 'unclear' };
  const said = readErrorBody(answer.body, []);
  const retryAfterMs = answer.retryAfterMs ?? said.retryAfterMs;
  const words = [said.code, said.message].join(' ').replaceAll('_', ' ').trim();
  const reason = readReason(words);
  if (status === 429 && reason !== 'too_many_attempts')
    return { result: 'rate_limited', retryAfterMs };
  return reason === undefined ? readBareStatus(status, words) : withReason(reason, retryAfterMs);
}

function readSuccess(body: string): ConfirmAnswer {
  const json = readJson(body);
  const status = readCandidates(json)
    .map((candidate) => wireConfirmSchema.parse(candidate).status)
    .find((value) => value !== undefined);
  if (status?.trim().toLowerCase() === 'verified') return { result: 'verified' };
  const said = readErrorBody(body, []);
  const words = [status, said.code, said.message].join(' ').replaceAll('_', ' ');
  const reason = readReason(words);
  return reason === undefined ? { result: 'unclear' } : withReason(reason, said.retryAfterMs);
}

function withReason(reason: Reason, retryAfterMs: number | undefined): ConfirmAnswer {
  return reason === 'too_many_attempts' || reason === 'rate_limited'
    ? { result: reason, retryAfterMs }
    : { result: reason };
}

type Reason = Exclude<ConfirmAnswer['result'], 'verified' | 'unclear'>;

/** First match wins: "invalid or expired code" is a wrong code, for nothing says that asking again would help. */
const REASONS: readonly [RegExp, Reason][] = [
  [
    /too many (\w+ )?(attempts|tries)|attempts? (limit|exceeded)|max\w* (\w+ )?attempts|\blocked\b|temporarily blocked/i,
    'too_many_attempts',
  ],
  [/too many requests|rate limit/i, 'rate_limited'],
  [/already (been )?verified/i, 'already_verified'],
  [
    /\b(wrong|invalid|incorrect|bad)\b.*\b(code|otp|pin)\b|\b(code|otp|pin)\b.*\b(wrong|invalid|incorrect|mismatch|not match)|\b136025\b/i,
    'wrong_code',
  ],
  [/\bexpired\b/i, 'expired'],
  [
    /\bnot (started|requested|initiated)\b|\bno (\w+ )?verification\b|\bverification\b.*\bnot found\b/i,
    'not_started',
  ],
];

function readReason(words: string): Reason | undefined {
  return REASONS.find(([pattern]) => pattern.test(words))?.[1];
}

/** A 4xx whose words tell nothing. The number was accepted when the code was asked for, so what is left is the code. */
function readBareStatus(status: number, words: string): ConfirmAnswer {
  switch (status) {
    case 400:
    case 401:
    case 422:
      return { result: /phone|number/i.test(words) ? 'unclear' : 'wrong_code' };
    case 410:
      return { result: 'expired' };
    case 404:
      // Without a reason it may be the path that is not there.
      return { result: words === '' ? 'unclear' : 'not_started' };
    default:
      return { result: 'unclear' };
  }
}
