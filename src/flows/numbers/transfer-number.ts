import type { Actor, Person, Standing } from '../../domain/actor.ts';
import { type Connectable, isConnectable, ownerOf } from '../../domain/connection/connectable.ts';
import { type Label, type LabelProblem, labelProblem } from '../../domain/numbers/holding.ts';
import type { Transfer, TransferEvent } from '../../domain/numbers/transfer.ts';
import {
  dueTransferEvent,
  mayAnswer,
  type NotTransferable,
  notTransferable,
  type TransferForbidden,
  withTransfer,
  withTransferAsked,
} from '../../domain/numbers/transfer-rules.ts';
import { type Barred, groupsToResolve, mayAct, type Policy } from '../../domain/policy/policy.ts';
import { DEFAULT_RULEBOOK, type Rulebook } from '../../domain/policy/rulebook.ts';
import type { Ref } from '../../domain/record.ts';
import { type ChangeDeps, change, tryEnqueue } from '../change.ts';
import type { Connections } from '../connection/connections.ts';
import type { Identify, People } from '../identify.ts';
import type { EndTransfer } from './end-transfer.ts';

type Unknown = { kind: 'unknown' };

/** Why nobody was asked. */
export type AskRefusal =
  | Unknown
  | { kind: 'barred'; why: Barred }
  | { kind: 'label'; problem: LabelProblem }
  | { kind: 'not_transferable'; why: NotTransferable; record: Connectable };

/** Why an answer, or its withdrawal, changed nothing; `record` as it is then. */
export type AnswerRefusal =
  | Unknown
  | { kind: 'forbidden'; why: TransferForbidden; record: Connectable }
  /** It has ended, or somebody has asked for it since. */
  | { kind: 'over'; record: Connectable }
  /** Who asked for it cannot be its owner any more. */
  | { kind: 'no_owner'; standing: Exclude<Standing, 'member'>; record: Connectable };

type Result<F> = { ok: true; record: Connectable; transfer: Transfer } | { ok: false; refusal: F };
export type Asked = Result<AskRefusal>;
export type Answered = Result<AnswerRefusal>;

export type TransferForm = { purpose: string; labels: Readonly<Record<string, string>> };

type Answer = { accept: true } | { accept: false; words: string };

/** Asks the owner of a number that nobody uses to hand it over, and takes the answer. Judged by the record that is replaced. */
export function createTransfers(
  deps: ChangeDeps & {
    connections: Connections;
    endTransfer: EndTransfer;
    identify: Identify;
    people: Pick<People, 'standing'>;
    /** Who approves, where no order has it pinned. */
    approving: (team: string, channel: string) => Promise<Policy>;
    rulebook: (team: string, channel: string) => Promise<Rulebook | undefined>;
  },
) {
  const { connections, clock, log } = deps;

  async function bookOf({ team, channel }: Pick<Connectable, 'team' | 'channel'>) {
    return (await deps.rulebook(team, channel)) ?? DEFAULT_RULEBOOK;
  }

  async function refusesAsking(actor: Actor, record: Connectable) {
    const { unusedForMs } = (await bookOf(record)).reuse;
    return (current: Connectable) =>
      notTransferable(current, actor.userId, { unusedForMs, now: clock.now() });
  }

  async function save<F extends { kind: string }>(
    actor: Actor,
    ref: Ref,
    event: string,
    decide: (record: Connectable) => { ok: true; record: Connectable } | { ok: false; refusal: F },
  ): Promise<Result<F | Unknown>> {
    const records = connections.recordsOf(ref);
    if (!records) return UNKNOWN;
    type Decided = { ok: true; record: Connectable } | { ok: false; refusal: F | Unknown };
    const changed = await change(
      records,
      ref,
      (record): Decided => (isConnectable(record) ? decide(record) : UNKNOWN),
      {
        event: `transfer.${event}`,
        by: { user: actor.userId, team: actor.userTeamId },
        now: clock.now,
      },
    );
    if (!changed.ok) return changed;
    const { record } = changed;
    if (!isConnectable(record) || !record.transfer) return UNKNOWN;
    const { transfer } = record;
    log.info({ event: `transfer.${transfer.state}`, record_id: ref.id, user_id: actor.userId });
    await tryEnqueue(deps, () => deps.enqueue.redraw(ref, record.revision));
    await tryEnqueue(deps, () => deps.enqueue.tellOwner(ref));
    return { ok: true, record, transfer };
  }

  /** Judges this person by each record they would change, as it is then. Only a stranger's answer depends on who is still here. */
  async function judge(actor: Actor, found: Connectable) {
    const approving =
      found.kind === 'order' ? found.policy : await deps.approving(found.team, found.channel);
    const owner = ownerOf(found);
    const hasLeft = owner !== actor.userId && (await deps.people.standing(owner)) !== 'member';
    const refuses = (who: Person) => mayAnswer(approving, who, found, hasLeft);
    const who = await deps.identify(actor, groupsToResolve(approving), refuses);
    return (record: Connectable) =>
      mayAnswer(approving, who, record, hasLeft && ownerOf(record) === owner);
  }

  type Refused = { ok: false; refusal: AnswerRefusal };

  function refusing(record: Connectable, why: TransferForbidden | undefined): Refused | undefined {
    return why && { ok: false, refusal: { kind: 'forbidden', why, record } };
  }

  function over(record: Connectable | undefined): Refused {
    return record ? { ok: false, refusal: { kind: 'over', record } } : UNKNOWN;
  }

  function ended(record: Connectable, event: TransferEvent) {
    const next = withTransfer(record, event, clock.now());
    return next ? ({ ok: true, record: next } as const) : over(record);
  }

  /** How this person's answer is judged; at once why there is nothing to answer, or not for them. */
  async function judging(actor: Actor, ref: Ref, at: number) {
    const found = await connections.get(ref);
    if (!found?.transfer) return UNKNOWN;
    if (dueTransferEvent(found, clock.now())) return over(await deps.endTransfer(ref));
    if (found.transfer.state !== 'asked' || found.transfer.at !== at) return over(found);
    const refuses = await judge(actor, found);
    return (
      refusing(found, refuses(found)) ??
      ({ ok: true, found, refuses, asker: found.transfer.by } as const)
    );
  }

  return {
    /** Why this person cannot ask for the number; undefined if they can. */
    async whyNot(actor: Actor, record: Connectable): Promise<NotTransferable | undefined> {
      return (await refusesAsking(actor, record))(record);
    },

    labelsFor: async (record: Connectable): Promise<readonly Label[]> =>
      (await bookOf(record)).labels,

    /** `order`: the open purchase request that the number would make needless, if this person made it. */
    async ask(
      actor: Actor,
      id: string,
      { purpose, labels, order }: TransferForm & { order?: string | undefined },
    ): Promise<Asked> {
      const ref = { team: actor.teamId, id };
      const found = await connections.get(ref);
      if (!found) return UNKNOWN;
      const barred = mayAct(await deps.identify(actor, []));
      if (barred) return { ok: false, refusal: { kind: 'barred', why: barred } };
      const book = await bookOf(found);
      const problem = labelProblem(book.labels, labels);
      if (problem) return { ok: false, refusal: { kind: 'label', problem } };
      const refuses = await refusesAsking(actor, found);
      return save<AskRefusal>(actor, ref, 'ask', (record) => {
        const why = refuses(record);
        if (why) return { ok: false, refusal: { kind: 'not_transferable', why, record } };
        const now = clock.now();
        const ask = {
          by: actor.userId,
          purpose,
          expiresAt: now + book.reuse.answerWithinMs,
          ...(Object.keys(labels).length > 0 && { labels: { ...labels } }),
          ...(order && { order }),
        };
        return { ok: true, record: withTransferAsked(record, ask, now) };
      });
    },

    /** Why this person cannot answer; undefined if they can. `at`: of the transfer that they saw. */
    async whyNotAnswer(
      actor: Actor,
      id: string,
      at: number,
    ): Promise<{ ok: false; refusal: AnswerRefusal } | { ok: true; found: Connectable }> {
      return judging(actor, { team: actor.teamId, id }, at);
    },

    /** An acceptance makes who asked for it the owner, in one save. */
    async answer(actor: Actor, id: string, at: number, answer: Answer): Promise<Answered> {
      const ref = { team: actor.teamId, id };
      const judged = await judging(actor, ref, at);
      if (!judged.ok) return judged;
      const { found, asker, refuses } = judged;
      const standing = answer.accept ? await deps.people.standing(asker) : 'member';
      if (standing !== 'member')
        return { ok: false, refusal: { kind: 'no_owner', standing, record: found } };
      const by = actor.userId;
      const event: TransferEvent = answer.accept
        ? { type: 'accept', at, by }
        : { type: 'decline', at, by, words: answer.words };
      return save<AnswerRefusal>(actor, ref, event.type, (record) => {
        const isOpen = record.transfer?.state === 'asked';
        return (isOpen && refusing(record, refuses(record))) || ended(record, event);
      });
    },

    async withdraw(actor: Actor, id: string, at: number): Promise<Answered> {
      return save<AnswerRefusal>(actor, { team: actor.teamId, id }, 'withdraw', (record) => {
        const isTheirs = record.transfer?.by === actor.userId;
        return (
          refusing(record, isTheirs ? undefined : 'not_the_requester') ??
          ended(record, { type: 'withdraw', at })
        );
      });
    },
  };
}
export type Transfers = ReturnType<typeof createTransfers>;

const UNKNOWN = { ok: false, refusal: { kind: 'unknown' } } as const;
