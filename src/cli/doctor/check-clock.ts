import type { FetchFunction } from '@slack/web-api';
import { readClock } from '../../vobiz/wire-clock.ts';
import { type Finding, listed, problem, warning } from './finding.ts';

const ABOUT = 'Clock';
const MINUTE_MS = 60_000;
/**
 * What Slack signed longer ago than this is refused, as it could be somebody's recording.
 * Source: docs.slack.dev/authentication/verifying-requests-from-slack
 */
const SIGNATURE_LIFE_MS = 5 * MINUTE_MS;

/** How far the clocks of others are ahead of this machine's in ms, by name: 0 where less than a minute, or not told. */
export type Skews = ReadonlyMap<string, number>;

/** Tells how far the clock of whoever answers is ahead of ours, by the `Date` of each answer. */
export function watchClock(tell: (skewMs: number) => void): FetchFunction {
  return async (url, init) => {
    const answer = await fetch(url, init);
    tell(readClock(answer.headers.get('date') ?? undefined, Date.now()).skewMs);
    return answer;
  };
}

/** Whether this machine's clock can be trusted. `isSigned`: requests of Slack are judged by it. */
export function judgeClock(skews: Skews, isSigned: boolean): Finding[] {
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
      ? problem(ABOUT, `${differs}, so what Slack sends is refused as too old: ${fix}`)
      : warning(ABOUT, `${differs}, and expiries and the audit go by it: ${fix}`);
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
