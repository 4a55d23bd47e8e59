import type { AuditedRecord } from '../../domain/audit/audit.ts';
import { parseJson } from '../../domain/json.ts';
import { type Order, orderSchema } from '../../domain/order/order.ts';
import {
  BEFORE_FORGOTTEN,
  type Hold,
  holdOf,
  isOwnedBy,
  jsonWithout,
  namesPerson,
} from '../../domain/people/forgotten.ts';
import { POLICY_ID, storedPolicySchema } from '../../domain/policy/stored-policy.ts';
import { nextRevision, type Ref } from '../../domain/record.ts';
import { type Verification, verificationSchema } from '../../domain/verification/verification.ts';
import type { Clock } from '../../runtime.ts';
import type { OrderDrafts } from '../../store/order-drafts.ts';
import type { Personal } from '../../store/personal.ts';
import type { Orders, Records, Verifications } from '../../store/records.ts';
import { change } from '../change.ts';

const READ_AT_ONCE = 500;

/** Why a record keeps the name for now: it is open, or this version can't read or write all of it. */
type Left = Ref & { why: 'open' | 'unreadable' };

/** What cannot go on without the person. */
type Held = Ref & { why: 'requester' | 'sole_approver' | 'policy' };

export type ForgetResult =
  /** Nothing was changed. */
  | { ok: false; holds: readonly Held[] }
  | {
      ok: true;
      /** Records that named the person and no longer do; in a rehearsal, that would not. */
      records: readonly Ref[];
      left: readonly Left[];
      /** Records of numbers that the person owned. */
      owned: readonly Ref[];
      preferences: number;
    };

type Kind<R extends Order | Verification> = {
  kind: 'order' | 'verification';
  records: Records<R>;
  read: (value: unknown) => R;
};
type Found = Ref & {
  hold: Hold | 'unreadable';
  isOwner: boolean;
  /** Undefined once the record no longer names the person. */
  forget: () => Promise<Left['why'] | undefined>;
};
type Person = { team: string; userId: string; instead: string };

/**
 * Replaces somebody who left by a pseudonym, in every record that can do without them, each with an entry in the audit. Bots
 * may run; a run that was stopped goes on with the same pseudonym. The audit stays as it is.
 */
export function createForgetPerson(deps: {
  orders: Orders;
  verifications: Verifications;
  drafts: Pick<OrderDrafts, 'forget'>;
  personal: Personal;
  clock: Clock;
  newPseudonym: () => string;
}) {
  const { personal, clock } = deps;

  async function findAll(person: Person): Promise<Found[]> {
    const orders = { kind: 'order', records: deps.orders, read: orderSchema.parse } as const;
    const { verifications: records } = deps;
    const others = { kind: 'verification', records, read: verificationSchema.parse } as const;
    return [...(await findIn(orders, person)), ...(await findIn(others, person))];
  }

  async function holdsOn(person: Person, found: readonly Found[]): Promise<Held[]> {
    const { team } = person;
    const open = found.flatMap(({ id, hold }) =>
      hold === 'requester' || hold === 'sole_approver' ? [{ team, id, why: hold }] : [],
    );
    const policy = { team, id: POLICY_ID, why: 'policy' } as const;
    return (await isInPolicy(person)) ? [...open, policy] : open;
  }

  async function forgetAll(found: readonly Found[], rehearse: boolean) {
    const records: Ref[] = [];
    const left: Left[] = [];
    for (const { team, id, hold, forget } of found) {
      const why = hold === 'none' ? rehearse || (await forget()) : LEFT_FOR[hold];
      if (why === 'open' || why === 'unreadable') left.push({ team, id, why });
      else records.push({ team, id });
    }
    return { records, left };
  }

  async function rehearsed(team: string, userId: string): Promise<ForgetResult> {
    const person = { team, userId, instead: deps.newPseudonym() };
    const found = await findAll(person);
    const holds = await holdsOn(person, found);
    if (holds.length > 0) return { ok: false, holds };
    return { ok: true, ...(await forgetAll(found, true)), owned: ownedIn(found), preferences: 0 };
  }

  return {
    /** What it would do. */
    rehearsed,
    async forget(team: string, userId: string): Promise<ForgetResult> {
      const judged = await rehearsed(team, userId);
      if (!judged.ok) return judged;
      const instead = await personal.pseudonym(team, userId, deps.newPseudonym());
      const found = await findAll({ team, userId, instead });
      // Before the records, so that no Home of theirs is drawn for them.
      const preferences = await personal.dropPreferences(team, userId);
      const done = await forgetAll(found, false);
      await personal.renameAnswers(team, userId, instead);
      await personal.dropJobEvents();
      if (done.left.length === 0) await personal.finished(team, userId);
      return { ok: true, ...done, owned: ownedIn(found), preferences };
    },
  };

  async function isInPolicy({ team, userId }: Person): Promise<boolean> {
    const [text = ''] = await personal.textsOf('policy', [{ team, id: POLICY_ID }]);
    const stored = storedPolicySchema.safeParse(parseJson(text)).data;
    return stored?.state === 'set' && namesPerson(JSON.stringify(stored.written), userId);
  }

  async function findIn<R extends Order | Verification>(
    of: Kind<R>,
    person: Person,
  ): Promise<Found[]> {
    const { team, userId } = person;
    const found: Found[] = [];
    for (let offset = 0; ; offset += READ_AT_ONCE) {
      const refs = await of.records.oldest(team, { offset, count: READ_AT_ONCE });
      if (refs.length === 0) return found;
      const texts = await personal.textsOf(of.kind, refs);
      const named = refs.filter((_, at) => namesPerson(texts[at] ?? '', userId));
      found.push(...(await Promise.all(named.map((ref) => findOne(of, person, ref)))));
    }
  }

  async function findOne<R extends Order | Verification>(
    of: Kind<R>,
    person: Person,
    ref: Ref,
  ): Promise<Found> {
    const record = (await of.records.many([ref]))[0];
    return {
      ...ref,
      hold: record ? holdOf(record, person.userId) : 'unreadable',
      isOwner: record !== undefined && isOwnedBy(record, person.userId),
      forget: () => forgetIn(of, person, ref),
    };
  }

  async function forgetIn<R extends Order | Verification>(
    { kind, records, read }: Kind<R>,
    { userId, instead }: Person,
    ref: Ref,
  ): Promise<Left['why'] | undefined> {
    const now = clock.now();
    const without = (record: R, stands: string): R =>
      read(parseJson(jsonWithout(JSON.stringify(record), userId, stands)));
    const changed = await change<R, Hold>(
      records,
      ref,
      (record) => {
        const hold = holdOf(record, userId);
        if (hold !== 'none') return { ok: false, refusal: hold };
        const next = { ...without(record, instead), ...nextRevision(record, now) };
        return { ok: true, record: next };
      },
      {
        event: 'forget',
        by: { job: 'forget' },
        now: clock.now,
        before: (record): AuditedRecord => without(record, BEFORE_FORGOTTEN),
      },
    );
    if (!changed.ok) return 'open';
    // The form it was made with, which has the same id.
    if (kind === 'order') await deps.drafts.forget(ref);
    const [text = ''] = await personal.textsOf(kind, [ref]);
    // A newer version may have written the name where this one does not read it.
    return namesPerson(text, userId) ? 'unreadable' : undefined;
  }
}

const LEFT_FOR: Readonly<Record<Exclude<Found['hold'], 'none'>, Left['why']>> = {
  later: 'open',
  requester: 'open',
  sole_approver: 'open',
  unreadable: 'unreadable',
};

function ownedIn(found: readonly Found[]): Ref[] {
  return found.filter(({ isOwner }) => isOwner).map(({ team, id }) => ({ team, id }));
}
