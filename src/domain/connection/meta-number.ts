/**
 * What Meta says of a number, in its own words in lower case. `unknown`: nothing, or a word we don't know, which never
 * counts as good. Words: developers.facebook.com, WhatsApp Business Account Phone Number API.
 */
export const META_WORDS = {
  /** `connected` is the only one in which the number sends and receives. */
  status: [
    'connected',
    'pending',
    'flagged',
    'restricted',
    'rate_limited',
    'banned',
    'disconnected',
    'unverified',
    'migrated',
    'deleted',
    'unknown',
  ],
  /** The API that the number is registered with. */
  platform: ['cloud_api', 'on_premise', 'not_applicable', 'unknown'],
  displayName: [
    'approved',
    'available_without_review',
    'pending_review',
    'declined',
    'expired',
    'none',
    'unknown',
  ],
  code: ['verified', 'not_verified', 'expired', 'unknown'],
  /** `na`: not rated yet. */
  quality: ['green', 'yellow', 'red', 'na', 'unknown'],
} as const;

type Words = typeof META_WORDS;
export type MetaNumber = { [Fact in keyof Words]: Words[Fact][number] } & {
  /** How many people in 24 hours it may write to first: a limit of the business, shared by all its numbers. */
  limit: number | 'unlimited' | 'not_set' | 'unknown';
};

/** Why we know nothing. `token`: refused; `forbidden`: it may not read this account; `locked`: Meta locked the account. */
export type MetaUnread =
  | 'token'
  | 'forbidden'
  | 'rate_limited'
  | 'locked'
  | 'no_answer'
  | 'unreadable';

/** What Meta said of one number, and when (epoch ms). `not_listed`: its account doesn't have the number. `ambiguous`: its number may be another one of ours. */
export type MetaStand = { at: number } & (
  | { kind: 'listed'; number: MetaNumber }
  | { kind: 'not_listed' }
  | { kind: 'ambiguous' }
  | { kind: 'unread'; why: MetaUnread }
);
