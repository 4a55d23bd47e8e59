import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname } from 'node:path';
import type { StoredFile } from '../slack/store.ts';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Nothing from elsewhere, and no page may frame this one. */
const POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: https:; frame-ancestors 'none'";

/** Sends a file that was shared in Slack. */
export function sendFile({ filename, bytes }: StoredFile, response: ServerResponse): void {
  response.writeHead(200, {
    'content-type': extname(filename) === '.png' ? 'image/png' : 'application/octet-stream',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  });
  response.end(bytes);
}

/** Sends a file of the built page; false when it has no such file. `folder` ends with a slash. */
export async function sendPageFile(
  folder: URL,
  path: string,
  response: ServerResponse,
): Promise<boolean> {
  const name = path === '/' ? 'index.html' : path.slice(1);
  const type = TYPES[extname(name)];
  if (!type || !/^(assets\/)?[\w.-]+$/.test(name)) return false;
  const content = await readFile(new URL(name, folder)).catch(() => undefined);
  if (!content) return false;
  const isNamedByContent = name.startsWith('assets/');
  response.writeHead(200, {
    'content-type': type,
    'content-security-policy': POLICY,
    'x-content-type-options': 'nosniff',
    'cache-control': isNamedByContent ? 'public, max-age=31536000, immutable' : 'no-store',
  });
  response.end(content);
  return true;
}
