/**
 * How many of everything is shown: the size of each page, list and sentence. Of a message or modal Slack takes 100 blocks at
 * most, of Home too, and every list below stays well under that.
 */
export const SHOWN = {
  /** Numbers on a page of search results, two or more lines each. */
  found: 5,
  /** Numbers on a page of the list of what the workspace has. */
  numbers: 20,
  /** Requests in the answer to `orders`. */
  orders: 15,
  /** Near numbers offered instead of one that is gone. */
  instead: 3,
  /** Steps of a request in its timeline; its newest questions, and what was said in the thread. */
  steps: 8,
  questions: 3,
  replies: 3,
  /** Lines about limits on a card. */
  limits: 10,
  /** People and groups, channels, countries named in one sentence. */
  approvers: 10,
  channels: 10,
  countries: 20,
  /** Audit entries where no file can be sent, and how many of them in one block. */
  auditEntries: 20,
  auditEntriesInBlock: 10,
  /** What a Home shows of each kind; `ended` are those among `mine`. */
  home: { waiting: 8, questions: 4, mine: 15, ended: 5, verifications: 6, numbers: 5 },
} as const;
