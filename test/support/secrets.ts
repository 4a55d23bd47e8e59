import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readCode } from '../../src/domain/verification/code.ts';
import { readInput } from '../../src/slack/form.ts';
import { inputs } from '../../src/slack/inputs.ts';
import type { Outside } from './world.ts';

/** Something that must not be kept anywhere. `what` names it in a failure. */
export type Secret = { what: string; value: string };

/** In the directory of the run: what the worlds of all tests had to keep to themselves, one JSON line each. */
export const SECRETS_FILE = 'secrets.jsonl';

/** A shorter run of digits turns up by chance (years, ports, prices), so finding it would mean nothing. */
const SHORTEST_CODE = 6;

/** What nobody has to record to be found: tokens of Slack and of Meta, whoever they belong to. */
const PATTERNS: readonly [what: string, pattern: RegExp][] = [
  ['a Slack token', /\bx(?:ox[a-z]|app)-[\w-]{6,}/],
  ['a Meta token', /\bEAA\w{8,}/],
];

/** The secrets of one world: its tokens, every code Vobiz sent and every code a person typed. */
export function secretsOf({ slack, vobiz }: Pick<Outside, 'slack' | 'vobiz'>): Secret[] {
  const { botToken, appToken, signingSecret } = slack.workspace;
  const typed = slack.deliveries.flatMap(({ type, body }) => codesTyped(type, body));
  const codes = [...vobiz.codesSent(), ...typed].filter(
    (code) => code.replace(/\D/g, '').length >= SHORTEST_CODE,
  );
  return [
    { what: 'the Slack bot token', value: botToken },
    { what: 'the Slack app token', value: appToken },
    { what: 'the Slack signing secret', value: signingSecret },
    { what: 'the Vobiz auth token', value: vobiz.credentials.authToken },
    { what: 'the Vobiz bearer token', value: vobiz.credentials.bearer },
    ...codes.map((value) => ({ what: 'a one-time code', value })),
  ];
}

/** As typed and without its spaces; also where it was typed after the command by mistake. */
function codesTyped(type: string, body: Record<string, unknown>): string[] {
  if (type === 'slash_command') {
    const text = String(body.text);
    return text.startsWith('search') ? [] : (text.match(/(?<![+\d])\d{6,8}$/) ?? []);
  }
  const { view } = body as { view?: { state?: { values?: unknown } } };
  const raw = readInput(view?.state?.values, inputs.code).trim();
  const read = readCode(raw);
  return read.ok ? [raw, read.code] : [];
}

/** The password in a URL of Redis. */
export function passwordOf(url: string): Secret[] {
  const { password } = new URL(url);
  return password === '' ? [] : [{ what: 'the Redis password', value: password }];
}

export async function keepSecrets(runDir: string, secrets: readonly Secret[]): Promise<void> {
  const lines = secrets.map((secret) => `${JSON.stringify(secret)}\n`);
  await appendFile(join(runDir, SECRETS_FILE), lines.join(''));
}

export async function keptSecrets(runDir: string): Promise<Secret[]> {
  const text = await readFile(join(runDir, SECRETS_FILE), 'utf8');
  return text
    .split('\n')
    .filter(Boolean)
    .map((line): Secret => JSON.parse(line));
}

/**
 * A function that names the secrets in a text. A code counts only as a whole run of digits, and not as part of a
 * decimal number: six digits are somewhere in every timestamp (`1755777777.493817`).
 */
export function createFinder(secrets: readonly Secret[]): (text: string) => string[] {
  const codes = new Set<string>();
  const words = new Map<string, string>();
  for (const { what, value } of secrets) {
    if (/^\d+$/.test(value)) codes.add(value);
    else words.set(value, what);
  }
  return (text) => [
    ...[...words].filter(([value]) => text.includes(value)).map(([, what]) => what),
    ...PATTERNS.filter(([, pattern]) => pattern.test(text)).map(([what]) => what),
    ...(text.match(/(?<!\d|\d\.)\d{4,8}(?!\d|\.\d)/g) ?? [])
      .filter((run) => codes.has(run))
      .map((code) => `the one-time code ${code}`),
  ];
}
