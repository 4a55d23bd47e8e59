import { rewriteAnswer } from './answer-fault.ts';
import type { Fault } from './faults.ts';
import type { Reply } from './reply.ts';

/** How a call ends on the wire. */
export type Outcome =
  | { kind: 'answer'; reply: Reply }
  | { kind: 'cut'; reply: Reply; how: 'body' | 'connection' }
  | { kind: 'reset' }
  | { kind: 'hang' };

/** How a faulty call ends without its effect; undefined lets it go on to the effect. */
export function outcomeBefore(fault: Fault | undefined): Outcome | undefined {
  switch (fault?.kind) {
    case 'status':
      return { kind: 'answer', reply: sent(fault.status, fault.body, fault.headers) };
    case 'html':
      return { kind: 'answer', reply: htmlPage(fault.status) };
    case 'empty':
      return { kind: 'answer', reply: { status: fault.status } };
    case 'rate_limited':
      return { kind: 'answer', reply: rateLimited(fault.retryAfterSeconds, fault.via) };
    case 'reset':
      return { kind: 'reset' };
    case 'hang':
      return { kind: 'hang' };
    default:
      return undefined;
  }
}

/** How a call ends whose effect has happened; `reply` is what an untroubled vendor would answer. */
export function outcomeAfter(fault: Fault | undefined, reply: Reply): Outcome {
  switch (fault?.kind) {
    case 'status_after':
      return { kind: 'answer', reply: sent(fault.status, fault.body, fault.headers) };
    case 'reset_after':
      return { kind: 'reset' };
    case 'hang_after':
      return { kind: 'hang' };
    case 'truncated':
      return { kind: 'cut', reply, how: fault.cut ?? 'body' };
    case 'answer':
      return { kind: 'answer', reply: rewriteAnswer(reply, fault) };
    default:
      return { kind: 'answer', reply };
  }
}

function sent(status: number, body: unknown, headers?: Record<string, string>): Reply {
  const plain =
    status < 400
      ? undefined
      : { status: 'error', error: { code: `HTTP_${status}`, message: `Answered ${status}` } };
  return { status, body: body ?? plain, ...(headers && { headers }) };
}

function htmlPage(status: number): Reply {
  return {
    status,
    body: `<html><head><title>${status}</title></head><body><center><h1>${status}</h1></center></body></html>\n`,
    headers: { 'content-type': 'text/html' },
  };
}

/** Both hints are published: the header "if present", and `details.retryAfter` in seconds. */
function rateLimited(retryAfterSeconds: number, via: 'header' | 'body'): Reply {
  const details = { limitType: 'requests_per_minute', limit: 60, current: 61 };
  const error = {
    code: 'RATE_LIMIT_EXCEEDED',
    message: 'Too many requests',
    details: via === 'body' ? { ...details, retryAfter: retryAfterSeconds } : details,
  };
  return {
    status: 429,
    body: { status: 'error', error },
    ...(via === 'header' && { headers: { 'retry-after': String(retryAfterSeconds) } }),
  };
}
