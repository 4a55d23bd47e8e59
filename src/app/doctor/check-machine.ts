import { createServer } from 'node:net';
import type { FetchFunction } from '@slack/web-api';
import { distance } from 'fastest-levenshtein';
import type { Env } from '../../runtime.ts';
import { readClock } from '../../vobiz/times.ts';
import { type Config, SETTINGS } from '../config.ts';
import { type Diagnosis, listed, problem, warning } from './diagnosis.ts';

const OLDEST_NODE = [20, 19] as const;
/** A name with at most this many wrong letters is taken for one of ours. */
const TYPO_MAX = 2;

/** Whether this Node can run the bot; `version` is like `20.19.0`. Returns nothing when all is well. */
export function assessNode(version: string): Diagnosis[] {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldest, oldestMinor] = OLDEST_NODE;
  if (major > oldest || (major === oldest && minor >= oldestMinor)) return [];
  const says = `${version} is too old: install ${OLDEST_NODE.join('.')} or newer`;
  return [problem('Node.js', says)];
}

/** Unknown variables that look like one of ours that is not set. */
export function assessNames(env: Env): Diagnosis[] {
  const unset = SETTINGS.filter((name) => !env[name]);
  return Object.keys(env)
    .filter((name) => name.length > TYPO_MAX + 2 && !SETTINGS.includes(name))
    .flatMap((name) => {
      const meant = unset.find((ours) => distance(ours, name.toUpperCase()) <= TYPO_MAX);
      return meant && !isPlain(name, meant)
        ? [warning('Environment', `${name} isn't a setting of this bot: did you mean ${meant}?`)]
        : [];
    });
}

/** Common names that resemble ours by chance. */
function isPlain(name: string, meant: string): boolean {
  return meant.length <= TYPO_MAX + 3 && name !== meant.toLowerCase();
}

/** Whether the ports are free. Takes each for a moment. */
export async function checkMachine({ ops, slack, role }: Config): Promise<Diagnosis[]> {
  const listens = role !== 'worker' && slack.mode === 'http';
  const own = await checkPort('OPS_PORT', ops);
  return listens ? [...own, ...(await checkPort('PORT', slack))] : own;
}

async function checkPort(
  name: string,
  { port, host }: { port: number; host: string },
): Promise<Diagnosis[]> {
  const code = await new Promise<string | undefined>((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'error'));
    server.listen(port, host, () => server.close(() => resolve(undefined)));
  });
  if (code === undefined) return [];
  if (code !== 'EADDRINUSE') {
    return [problem('Ports', `${name} ${port} on ${host} can't be used (${code}): set another`)];
  }
  if (name === 'OPS_PORT' && (await isBot(port, host))) {
    const says = `${name} ${port} is in use by a running bot: stop it before you start another`;
    return [warning('Ports', says)];
  }
  return [
    problem('Ports', `${name} ${port} is in use: stop the program that uses it, or set ${name}`),
  ];
}

async function isBot(port: number, host: string): Promise<boolean> {
  const address = host.includes(':') ? `[${host}]` : host;
  try {
    const signal = AbortSignal.timeout(1_000);
    const answer = await fetch(`http://${address}:${port}/livez`, { signal });
    return (await answer.text()).startsWith('alive');
  } catch {
    return false;
  }
}

const ABOUT = 'Clock';
const MINUTE_MS = 60_000;
/** Older requests are refused as replays. Source: docs.slack.dev/authentication/verifying-requests-from-slack */
const SIGNATURE_LIFE_MS = 5 * MINUTE_MS;

/** How far others' clocks are ahead of this machine's in ms, by name; 0 for less than a minute, or when not told. */
export type Skews = ReadonlyMap<string, number>;

/** Reports how far the answering server's clock is ahead of ours, from the `Date` of each answer. */
export function watchClock(tell: (skewMs: number) => void): FetchFunction {
  return async (url, init) => {
    const answer = await fetch(url, init);
    tell(readClock(answer.headers.get('date') ?? undefined, Date.now()).skewMs);
    return answer;
  };
}

/** Whether this machine's clock can be trusted. `isSigned`: Slack's requests are judged by it. */
export function assessClock(skews: Skews, isSigned: boolean): Diagnosis[] {
  const differing = new Map<string, { names: string[]; aheadMs: number }>();
  for (const [name, skewMs] of skews) {
    if (skewMs === 0) continue;
    const way = wayText(-skewMs);
    const names = [...(differing.get(way)?.names ?? []), `${name}'s`];
    differing.set(way, { names, aheadMs: -skewMs });
  }
  return [...differing].map(([way, { names, aheadMs }]) => {
    const differs = `this machine's clock is ${way} ${listed(names)}`;
    const fix = 'turn on its time synchronisation (on Linux: timedatectl set-ntp true)';
    return isSigned && names.includes("Slack's") && aheadMs >= SIGNATURE_LIFE_MS
      ? problem(ABOUT, `${differs}, so the bot refuses Slack's requests as too old: ${fix}`)
      : warning(ABOUT, `${differs}, and expiries and the audit depend on it: ${fix}`);
  });
}

/** `7 minutes ahead of`, `2 days behind` */
function wayText(aheadMs: number): string {
  const minutes = Math.round(Math.abs(aheadMs) / MINUTE_MS);
  const [count, unit] =
    minutes < 120
      ? [minutes, 'minute']
      : minutes < 48 * 60
        ? [Math.round(minutes / 60), 'hour']
        : [Math.round(minutes / (24 * 60)), 'day'];
  return `${count} ${unit}${count === 1 ? '' : 's'} ${aheadMs > 0 ? 'ahead of' : 'behind'}`;
}
