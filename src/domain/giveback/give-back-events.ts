import type { Absence } from '../account/absence.ts';
import type { OwnedSeen } from '../numbers/owned-number-list.ts';
import type { Refusal } from '../order/vendor-reason.ts';
import type { Approvers } from '../policy/policy.ts';
import type { Reminders } from '../reminders.ts';
import type { GiveBack, GiveBackDoubt, GiveBackIn, NotGivenBack } from './give-back.ts';

/** What Vobiz's list says of the number. `elsewhere`: only a sub-account has it, which we cannot release it from, and pay for. */
export type OwnedStatus = OwnedSeen['status'] | 'elsewhere';
/** What a release was answered. `until`: epoch ms. */
export type ReleaseAnswer = {
  status: 'pending_release' | 'released';
  until: number | undefined;
  fee: string | undefined;
};
export type Claimed = GiveBackIn<'releasing'>;
export type NotDone = { why: NotGivenBack } & Refusal;

/** What the policy says when it is asked. `approvers`: undefined for those of the number's request, which an adopted number has not. */
export type GiveBackTerms = {
  approvers: Approvers | undefined;
  expiresAfterMs: number;
  reminders: Reminders;
};

export type GiveBackEvent =
  | { type: 'ask'; by: string; why: string; terms: GiveBackTerms }
  /** `at`: of the request that the person saw. */
  | { type: 'approve'; by: string; at?: number | undefined }
  | { type: 'deny'; by: string; reason: string }
  | { type: 'expire' }
  | { type: 'wait'; why: NonNullable<GiveBackIn<'approved'>['waiting']> }
  | { type: 'claim'; attemptId: string }
  /** Only from the claimer, who knows that nothing was sent. */
  | { type: 'unclaim'; attemptId: string }
  /** Found before anything was sent. */
  | ({ type: 'stop' } & NotDone)
  /** Outcomes bring the claim they are of: Redis may have lost it, and an outcome is never dropped. */
  | { type: 'answered'; claimed: Claimed; answer: ReleaseAnswer }
  | ({ type: 'refused'; claimed: Claimed } & NotDone)
  | { type: 'lost'; claimed: Claimed; doubt: GiveBackDoubt }
  | { type: 'keep'; by: string }
  | { type: 'claim_keep'; attemptId: string }
  | { type: 'unclaim_keep'; attemptId: string }
  | { type: 'kept'; attemptId: string }
  | ({ type: 'keep_refused'; attemptId: string } & NotDone)
  | { type: 'keep_lost'; attemptId: string; doubt: GiveBackDoubt }
  /** `showsUntil`: requests sent by then show in the list (epoch ms); it says nothing of later ones. */
  | { type: 'observed'; status: OwnedStatus; showsUntil: number }
  /** The list lacks it. */
  | ({ type: 'missed' } & Absence)
  /** A person's word, where Vobiz's list does not decide. */
  | { type: 'settle'; by: string; outcome: 'gone' | 'ours' };
export type GiveBackEventType = GiveBackEvent['type'];
export type EventOf<T extends GiveBackEventType> = Extract<GiveBackEvent, { type: T }>;

export type GiveBackRefusal =
  /** Someone was faster: `giveBack` says who. */
  | { kind: 'already'; giveBack: GiveBack | undefined }
  /** Somebody else has to approve what a person asks for. */
  | { kind: 'own_request' }
  /** Vobiz's list says otherwise, or was not read since. */
  | { kind: 'not_seen' }
  /** A late or repeated event; nobody needs to know. */
  | { kind: 'out_of_turn' };
export type GiveBackTransition =
  | { ok: true; giveBack: GiveBack }
  | { ok: false; refusal: GiveBackRefusal };
