import type { NoCard, Standing } from '../domain/actor.ts';
import type { AuditEntry } from '../domain/audit/audit.ts';
import type { Gap, LostEntries } from '../domain/audit/gap.ts';
import type { ChannelSeen } from '../domain/connection/connection.ts';
import type { Money, Price } from '../domain/money.ts';
import type { AvailableNumber } from '../domain/numbers/number-search.ts';
import type { OwnedSeen, SeenAtVobiz } from '../domain/numbers/owned-number-list.ts';
import type { Order, OrderIn } from '../domain/order/order.ts';
import type { OrderDraft } from '../domain/order/order-draft.ts';
import type { Observation, PurchaseAnswered } from '../domain/order/order-events.ts';
import type { JournalEntry, LastEntry, PurchaseOutcome } from '../domain/order/order-put-back.ts';
import type { Refusal } from '../domain/order/vendor-reason.ts';
import type { CodeMethod, Verification } from '../domain/verification/verification.ts';

/** What the flows need from the rest of the world; store, jobs, slack and vobiz happen to fit. */

export type Ref = { team: string; id: string };

export type Records<R> = {
  create(
    record: R,
    audit: AuditEntry,
  ): Promise<
    | { result: 'created' }
    | { result: 'exists'; record: R }
    | { result: 'held'; record: R | undefined }
    /** Beyond the limit of the named counter. */
    | { result: 'over'; field: string }
  >;
  /** Saves a record that Redis lost. False when one stands there. */
  putBack(record: R, audit: AuditEntry): Promise<boolean>;
  /** The id of the live record that holds what only one may have. */
  holder(team: string, what: string): Promise<string | undefined>;
  get(ref: Ref): Promise<R | undefined>;
  save(next: R, audit: AuditEntry): Promise<boolean>;
  newest(team: string, limit: number): Promise<R[]>;
  open(): Promise<Ref[]>;
  close(record: R): Promise<void>;
};
export type Orders = Records<Order>;
export type Verifications = Records<Verification>;
export type Gaps = Pick<Records<Gap>, 'create' | 'get' | 'save' | 'newest' | 'open' | 'close'>;

/** The audit heads that Redis gave this process. */
export type Heads = {
  teams(): string[];
  /** What Redis does not show any more; undefined when it shows everything. */
  findLost(team: string): Promise<LostEntries | undefined>;
  forgetLost(team: string, until: number): void;
};

/** What this machine sent to Vobiz, kept on its own disk. */
export type PurchaseJournal = {
  /** Before it is sent. False when it is not on the disk: then nothing may be sent. */
  sending(order: OrderIn<'placing'>): Promise<boolean>;
  outcome(outcome: PurchaseOutcome): Promise<void>;
  attempts(): Promise<JournalEntry[]>;
  /** Names of lines that cannot be read. */
  damaged(): Promise<string[]>;
  forgetOld(isSettled: (attemptId: string) => boolean): Promise<void>;
};

/** What the audit, newest entry first, says of a record; undefined when it has no entry of it. */
export type LastEntryOf = (ref: Ref) => Promise<LastEntry | undefined>;

/** What became of a claim. Only `confirmed` may be acted on. */
export type ClaimSaved =
  | { result: 'confirmed' }
  /** It stands, and fewer replicas than wanted had it in time. */
  | { result: 'not_confirmed'; confirmedBy: number; wanted: number }
  /** Somebody else changed the record first. */
  | { result: 'conflict' }
  /** No usable answer: it may stand or not. */
  | { result: 'unknown'; cause: unknown };

/** Saves that count only when replicas hold them too. */
export type Claims = {
  save(next: Order, audit: AuditEntry): Promise<ClaimSaved>;
  /** Whether a write that means nothing is confirmed at this moment, so that a claim need not be taken back. */
  rehearse(): Promise<boolean>;
};

/** Enqueue to look at a record. Adding one that is already waiting changes nothing. */
export type Enqueue = {
  place(ref: Ref): Promise<void>;
  track(ref: Ref, delayMs: number): Promise<void>;
  redraw(ref: Ref, revision: number): Promise<void>;
  /** `what` tells one set of notices from the next. */
  notify(ref: Ref, what: string): Promise<void>;
  /** To look at a connection, or to tell what it has come to. */
  trackConnection(ref: Ref, delayMs: number): Promise<void>;
  /** To see at `at` (epoch ms) what has come with time. */
  wake(ref: Ref, at: number, delayMs: number): Promise<void>;
};

/** Codes sent to a number, counted over all its verifications. */
export type CodeCount = {
  /** Counts one, once per `id`; or, when there were too many, answers the epoch ms from which one may be sent again. */
  take(team: string, e164: string, id: string, now: number): Promise<number | undefined>;
  /** Takes it back: nothing was sent. */
  giveBack(team: string, e164: string, id: string): Promise<void>;
};

/** A modal that asks for a code, as it stands at Slack. `attempt` names its field. */
export type CodeModal = {
  viewId: string;
  hash: string;
  user: string;
  attempt: number;
  /** Of the record, as it is shown. */
  revision: number;
  /** A code was submitted and is being checked; or it was not, because somebody was in the way. */
  busy?: 'checking' | 'refused' | undefined;
  /** Since when a code is being checked, in epoch ms. */
  since?: number | undefined;
  /** How often it could not be changed, because it showed something newer than is known here. */
  misses?: number | undefined;
};

/** Who has a modal of a verification open. Short-lived, and nothing of what is typed. */
export type CodeModals = {
  put(ref: Ref, modal: CodeModal): Promise<void>;
  /** Unless it has changed since `read`; without `next` it is forgotten. */
  replace(ref: Ref, read: CodeModal, next: CodeModal | undefined): Promise<void>;
  remove(ref: Ref, viewId: string): Promise<void>;
  of(ref: Ref): Promise<CodeModal[]>;
};

export type ShortLived = {
  availability(country: string, region: string): Promise<Offered | undefined>;
  keepAvailability(country: string, region: string, offer: Offered): Promise<void>;
  draft(ref: Ref): Promise<OrderDraft | undefined>;
  keepDraft(draft: OrderDraft): Promise<void>;
  submittedDrafts(): Promise<Ref[]>;
  forgetDraft(ref: Ref): Promise<void>;
  vobizPausedUntil(now: number): Promise<number | undefined>;
};

/** What Vobiz listed of the account's numbers, kept for a minute. */
export type NumbersSeen = {
  kept(): Promise<SeenAtVobiz | undefined>;
  keep(seen: SeenAtVobiz): Promise<void>;
};

/** Who has opened their Home, and whose has to be drawn again. `channel` is their direct messages with the bot. */
export type HomeOwner = { user: string; channel: string };
export type Homes = {
  opened(team: string, owner: HomeOwner, now: number): Promise<void>;
  /** The newest of those who opened theirs within a day. */
  owners(team: string, now: number): Promise<HomeOwner[]>;
  mark(team: string, users: readonly string[]): Promise<void>;
  unmark(team: string, user: string): Promise<void>;
  marked(team: string): Promise<string[]>;
  /** Whether this person's Home shows exactly this, as far as is known. */
  shows(team: string, user: string, view: string): Promise<boolean>;
  /** It does now. */
  shown(team: string, user: string, view: string): Promise<void>;
};

/** Reminds of drawing somebody's Home; one that already waits is not left twice. `id` is the person. */
export type EnqueueHome = (home: Ref) => Promise<void>;

export type Offered = { numbers: AvailableNumber[]; skipped: number };

/** Why no card can appear in a channel where somebody acts; undefined when one can. Throws AppError `slack_*`. */
export type CardPlaces = (channel: string, userId: string) => Promise<NoCard | undefined>;

/** One look at Slack. Throws AppError `membership_unread` when Slack does not say. */
export type PeopleAtSlack = {
  standing(userId: string): Promise<Standing>;
  /** User ids in a user group; none for a group that is gone. */
  members(groupId: string): Promise<readonly string[]>;
};

export type People = PeopleAtSlack & {
  /** Those of `groupIds` (user groups) that the person is in, and the failures of those that could not be read. */
  groupsOf(
    userId: string,
    groupIds: readonly string[],
  ): Promise<{ in: readonly string[]; unread: readonly unknown[] }>;
};

/** What the limits have been used for: field of a counter -> minor units, or purchases. */
export type Usage = { of(team: string, month: string): Promise<Record<string, number>> };

export type Vobiz = {
  availability(query: { country: string; region?: string }): Promise<Offered>;
  /** `postpaid` accounts may spend more than is available. */
  balance(currency: string): Promise<{ available: Money; postpaid: boolean }>;
  placeOrder(
    order: { country: string; region: string; e164: string; currency: string },
    options: { signal: AbortSignal },
  ): Promise<PurchaseAnswered>;
  requestCode(request: {
    e164: string;
    method: CodeMethod;
  }): Promise<{ expiresAt: number | undefined }>;
  confirmCode(request: { e164: string; code: string }): Promise<ConfirmResult>;
  /** The first page is 1. `listed` counts the items of the page, `total` those of all pages. */
  ownedPage(
    page: number,
  ): Promise<{ numbers: OwnedSeen[]; listed: number; total: number | undefined }>;
  /** The account's numbers that contain `search`; a list that cannot be read whole is thrown. */
  ownedNumbers(query: { search: string }): Promise<OwnedSeen[]>;
  channels(): Promise<ChannelSeen[]>;
  createChannel(channel: NewChannel): Promise<ChannelSeen>;
  updateChannel(
    id: string,
    change: { displayName?: string; accessToken?: string },
  ): Promise<ChannelSeen>;
  deleteChannel(id: string): Promise<void>;
};

type NewChannel = {
  e164: string;
  wabaId: string;
  displayName: string;
  accessToken: string;
} & (
  | { mode: 'buy_from_vobiz'; orderId: string | undefined }
  | { mode: 'bring_your_own'; phoneNumberId: string }
);

export type ConfirmResult =
  | { result: 'verified' }
  | { result: 'wrong_code' | 'expired' | 'already_verified' | 'not_started' | 'unclear' }
  | ({ result: 'refused' } & Refusal)
  | { result: 'too_many_attempts' | 'rate_limited'; retryAfterMs: number | undefined };

/** What an order's evidence adds up to. Throws `vobiz_rate_limited` and `vobiz_credentials`; other failures are findings. */
export type FindOrder = (order: {
  orderId: string | undefined;
  e164: string;
  placedAt: number;
  /** Nothing was sent for it: `placedAt` is when it was approved. */
  unsent: boolean;
  /** The approved price, where the account's ledger is to be looked at too. */
  charge?: Price | undefined;
}) => Promise<Observation>;

/** The time, in epoch ms, and what spreads retries over it. */
export type Clock = {
  now(): number;
  /** In [0, 1). */
  jitter(): number;
};

/** A new id of its kind: `ord_7k3m9q2x`. */
export type NewId = (prefix: 'ord' | 'ver' | 'att' | 'ent' | 'snd' | 'gap') => string;

export type Log = {
  info(fields: object, message?: string): void;
  warn(fields: object, message?: string): void;
  error(fields: object, message?: string): void;
};
