import { assessPolicy, type PolicyFinding } from '../../domain/policy/assess-policy.ts';
import type {
  KnownChannel,
  KnownGroup,
  KnownPerson,
  KnownWorkspace,
} from '../../domain/policy/known-workspace.ts';
import { type Policies, type WorkspacePolicy, workspaceOf } from '../../domain/policy/policies.ts';
import type { Approvers, People } from '../../domain/policy/policy.ts';
import type { KnownAtSlack } from '../../slack/known-at-slack.ts';

/** What is wrong with the people and channels of a workspace's policy now. `ask`: starts asking Slack again. */
export function createExaminePolicy(ask: () => KnownAtSlack) {
  return async (policies: Policies, team: string): Promise<PolicyFinding[]> => {
    const policy = workspaceOf(policies, team);
    return policy ? assessPolicy(policy, policies, await lookUp(ask(), policy, policies)) : [];
  };
}

/** Asks Slack about everybody and every channel that a policy names. */
async function lookUp(
  known: KnownAtSlack,
  { rulebook, channels, digest }: WorkspacePolicy,
  { connect, byon, giveBack }: Pick<Policies, 'connect' | 'byon' | 'giveBack'>,
): Promise<KnownWorkspace> {
  const books = [rulebook, ...channels.values()];
  const approvers: (Approvers | undefined)[] = books.flatMap((book) => [
    book.approvers,
    book.escalation?.to,
    ...book.rules.flatMap(({ needs }) => (needs === 'nothing' ? [] : needs.map((set) => set.from))),
  ]);
  const named = [...approvers, connect, byon.start, byon.enter, giveBack].filter(
    (each): each is People => each !== undefined && each !== 'any_full_member',
  );
  const people = await each<KnownPerson>(
    named.flatMap(({ users }) => users),
    known.person,
  );
  const groups = await each<KnownGroup>(
    named.flatMap((one) => one.groups),
    known.group,
  );
  const places = await each<KnownChannel>(
    [...books, ...(digest ? [digest] : [])].flatMap(({ channel }) => channel ?? []),
    known.channel,
  );
  return {
    named: ({ users, groups: ids }) => ({
      users: users.flatMap((id) => people.get(id) ?? []),
      groups: ids.flatMap((id) => groups.get(id) ?? []),
    }),
    channel: (id) => places.get(id),
  };
}

async function each<T>(ids: readonly string[], ask: (id: string) => Promise<T>) {
  const asked = [...new Set(ids)].map(async (id) => [id, await ask(id)] as const);
  return new Map(await Promise.all(asked));
}
