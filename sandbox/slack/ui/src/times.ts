import type { ShownWorkspace } from '../../../playground/shown.ts';
import { formatDate } from '../../render-mrkdwn.ts';

const secondsOf = (ts: string) => Math.floor(Number(ts));

/** `14:05`, in the reader's zone. */
export function timeOf(ts: string, tz: string): string {
  return formatDate(secondsOf(ts), '{time}', tz);
}

/** `Today` or `Monday, 2 March 2026`, in the reader's zone; `now` is ms since the epoch. */
export function dayOf(ts: string, { you, now }: Pick<ShownWorkspace, 'you' | 'now'>): string {
  const day = formatDate(secondsOf(ts), '{date_long_pretty}', you.tz, now);
  return day.charAt(0).toUpperCase() + day.slice(1);
}

/** `14:05:09` of the machine, for the panels. */
export function clockTime(ms: number): string {
  return new Date(ms).toLocaleTimeString('en-GB', { hourCycle: 'h23' });
}
