import { formatDate } from '../../render-mrkdwn.ts';

const secondsOf = (ts: string) => Math.floor(Number(ts));

/** `14:05`, in the reader's zone. */
export function timeOf(ts: string, tz: string): string {
  return formatDate(secondsOf(ts), '{time}', tz);
}

/** `Monday, 2 March 2026`, in the reader's zone. */
export function dayOf(ts: string, tz: string): string {
  return formatDate(secondsOf(ts), '{date_long}', tz);
}

/** `14:05:09` of the machine, for the panels. */
export function clockTime(ms: number): string {
  return new Date(ms).toLocaleTimeString('en-GB', { hourCycle: 'h23' });
}
