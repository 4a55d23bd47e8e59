import type { MrkdwnElement, PlainTextElement } from '@slack/types';
import { SHOWN } from '../../domain/page-sizes.ts';
import { isForgotten } from '../../domain/people/forgotten.ts';
import type { People } from '../../domain/policy/policy.ts';

/**
 * The limits of Slack that these views keep, in characters (UTF-16 units, the strictest reading) unless said otherwise.
 * Source: docs.slack.dev/reference/block-kit and the JSDoc of @slack/types; where they disagree, the lower number.
 */
export const LIMITS = {
  /** chat.update refuses more; chat.postMessage would allow 40,000. */
  messageText: 4000,
  sectionText: 3000,
  contextText: 2000,
  headerText: 150,
  fieldText: 2000,
  modalTitle: 24,
  inputLabel: 2000,
  placeholder: 150,
  buttonText: 75,
  accessibilityLabel: 75,
  optionText: 75,
  selectOptions: 100,
  inputValue: 3000,
} as const;

/** How much of other people's text is shown, in characters. */
export const TEXT_SHOWN = {
  /** Free text inside a sentence. */
  inline: 200,
  /** Free text on a card, which is for a glance: Details has all of it. */
  onCard: 80,
  /** A region in Vobiz's words, on a card. */
  region: 20,
  /** Free text in a block of its own: all of it, as Slack allows. */
  block: 2900,
  /** Free text within the `text` of a message, escaped. */
  inText: 800,
  country: 60,
  phone: 40,
} as const;

/** Escapes the three characters that Slack's mrkdwn gives a meaning. To be applied once, to text we did not write. */
export function escapeMrkdwn(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** An entity, a `<...>` token of ours, or one code point: what a cut may fall between, never into. */
const ATOM = /&(?:amp|lt|gt);|<[^<>]*>|[\s\S]/gu;

/** Cuts escaped mrkdwn to at most `max` UTF-16 units; entities, tokens and code points stay whole. */
export function clipMrkdwn(escaped: string, max: number): string {
  return clipAtoms(escaped, max, ATOM);
}

/** Cuts unescaped text (for plain_text) to at most `max` UTF-16 units without splitting a code point. */
export function clipPlain(text: string, max: number): string {
  return clipAtoms(text, max, /[\s\S]/gu);
}

function clipAtoms(text: string, max: number, atom: RegExp): string {
  if (text.length <= max) return text;
  let kept = '';
  for (const [piece] of text.matchAll(atom)) {
    if (kept.length + piece.length > max - 1) break;
    kept += piece;
  }
  return `${kept}…`;
}

/** Line breaks, control characters and marks that turn the reading direction of the text around them. */
const UNRULY = /[\p{Cc}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu;

/** Somebody's text inside a sentence of ours: one line, no direction marks, escaped, short. */
export function inlineText(text: string, max: number): string {
  return clipMrkdwn(escapeMrkdwn(text.replace(UNRULY, ' ').trim()), max);
}

export function mention(userId: string): string {
  return isForgotten(userId) ? 'someone who left' : `<@${userId}>`;
}

/** Who did something, at the start of a sentence. `reader`: the only person who reads it. */
export function subject(userId: string, reader?: string): string {
  return userId === reader ? 'You' : mention(userId);
}

/** Who did something, after `by`. `reader`: the only person who reads it. */
export function agent(userId: string, reader?: string): string {
  return userId === reader ? 'you' : mention(userId);
}

/** Who decided: a person, or the policy itself. `reader`: the only person who reads it. */
export function decidedBy(by: string, reader?: string): string {
  return by === 'policy' ? 'the policy' : agent(by, reader);
}

/** `@a`, `@a and @b`, `@a, @b and @c` */
export function listed(words: readonly string[], conjunction: 'and' | 'or' = 'and'): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} ${conjunction} ${words.at(-1)}`;
}

/** Lines, blocks or buttons without those that do not apply: `present([line, isLate && lateLine])`. */
export function present<T>(items: readonly (T | undefined | false | '')[]): T[] {
  return items.filter((item): item is T => Boolean(item));
}

/** A channel, as Slack names it to each reader. Direct messages are no channel: their id would be shown as it is. */
export function channelMention(channelId: string): string {
  return channelId.startsWith('D') ? 'your messages with the app' : `<#${channelId}>`;
}

/** The place of somebody's card for a reader who may be somebody else: direct messages are named by whose they are. */
export function cardPlace(channelId: string, ownerId: string): string {
  return channelId.startsWith('D')
    ? `${mention(ownerId)}'s messages with the app`
    : channelMention(channelId);
}

/** A link of ours; only https, so that nothing else can be smuggled into the token. */
export function link(url: string, label: string): string {
  return /^https:\/\/[^\s<>|]+$/.test(url) ? `<${url}|${escapeMrkdwn(label)}>` : label;
}

const DATE_STYLES = {
  date: '{date_short_pretty}',
  date_time: '{date_short_pretty} {time}',
  /** Of what is over within the hour. */
  time: '{time}',
} as const;

const utc = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
});

/** A moment (epoch ms) that Slack shows in each reader's own time zone; UTC where Slack cannot. */
export function slackDate(epochMs: number, style: keyof typeof DATE_STYLES = 'date_time'): string {
  const seconds = Math.floor(epochMs / 1000);
  return `<!date^${seconds}^${DATE_STYLES[style]}|${utc.format(epochMs)} UTC>`;
}

/** `about 40 seconds`, `about 3 minutes`: a wait, rounded up. */
export function waitText(ms: number): string {
  const seconds = Math.max(1, Math.ceil(ms / 1000));
  if (seconds < 90) return `about ${seconds} ${seconds === 1 ? 'second' : 'seconds'}`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 90 ? `about ${minutes} minutes` : `about ${Math.ceil(minutes / 60)} hours`;
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** Text that Slack shows unchanged: no markup, no mentions, no links, no `:emoji:`. */
export function plain(text: string, max: number): PlainTextElement {
  return { type: 'plain_text', text: clipPlain(text, max), emoji: false };
}

/** Markup of ours. `verbatim` keeps Slack from making links out of bare addresses and names in it. */
export function mrkdwn(text: string, max: number): MrkdwnElement {
  return { type: 'mrkdwn', text: clipMrkdwn(text, max), verbatim: true };
}

/** Mentions, so that nobody is left out who is meant to see it; at most as many as fit a sentence. */
export function peopleText({ users, groups }: People, shown: Shown = {}): string {
  const named = [...groups.map((group) => `<!subteam^${group}>`), ...users.map(mention)];
  return listedUpTo(named, 'or', shown);
}

/** What may be missing from what waits for the reader, as Slack didn't say who is in these user groups. */
export function unreadGroupsText(groups: readonly string[]): string {
  const named = peopleText({ users: [], groups: [...groups] });
  return `Slack didn't tell us who is in ${named}, so requests for you may be missing. We keep asking.`;
}

/** How many of a list are named, and what stands for the rest: `3 others`, or uncounted. */
export type Shown = { max?: number; rest?: string };

/** `@a, @b and 3 others` */
export function listedUpTo(
  words: readonly string[],
  conjunction: 'and' | 'or',
  { max = SHOWN.approvers, rest }: Shown = {},
): string {
  const more = words.length - max;
  const shown = words.slice(0, max);
  return listed(more > 0 ? [...shown, rest ?? plural(more, 'other')] : shown, conjunction);
}
