/** As people and policies name them, Monday first. */
export const DAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;
type Day = (typeof DAYS)[number];

/** When and where a workspace gets its digest. */
export type DigestPlan = {
  channel: string;
  day: Day;
  /** Local time in `zone`, an IANA name. */
  hour: number;
  minute: number;
  zone: string;
  whenEmpty: 'one_line' | 'nothing';
};

/** What a digest is about: `from` inclusive, `to` exclusive, and the end of the seven days after. Epoch ms. */
export type DigestDays = { from: number; to: number; nextTo: number };

/** One digest: the seven days before its day, told at `dueAt`, from midnight to midnight in the plan's zone. */
export type DigestWeek = DigestDays & {
  /** One for each calendar week, so that a plan that moves to another day brings no second digest. */
  id: string;
  dueAt: number;
};

/** How late a digest is still sent, after a pause of the bot. Later it would be old news: the next one is near. */
export const LATEST_MS = 48 * 3_600_000;

const DAY_MS = 24 * 3_600_000;

/** The newest digest that is due by `now`. */
export function lastDue(plan: Omit<DigestPlan, 'channel' | 'whenEmpty'>, now: number): DigestWeek {
  const { zone, hour, minute } = plan;
  const today = midnightOf(localAsUtc(zone, now));
  const back = (weekdayOf(today) - DAYS.indexOf(plan.day) + 7) % 7;
  const date = today - back * DAY_MS;
  const at = (day: number) => momentOf(zone, day + (60 * hour + minute) * 60_000);
  const day = at(date) > now ? date - 7 * DAY_MS : date;
  return {
    id: `dig_${new Date(day - weekdayOf(day) * DAY_MS).toISOString().slice(0, 10)}`,
    dueAt: at(day),
    from: momentOf(zone, day - 7 * DAY_MS),
    to: momentOf(zone, day),
    nextTo: momentOf(zone, day + 7 * DAY_MS),
  };
}

export function sevenDaysUpTo(now: number): DigestDays {
  return { from: now - 7 * DAY_MS, to: now, nextTo: now + 7 * DAY_MS };
}

export function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** `9:00` */
export function timeOfDay({ hour, minute }: Pick<DigestPlan, 'hour' | 'minute'>): string {
  return `${hour}:${String(minute).padStart(2, '0')}`;
}

/** `9:00`, `09:00` */
export function isTime(text: string): boolean {
  return /^([01]?\d|2[0-3]):([0-5]\d)$/.test(text);
}

/** What a clock in the zone shows, as if it were UTC. */
function localAsUtc(zone: string, at: number): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at);
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
}

/**
 * When a clock in the zone shows `local` (written as if it were UTC). A time that an hour set back shows twice is the first of
 * the two; one that an hour set ahead leaves out counts as before that hour, so it shows as an hour later.
 */
function momentOf(zone: string, local: number): number {
  const offsetNear = (at: number) => localAsUtc(zone, at) - at;
  const [before, after] = [local - DAY_MS, local + DAY_MS].map((at) => local - offsetNear(at));
  const shown = [before, after].filter((at) => at !== undefined && localAsUtc(zone, at) === local);
  return Math.min(...(shown.length > 0 ? shown : [before]).map(Number));
}

function midnightOf(local: number): number {
  return local - (local % DAY_MS);
}

/** 0 for Monday. */
function weekdayOf(local: number): number {
  return (new Date(local).getUTCDay() + 6) % 7;
}
