import type { Actor, Person } from '../../domain/actor.ts';
import {
  type Connectable,
  type HoldForbidden,
  type HoldingRefusal,
  isConnectable,
  mayHold,
  ownerOf,
  withHolding,
  withKept,
} from '../../domain/connection/connectable.ts';
import { type HoldingForm, labelProblem } from '../../domain/numbers/holding.ts';
import { groupsToResolve, type Policy } from '../../domain/policy/policy.ts';
import type { Rulebook } from '../../domain/policy/rulebook.ts';
import type { Ref } from '../../domain/record.ts';
import { type ChangeDeps, change, tryEnqueue } from '../change.ts';
import type { Connections } from '../connection/connections.ts';
import type { Identify, People } from '../identify.ts';

export type Held =
  | { ok: true; record: Connectable }
  | { ok: false; refusal: HoldingRefusal | { kind: 'unknown' } };

/** Changes who has a number and what for. A new owner must be a full member, as Slack says at that moment. */
export function createHoldNumber(
  deps: ChangeDeps & {
    connections: Connections;
    identify: Identify;
    people: Pick<People, 'standing'>;
    /** Who approves, where no order has it pinned. */
    approving: (team: string, channel: string) => Promise<Policy>;
    rulebook: (team: string, channel: string) => Promise<Rulebook | undefined>;
  },
) {
  const { connections, clock, log } = deps;

  /** The labels that there are now. */
  async function labelsFor({ team, channel }: Pick<Connectable, 'team' | 'channel'>) {
    return (await deps.rulebook(team, channel))?.labels ?? [];
  }

  /** Judges this person by each record they would change, as it is then. */
  async function judge(actor: Actor, found: Connectable) {
    const approving =
      found.kind === 'order' ? found.policy : await deps.approving(found.team, found.channel);
    const refuses = (who: Person) => mayHold(approving, who, found);
    const who = await deps.identify(actor, groupsToResolve(approving), refuses);
    return (record: Connectable) => mayHold(approving, who, record);
  }

  async function forbids(actor: Actor, record: Connectable): Promise<HoldForbidden | undefined> {
    return (await judge(actor, record))(record);
  }

  /** What of the form cannot be, as Slack and the policy have it now. */
  async function misfitOf(
    found: Connectable,
    form: HoldingForm,
  ): Promise<HoldingRefusal | undefined> {
    const isSame = form.owner === ownerOf(found);
    const standing = isSame ? 'member' : await deps.people.standing(form.owner);
    if (standing !== 'member') return { kind: 'no_owner', standing };
    const problem = labelProblem(await labelsFor(found), form.labels, found.holding?.labels);
    return problem && { kind: 'label', problem };
  }

  async function hold(actor: Actor, id: string, form: HoldingForm): Promise<Held> {
    const ref: Ref = { team: actor.teamId, id };
    const found = await connections.get(ref);
    if (!found) return { ok: false, refusal: { kind: 'unknown' } };
    const refuses = await judge(actor, found);
    // A person who may not hears that before anything else.
    const misfit = refuses(found) ? undefined : await misfitOf(found, form);
    if (misfit) return { ok: false, refusal: misfit };
    const event = form.owner !== ownerOf(found) ? 'hand_over' : 'describe';
    const held = await save(ref, actor, event, (record) => {
      const why = refuses(record);
      if (why) return { ok: false, refusal: { kind: 'forbidden', why } };
      return withHolding(record, form, actor.userId, clock.now());
    });
    if (held.ok) await tryEnqueue(deps, () => deps.enqueue.tellOwner(ref));
    return held;
  }

  async function save(
    ref: Ref,
    { userId, userTeamId }: Actor,
    event: 'hand_over' | 'describe' | 'keep',
    decide: (record: Connectable) => Held,
  ): Promise<Held> {
    const records = connections.recordsOf(ref);
    if (!records) return { ok: false, refusal: { kind: 'unknown' } };
    const changed = await change(
      records,
      ref,
      (record): Held =>
        isConnectable(record) ? decide(record) : { ok: false, refusal: { kind: 'unknown' } },
      { event, by: { user: userId, team: userTeamId }, now: clock.now },
    );
    if (!changed.ok) return changed;
    const { record } = changed;
    log.info({ event: 'number.held', record_id: ref.id, user_id: userId });
    await tryEnqueue(deps, () => deps.enqueue.redraw(ref, record.revision));
    return isConnectable(record)
      ? { ok: true, record }
      : { ok: false, refusal: { kind: 'unknown' } };
  }

  /** Keeps an unused number: nobody is asked about it again for a while. */
  async function keep(actor: Actor, id: string): Promise<Held> {
    const ref: Ref = { team: actor.teamId, id };
    const found = await connections.get(ref);
    if (!found) return { ok: false, refusal: { kind: 'unknown' } };
    const refuses = await judge(actor, found);
    return save(ref, actor, 'keep', (record) => {
      const why = refuses(record);
      if (why) return { ok: false, refusal: { kind: 'forbidden', why } };
      return withKept(record, actor.userId, clock.now());
    });
  }

  return { forbids, labelsFor, hold, keep };
}
export type HoldNumber = ReturnType<typeof createHoldNumber>;
