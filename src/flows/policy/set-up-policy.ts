import type { Actor } from '../../domain/actor.ts';
import { type Policies, policiesFromFile } from '../../domain/policy/policies.ts';
import { type PolicyAsWritten, workspacePolicySchema } from '../../domain/policy/policy-schema.ts';
import {
  addedFields,
  differing,
  rebased,
  type SetUp,
  setUpOf,
  USUAL_AMOUNT,
  USUAL_CURRENCY,
  withSetUp,
} from '../../domain/policy/set-up.ts';
import type { Meanwhile, SetUpDraft } from '../../domain/policy/set-up-draft.ts';
import { hasOwnRules } from '../../domain/policy/set-up-rules.ts';
import type { Clock, Log } from '../../runtime.ts';
import type { SetUpDrafts } from '../../store/set-up-drafts.ts';
import type { VobizClient } from '../../vobiz/client.ts';
import type { Search } from '../numbers/search-numbers.ts';
import type { CurrentPolicy, Settings } from './settings.ts';

export type SetUpBegun =
  | { ok: true; draft: SetUpDraft; meanwhile?: Meanwhile | undefined }
  | { ok: false; why: 'not_an_admin' }
  | { ok: false; why: 'managed_by_file'; file: string };

export type SetUpSaved =
  | { ok: true }
  | { ok: false; why: 'not_an_admin' | 'replaced' }
  | { ok: false; why: 'managed_by_file'; file: string }
  | { ok: false; why: 'problems'; problems: string[]; draft: SetUpDraft }
  | { ok: false; why: 'changed_meanwhile'; draft: SetUpDraft; meanwhile: Meanwhile };

export type DraftChange = Partial<
  Pick<SetUpDraft, 'step' | 'values' | 'more' | 'currencies' | 'trial'>
>;

/** Vobiz sells most of its numbers here. */
const USUAL_COUNTRY = 'IN';

const SOON_MS = 3_000;

/** Rejects when it takes too long; a later answer is ignored. */
function soon<T>(read: Promise<T>): Promise<T> {
  const late = AbortSignal.timeout(SOON_MS);
  const never = new Promise<never>((_resolve, reject) => {
    late.addEventListener('abort', () => reject(late.reason), { once: true });
  });
  return Promise.race([read, never]);
}

/** An admin's way through the set-up. The draft is theirs alone until they save it. */
export function createSetUpPolicy(deps: {
  settings: Pick<Settings, 'mayAdmin' | 'current' | 'change'>;
  drafts: SetUpDrafts;
  vobiz: Pick<VobizClient, 'account'>;
  search: Pick<Search, 'offered'>;
  clock: Clock;
  log: Log;
}) {
  const { settings, drafts, clock, log } = deps;

  /** Goes on with what was left, or begins with the policy as it is. */
  async function begin(actor: Actor): Promise<SetUpBegun> {
    if (!(await settings.mayAdmin(actor))) return { ok: false, why: 'not_an_admin' };
    const current = await settings.current(actor.teamId);
    if (current.source === 'file') return managed(current);
    const left = await drafts.get(actor.teamId, actor.userId);
    if (left) {
      const { draft, meanwhile } = upToDate(left, current);
      await drafts.keep(draft);
      return { ok: true, draft, meanwhile };
    }
    const draft = await fresh(actor, current);
    await drafts.keep(draft);
    return { ok: true, draft };
  }

  async function fresh(actor: Actor, { version, written }: CurrentPolicy): Promise<SetUpDraft> {
    const start = setUpOf(written);
    const currencies = [
      ...new Set([...Object.keys(start.amounts), ...(await currenciesAtVobiz())]),
    ];
    return {
      team: actor.teamId,
      user: actor.userId,
      begun: clock.now(),
      revision: 1,
      step: 'approvals',
      basedOn: version,
      start,
      values: start,
      more: false,
      currencies: currencies.length > 0 ? currencies : [USUAL_CURRENCY],
      trial: { amount: USUAL_AMOUNT, user: actor.userId },
    };
  }

  /** The account's own currency first, then those that numbers are offered in. Nobody waits long for Vobiz here. */
  async function currenciesAtVobiz(): Promise<string[]> {
    const seen = await Promise.allSettled([
      soon(deps.vobiz.account().then(({ currency }) => (currency ? [currency] : []))),
      soon(
        deps.search
          .offered(USUAL_COUNTRY, '')
          .then(({ numbers }) => numbers.map(({ price }) => price.setup.currency)),
      ),
    ]);
    return seen.flatMap((each) => {
      if (each.status === 'fulfilled') return each.value;
      log.warn({ event: 'set_up.currency_unknown', err: each.reason });
      return [];
    });
  }

  /** Undefined when the draft was saved, or begun again, since the form was drawn. */
  async function find(actor: Actor, begun: number): Promise<SetUpDraft | undefined> {
    const draft = await drafts.get(actor.teamId, actor.userId);
    return draft?.begun === begun ? draft : undefined;
  }

  async function keep(draft: SetUpDraft, change: DraftChange): Promise<SetUpDraft> {
    const next = { ...draft, ...change, revision: draft.revision + 1 };
    await drafts.keep(next);
    return next;
  }

  async function save(actor: Actor, begun: number): Promise<SetUpSaved> {
    const draft = await find(actor, begun);
    if (!draft) return { ok: false, why: 'replaced' };
    const edit = (written: PolicyAsWritten | undefined) =>
      withSetUp(written, draft.start, draft.values);
    const changed = await settings.change(actor, { basedOn: draft.basedOn, edit });
    if (changed.ok) {
      await drafts.forget(actor.teamId, actor.userId);
      return { ok: true };
    }
    switch (changed.why) {
      case 'not_an_admin':
        return { ok: false, why: changed.why };
      case 'problems':
        return { ...changed, draft };
      case 'managed_by_file':
        return managed(await settings.current(actor.teamId));
      case 'changed_meanwhile': {
        const current = await settings.current(actor.teamId);
        const now = upToDate(draft, current);
        await drafts.keep(now.draft);
        const meanwhile = now.meanwhile ?? { by: current.changedBy, fields: [], both: [] };
        return { ok: false, why: changed.why, draft: now.draft, meanwhile };
      }
    }
  }

  return {
    begin,
    find,
    keep,
    save,
    /** The policy as the draft would leave it; undefined while that is none. */
    async drafted({ team, start, values }: SetUpDraft): Promise<Policies | undefined> {
      const { written } = await settings.current(team);
      const read = workspacePolicySchema.safeParse(withSetUp(written, start, values));
      return read.success ? policiesFromFile(read.data, 'draft') : undefined;
    },
    /** Whether the policy's rules are others than the form makes. */
    hasOwnRules: async (team: string): Promise<boolean> =>
      hasOwnRules((await settings.current(team)).written),
  };
}
export type SetUpPolicy = ReturnType<typeof createSetUpPolicy>;

function managed({ file = '' }: CurrentPolicy) {
  return { ok: false, why: 'managed_by_file', file } as const;
}

/** Puts what the draft changed on top of the policy as it is now. */
function upToDate(
  draft: SetUpDraft,
  { version, written, changedBy }: CurrentPolicy,
): { draft: SetUpDraft; meanwhile?: Meanwhile } {
  if (version === draft.basedOn) {
    const added = addedFields(written);
    const [start, values] = [
      { ...added, ...draft.start },
      { ...added, ...draft.values },
    ];
    return { draft: { ...draft, start, values } };
  }
  const now: SetUp = setUpOf(written);
  const fields = differing(draft.start, now);
  const mine = new Set(differing(draft.start, draft.values));
  const both = fields.filter(
    (field) => mine.has(field) && differing(draft.values, now).includes(field),
  );
  return {
    draft: {
      ...draft,
      revision: draft.revision + 1,
      basedOn: version,
      start: now,
      values: rebased(draft.start, draft.values, now),
    },
    meanwhile: { by: changedBy, fields, both },
  };
}
