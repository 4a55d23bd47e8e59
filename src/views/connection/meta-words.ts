import type { KnownBlock } from '@slack/types';
import type { MetaNumber, MetaStand, MetaUnread } from '../../domain/connection/meta-number.ts';
import { section } from '../kit/blocks.ts';
import { slackDate } from '../kit/text.ts';

type WordsOf<Fact extends keyof MetaNumber> = Readonly<Record<MetaNumber[Fact], string>>;

const STATES: WordsOf<'status'> = {
  connected: 'connected',
  pending: 'not set up yet',
  flagged: 'flagged, because its quality is low',
  restricted: 'can only reply, because it reached its limit',
  rate_limited: 'slowed down, because it sent too fast',
  banned: 'banned. Appeal in WhatsApp Manager',
  disconnected: 'disconnected',
  unverified: 'not verified',
  migrated: 'moved to another account',
  deleted: 'deleted',
  unknown: 'unknown',
};

const REGISTRATIONS: WordsOf<'platform'> = {
  cloud_api: 'done',
  on_premise: "with another provider, so Vobiz can't send from it",
  not_applicable: "not done yet, so it can't send",
  unknown: 'unknown',
};

const NAMES: WordsOf<'displayName'> = {
  approved: 'approved',
  available_without_review: 'needs no review',
  pending_review: "waits for Meta's review",
  declined: 'declined. Choose another in WhatsApp Manager',
  expired: 'approval expired. Submit it again in WhatsApp Manager',
  none: 'not submitted yet. Do it in WhatsApp Manager',
  unknown: 'unknown',
};

const CODES: WordsOf<'code'> = {
  verified: 'done',
  not_verified: 'not done yet',
  expired: 'expired',
  unknown: 'unknown',
};

const QUALITIES: WordsOf<'quality'> = {
  green: 'high',
  yellow: 'medium. Some people block or report its messages',
  red: 'low. Too many people block or report its messages',
  na: 'not rated yet',
  unknown: 'unknown',
};

const UNREAD: Readonly<Record<MetaUnread, string>> = {
  token: 'Meta refused our access token. Ask the person who runs this app to replace it.',
  forbidden:
    "Our access token can't read this WhatsApp Business Account. Ask the person who runs this app.",
  rate_limited: 'Meta gets too many requests from us. Look again in an hour.',
  locked: 'Meta locked this WhatsApp Business Account. Look in WhatsApp Manager.',
  no_answer: "Meta didn't answer. Look again in a few minutes.",
  unreadable: "Meta gave an answer we can't use.",
};

/** What Meta itself says of a connected number, for its details. No `stand`: nobody asked, or Meta hasn't answered yet. */
export function metaBlocks(stand: MetaStand | undefined): KnownBlock[] {
  if (!stand) return [];
  return [section([`*What Meta says*, ${slackDate(stand.at)}`, ...linesOf(stand)].join('\n'))];
}

function linesOf(stand: MetaStand): string[] {
  switch (stand.kind) {
    case 'listed':
      return factsOf(stand.number).map((line) => `• ${line}`);
    case 'not_listed':
      return [
        "Meta doesn't list this number in its WhatsApp Business Account. Look in WhatsApp Manager.",
      ];
    case 'ambiguous':
      return [
        'Unknown. Meta lists a number that may be this one or another of yours. Look in WhatsApp Manager.',
      ];
    case 'unread':
      return [`Unknown. ${UNREAD[stand.why]}`];
  }
}

function factsOf(number: MetaNumber): string[] {
  return [
    `State: ${STATES[number.status]}`,
    `Registration: ${REGISTRATIONS[number.platform]}`,
    `Display name: ${NAMES[number.displayName]}`,
    `Verification by code: ${CODES[number.code]}`,
    `Quality: ${QUALITIES[number.quality]}`,
    `Limit: ${limitText(number.limit)}`,
  ];
}

function limitText(limit: MetaNumber['limit']): string {
  switch (limit) {
    case 'unlimited':
      return 'none';
    case 'not_set':
      return 'not set before its first message';
    case 'unknown':
      return 'unknown';
    default:
      return `${COUNT.format(limit)} people a day, shared by all numbers of your business. Replies don't count`;
  }
}

const COUNT = new Intl.NumberFormat('en');
