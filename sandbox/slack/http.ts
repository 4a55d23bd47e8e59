import type { IncomingMessage, ServerResponse } from 'node:http';
import { type JsonRecord, parseJson, recordOf } from './json.ts';

export async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

export async function readBody(request: IncomingMessage): Promise<string> {
  return (await readBytes(request)).toString('utf8');
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(JSON.stringify(body));
}

const JSON_ARGUMENTS = new Set(['blocks', 'view', 'metadata', 'attachments', 'files']);

/**
 * The arguments of a Web API call, form-encoded or JSON. Arguments that hold objects travel as JSON text in a form;
 * text that is not JSON is left as it came, so the method can refuse it.
 */
export function readArguments(
  contentType: string,
  body: string,
  query: URLSearchParams,
): JsonRecord {
  const args: JsonRecord = Object.fromEntries(query);
  if (contentType.startsWith('application/json')) {
    Object.assign(args, recordOf(parseJson(body)));
  } else {
    Object.assign(args, Object.fromEntries(new URLSearchParams(body)));
  }
  for (const [key, value] of Object.entries(args)) {
    if (JSON_ARGUMENTS.has(key) && typeof value === 'string' && value !== '') {
      args[key] = parseJson(value) ?? value;
    }
  }
  return args;
}
