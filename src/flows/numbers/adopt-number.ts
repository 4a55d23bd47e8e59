import type { Actor, Person, Standing } from '../../domain/actor.ts';
import { auditEntry } from '../../domain/audit/audit.ts';
import {
  type HoldingForm,
  heldAs,
  type Label,
  type LabelProblem,
  labelProblem,
} from '../../domain/numbers/holding.ts';
import type { NumberEntry } from '../../domain/numbers/owned-number-list.ts';
import {
  type Forbidden,
  groupsToResolve,
  mayAct,
  mayDecide,
  type Policy,
} from '../../domain/policy/policy.ts';
import type { Rulebook } from '../../domain/policy/rulebook.ts';
import type { VerificationIn } from '../../domain/verification/verification.ts';
import type { Orders, Verifications } from '../../store/records.ts';
import { type ChangeDeps, tryEnqueue } from '../change.ts';
import type { Identify, People } from '../identify.ts';

export type AdoptRefusal =
  | { kind: 'forbidden'; why: Forbidden }
  /** The policy names no channel in which its card could stand. */
  | { kind: 'no_channel' }
  /** Vobiz does not list it as active any more. */
  | { kind: 'not_listed' }
  /** Somebody was faster. */
  | { kind: 'already' }
  /** It is listed because a request here has just bought it, or it is being verified. */
  | { kind: 'under_way' }
  | { kind: 'no_owner'; standing: Exclude<Standing, 'member'> }
  | { kind: 'label'; problem: LabelProblem };

export type Adopted =
  | { ok: true; record: VerificationIn<'adopted'> }
  | { ok: false; refusal: AdoptRefusal };

/** Takes over a number of the account that was bought by another way: from then on it has an owner and is watched. */
export function createAdoptNumber(
  deps: ChangeDeps & {
    orders: Pick<Orders, 'holder'>;
    verifications: Pick<Verifications, 'create'>;
    /** The number as Vobiz lists it now, with our record if there is one. */
    find: (actor: Actor, e164: string) => Promise<NumberEntry | undefined>;
    identify: Identify;
    people: Pick<People, 'standing'>;
    approving: (team: string, channel: string) => Promise<Policy>;
    rulebook: (team: string, channel: string) => Promise<Rulebook | undefined>;
    mayAdmin: (actor: Actor) => Promise<boolean>;
    /** Says so where approvers were told of the number. */
    adopted: () => Promise<void>;
  },
) {
  const { clock, log } = deps;

  async function forbids(actor: Actor): Promise<Forbidden | undefined> {
    const policy = await deps.approving(actor.teamId, '');
    // Nobody has asked for it, so nobody approves their own request.
    const refuses = (who: Person) => mayAct(who) ?? mayDecide(policy, who, '');
    const why = refuses(await deps.identify(actor, groupsToResolve(policy), refuses));
    return why === 'not_an_approver' && (await deps.mayAdmin(actor)) ? undefined : why;
  }

  async function labelsFor({ teamId }: Actor): Promise<readonly Label[]> {
    return (await deps.rulebook(teamId, ''))?.labels ?? [];
  }

  async function refusalOf(
    actor: Actor,
    e164: string,
    form: HoldingForm,
  ): Promise<AdoptRefusal | undefined> {
    const why = await forbids(actor);
    if (why) return { kind: 'forbidden', why };
    const standing = await deps.people.standing(form.owner);
    if (standing !== 'member') return { kind: 'no_owner', standing };
    const problem = labelProblem(await labelsFor(actor), form.labels);
    if (problem) return { kind: 'label', problem };
    const isAsked = (await deps.orders.holder(actor.teamId, e164)) !== undefined;
    return isAsked ? { kind: 'under_way' } : undefined;
  }

  async function adopt(
    actor: Actor,
    e164: string,
    { purpose, holding: form }: { purpose: string; holding: HoldingForm },
  ): Promise<Adopted> {
    const refusal = await refusalOf(actor, e164, form);
    if (refusal) return { ok: false, refusal };
    const { teamId: team, userId: by } = actor;
    const [entry, book] = await Promise.all([deps.find(actor, e164), deps.rulebook(team, '')]);
    if (!book?.channel) return { ok: false, refusal: { kind: 'no_channel' } };
    if (entry?.record) return { ok: false, refusal: { kind: 'already' } };
    if (entry?.owned?.status !== 'active') return { ok: false, refusal: { kind: 'not_listed' } };
    const now = clock.now();
    const { price, purchasedAt } = entry.owned;
    const holding = heldAs(undefined, by, form, { by, now });
    const record: VerificationIn<'adopted'> = {
      kind: 'verification',
      state: 'adopted',
      id: idOf(e164, purchasedAt),
      team,
      revision: 1,
      createdAt: now,
      updatedAt: now,
      endedAt: now,
      startedBy: by,
      channel: book.channel,
      e164,
      purpose,
      ...(price && { price }),
      ...(holding && { holding }),
    };
    const audit = auditEntry('adopt', { user: by, team: actor.userTeamId }, undefined, record, now);
    const created = await deps.verifications.create(record, audit);
    if (created.result === 'held') return { ok: false, refusal: { kind: 'under_way' } };
    if (created.result !== 'created') return { ok: false, refusal: { kind: 'already' } };
    log.info({ event: 'number.adopted', record_id: record.id, user_id: by });
    await tryEnqueue(deps, () => deps.enqueue.redraw(record, record.revision));
    await tryEnqueue(deps, () => deps.enqueue.tellOwner(record));
    await tryEnqueue(deps, () => deps.adopted());
    return { ok: true, record };
  }

  return { forbids, labelsFor, adopt };
}
export type AdoptNumber = ReturnType<typeof createAdoptNumber>;

/** The same for everybody who adopts this number, so that one of two who do it at once is refused. */
function idOf(e164: string, purchasedAt = 0): string {
  const digits = Number(e164.slice(1)).toString(36).padStart(10, '0');
  return `ver_${digits}${Math.floor(purchasedAt / 1000).toString(36)}`;
}
