import { readErrorBody } from './error-body.ts';
import type { Answer, Exchange } from './transport.ts';
import type { WireClock } from './wire-clock.ts';
import { readJson } from './wire-json.ts';
import { readList } from './wire-list.ts';

/** Reads a body; undefined when it does not hold what was asked for. */
export type Read<T> = (body: string, clock: WireClock) => T | undefined;

export function isSuccess(exchange: Exchange): exchange is Answer {
  return exchange.kind === 'answer' && exchange.status >= 200 && exchange.status < 300;
}

const THINGS = '(?:numbers?|channels?|results?|records?|inventory|data|items?|transactions?)';
/** Words that make it about something else: "no access to numbers", "no route for this data". */
const OF_ELSE = '(?!(?:to|for|of|in|on|with|from|such|access|account|permission|route)\\b)';
const NONE = new RegExp(
  String.raw`\bno (?:${OF_ELSE}\w+ ){0,3}${THINGS}\b(?! (?:endpoint|resource|route|path|service)\b)|\b(?:numbers|channels|results|records|items|transactions)(?: (?:were|was|are|is))? not (?:found|available)\b`,
  'i',
);

/**
 * Whether an answer to a question for a list says that there is nothing: 204, or a 404 that has an empty list or says so. Any
 * other 404 may be a path that is not there.
 */
export function saysNone(exchange: Exchange): exchange is Answer {
  if (exchange.kind !== 'answer') return false;
  if (exchange.status !== 404) return exchange.status === 204;
  if (readList(readJson(exchange.body))?.length === 0) return true;
  const { code, message } = readErrorBody(exchange.body, []);
  return NONE.test([code, message].join(' ').replaceAll('_', ' '));
}
