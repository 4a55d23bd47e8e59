import type { Channel, Person, UserGroup } from './workspace.ts';

/** Who is reading, and the names behind the ids. */
export interface Reader {
  people: readonly Person[];
  channels: readonly Channel[];
  userGroups?: readonly UserGroup[];
  /** IANA zone of the reader. */
  tz: string;
  /** The moment of reading, in ms since the epoch: with it, dates that Slack writes as `today` are written so. */
  now?: number;
}

/** The date tokens of `<!date^…>`. Source: docs.slack.dev/messaging/formatting-message-text */
const DATE_TOKENS: Record<string, Intl.DateTimeFormatOptions> = {
  date_num: { year: 'numeric', month: '2-digit', day: '2-digit' },
  date: { year: 'numeric', month: 'long', day: 'numeric' },
  date_short: { year: 'numeric', month: 'short', day: 'numeric' },
  date_long: { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' },
  date_pretty: { year: 'numeric', month: 'long', day: 'numeric' },
  date_short_pretty: { year: 'numeric', month: 'short', day: 'numeric' },
  date_long_pretty: { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' },
  time: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  time_secs: { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
};

const DAY_MS = 86_400_000;

/** `yesterday`, `today` or `tomorrow` in a zone, which the `_pretty` tokens prefer to a date. */
function nearDay(ms: number, tz: string, now: number): string | undefined {
  const dayOf = (at: number) => new Intl.DateTimeFormat('en-CA', { timeZone: tz }).format(at);
  const near = { yesterday: now - DAY_MS, today: now, tomorrow: now + DAY_MS };
  return Object.entries(near).find(([, at]) => dayOf(at) === dayOf(ms))?.[0];
}

/** Fills a date format for a moment (seconds since the epoch) in the reader's zone; unknown tokens stay as they are. */
/** Making a format takes far longer than using it, and a page shows hundreds of dates. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatIn(style: Intl.DateTimeFormatOptions, timeZone: string): Intl.DateTimeFormat {
  const key = JSON.stringify([style, timeZone]);
  const known = formats.get(key) ?? new Intl.DateTimeFormat('en-GB', { ...style, timeZone });
  formats.set(key, known);
  return known;
}

export function formatDate(seconds: number, format: string, tz: string, now?: number): string {
  const ms = seconds * 1000;
  return format.replace(/\{([a-z_]+)\}/g, (whole: string, token: string) => {
    const style = DATE_TOKENS[token];
    if (!style) return whole;
    const near = token.endsWith('_pretty') && now !== undefined && nearDay(ms, tz, now);
    return near || formatIn(style, tz).format(ms);
  });
}

export function personName(id: string, reader: Reader): string {
  return `@${reader.people.find((person) => person.id === id)?.realName ?? id}`;
}

export function channelName(id: string, reader: Reader): string {
  return `#${reader.channels.find((channel) => channel.id === id)?.name ?? id}`;
}

export function groupName(id: string, reader: Reader): string {
  return `@${reader.userGroups?.find((group) => group.id === id)?.handle ?? id}`;
}

/** One `<…>` of mrkdwn without its brackets. */
function resolve(inner: string, reader: Reader): string {
  const [target = '', label] = inner.split('|', 2);
  if (target.startsWith('@')) return personName(target.slice(1), reader);
  if (target.startsWith('#')) return channelName(target.slice(1), reader);
  if (target.startsWith('!subteam^')) return groupName(target.slice(9), reader);
  if (target.startsWith('!date^')) {
    const [, seconds = '', format = '', link] = target.split('^');
    const text = formatDate(Number(seconds), format, reader.tz, reader.now);
    return link ? `${text} (${link})` : text;
  }
  if (target.startsWith('!')) return `@${target.slice(1)}`;
  return label && label !== target ? `${label} (${target})` : target;
}

const ENTITIES: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&amp;': '&' };

/** mrkdwn as a person reads it: mentions, links and dates resolved, entities undone, emphasis left as typed. */
export function readMrkdwn(text: string, reader: Reader): string {
  return text
    .replace(/<([^<>]+)>/g, (_whole, inner: string) => resolve(inner, reader))
    .replace(/&(lt|gt|amp);/g, (entity) => ENTITIES[entity] ?? entity);
}
