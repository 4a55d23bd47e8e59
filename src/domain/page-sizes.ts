/** The most we show per page, list or sentence; well under Slack's 100 blocks per message, modal or Home. */
export const SHOWN = {
  /** Per page of search results, two lines each. */
  found: 8,
  /** Per page of the workspace's own numbers. */
  numbers: 20,
  /** Numbers that nobody uses, above search results and in Details of a request. */
  unused: 3,
  /** Per page of requests, two lines each. */
  orders: 10,
  /** Approved at once: as many boxes as Slack takes in one group. */
  approvedTogether: 10,
  /** Of a request for several, on its card. */
  numbersOnCard: 2,
  /** Of many, the most frequent reasons why they are not bought, on their card. */
  standsOnCard: 3,
  /** Numbers offered in place of one that is gone. */
  instead: 3,
  /** A request's newest steps in its Details. */
  steps: 40,
  /** Lines about limits in a request's Details. */
  limits: 10,
  /** Named in one sentence. */
  approvers: 10,
  /** Of people on a card: who approved, and who is asked, of one set of approvers or of each of two. */
  approved: 2,
  askedOfOneSet: { one: 9, several: 5 },
  askedOfEach: 3,
  channels: 10,
  countries: 20,
  labelValues: 6,
  /** Changes of the policy per page of its history, and fields named in one of them. */
  policyChanges: 8,
  changedFields: 12,
  /** Prices of one number, in a currency each. */
  currencies: 3,
  /** If no file can be sent. */
  auditEntries: 20,
  auditEntriesInBlock: 10,
  /** Per section of a Home; `ended` is part of `mine`. */
  home: {
    waiting: 8,
    giveBacks: 4,
    questions: 4,
    mine: 15,
    ended: 5,
    verifications: 6,
    numbers: 5,
  },
} as const;

/** A filter of the numbers reads the newest of the team's own. */
export const NUMBERS_LOOKED_AT = 1_000;
