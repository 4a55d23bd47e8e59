import type { Fault } from './faults.ts';
import type { Reply } from './reply.ts';

type AnswerFault = Extract<Fault, { kind: 'answer' }>;
type Fields = Record<string, unknown>;

/** Makes a success say something else: how the wire lies while `orders` and the rest keep the truth. */
export function rewriteAnswer(reply: Reply, fault: AnswerFault): Reply {
  if (reply.status >= 300 || !isFields(reply.body)) return reply;
  const change = (item: unknown): unknown => changed(item, fault);
  const items = reply.body.items;
  const body: Fields = Array.isArray(items)
    ? { ...reply.body, items: items.map(change), ...fault.patch }
    : { ...dropped(reply.body, fault.omit), ...fault.patch };
  const spoken = fault.strings ? numbersAsText(body) : body;
  const status = fault.status ?? reply.status;
  return withClock(
    withLongId({ ...reply, status, body: wrapped(spoken, fault.envelope) }, fault),
    fault,
  );
}

/** JavaScript cannot hold such a number, so the JSON is written as text. */
function withLongId(reply: Reply, { longId }: AnswerFault): Reply {
  if (longId === undefined || !isFields(reply.body)) return reply;
  const body = JSON.stringify({ ...reply.body, id: '@id' }).replace('"@id"', longId);
  return { ...reply, body, headers: { 'content-type': 'application/json', ...reply.headers } };
}

function withClock(reply: Reply, { clockAheadMs }: AnswerFault): Reply {
  if (clockAheadMs === undefined) return reply;
  const date = new Date(Date.now() + clockAheadMs).toUTCString();
  return { ...reply, headers: { date, ...reply.headers } };
}

function changed(item: unknown, fault: AnswerFault): unknown {
  return isFields(item) ? { ...dropped(item, fault.omit), ...fault.each } : item;
}

function dropped(fields: Fields, omit: readonly string[] = []): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !omit.includes(name)));
}

function wrapped(body: unknown, envelope: AnswerFault['envelope']): unknown {
  if (envelope === undefined || !isFields(body)) return body;
  const { items, ...rest } = body;
  if (envelope === 'bare') return items ?? body;
  if (envelope === 'keyed') return Array.isArray(items) ? { ...rest, items: { ...items } } : body;
  return items === undefined ? { [envelope]: body } : { ...rest, [envelope]: items };
}

function numbersAsText(value: unknown): unknown {
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return value.map(numbersAsText);
  if (!isFields(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [name, numbersAsText(field)]),
  );
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
