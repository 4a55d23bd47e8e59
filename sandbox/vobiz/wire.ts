import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Outcome } from './outcome.ts';
import { Refusal, type Reply } from './reply.ts';

const MAX_BODY_BYTES = 1_000_000;

/** The request's body as text; more than a megabyte is refused with 413. */
export async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > MAX_BODY_BYTES) throw new Refusal({ status: 413 });
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** JSON if it is JSON, the text itself if not, undefined if there is none. */
export function readJson(text: string): { body: unknown; isJson: boolean } {
  if (text === '') return { body: undefined, isJson: true };
  try {
    return { body: JSON.parse(text), isJson: true };
  } catch {
    return { body: text, isJson: false };
  }
}

/** Ends a call on the wire. A hanging call stays open until the caller leaves or the server stops. */
export function finish(request: IncomingMessage, response: ServerResponse, end: Outcome): void {
  if (end.kind === 'hang') return;
  if (end.kind === 'reset') {
    request.socket.resetAndDestroy();
    return;
  }
  const { text, headers } = encode(end.reply);
  if (end.kind === 'answer') {
    response.writeHead(end.reply.status, headers).end(text);
    return;
  }
  const part = text.slice(0, Math.floor(text.length / 2));
  if (end.how === 'body') {
    response.writeHead(end.reply.status, headers).end(part);
    return;
  }
  response.writeHead(end.reply.status, { ...headers, 'content-length': Buffer.byteLength(text) });
  response.write(part, () => request.socket.destroy());
}

function encode(reply: Reply): { text: string; headers: Record<string, string> } {
  if (reply.body === undefined) return { text: '', headers: { ...reply.headers } };
  const isText = typeof reply.body === 'string';
  return {
    text: isText ? String(reply.body) : JSON.stringify(reply.body),
    headers: {
      'content-type': isText ? 'text/plain; charset=utf-8' : 'application/json',
      ...reply.headers,
    },
  };
}
