import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Policies, WorkspacePolicy } from '../../domain/policy/policies.ts';
import type { People } from '../../domain/policy/policy.ts';
import type { Rulebook } from '../../domain/policy/rulebook.ts';
import { standingIn } from '../../slack/people.ts';
import { readSlackFailure } from '../../slack/slack-failure.ts';
import {
  assessApprovers,
  assessNamed,
  assessRules,
  type Duty,
  everyone,
  type KnownGroup,
  type KnownPerson,
  type Named,
  type Resolve,
} from './check-rules.ts';
import { whyNot } from './check-slack-app.ts';
import { type Diagnosis, ok, problem, unchecked } from './diagnosis.ts';

const CHANNEL = 'Approvals channel';
/** Members looked up per group: enough to tell whether it works, few enough for Slack's rate limit. */
const MEMBERS_MAX = 20;

const nameSchema = z.object({ user: z.object({ real_name: z.string().optional() }) });
const channelSchema = z.object({
  channel: z.object({
    name: z.string(),
    is_member: z.boolean(),
    is_archived: z.boolean().optional(),
    is_private: z.boolean().optional(),
  }),
});

type Channel = z.infer<typeof channelSchema>['channel'];

/** The people and channels of a policy, as Slack knows them. Reads only. */
export async function checkWorkspace(
  client: WebClient,
  policy: WorkspacePolicy,
  file: Policies,
  teamId: string,
): Promise<Diagnosis[]> {
  const resolve = createResolve(client, teamId);
  const found = await checkRulebook(client, policy.rulebook, resolve);
  for (const [channel, book] of policy.channels) {
    const own = await checkRulebook(client, book, resolve);
    found.push(...own.map((each) => ({ ...each, about: `${each.about} in ${channel}` })));
  }
  return [...found, ...(await checkParts(file, resolve))];
}

/** The people the policy names for anything but approvals. */
async function checkParts({ connect, byon }: Policies, resolve: Resolve): Promise<Diagnosis[]> {
  const named: [Duty, People | undefined][] = [
    [{ about: 'Connecting', can: 'connect numbers', key: 'connect' }, connect],
    [{ about: 'Own numbers', can: 'bring numbers', key: 'byon.start' }, byon.start],
    [{ about: 'Own numbers', can: 'enter codes', key: 'byon.enter' }, byon.enter],
  ];
  const found = named.map(async ([duty, people]) =>
    people ? assessNamed(duty, await resolve(people)) : [],
  );
  return (await Promise.all(found)).flat();
}

async function checkRulebook(
  client: WebClient,
  book: Rulebook,
  resolve: Resolve,
): Promise<Diagnosis[]> {
  const { approvers, channel } = book;
  if (approvers === 'any_full_member' || !channel) return [];
  const sets = book.rules.flatMap(({ needs }) => (needs === 'nothing' ? [] : needs));
  const all = [approvers, ...sets.map(({ from }) => from)];
  const named = await Promise.all(
    (book.escalation ? [...all, book.escalation.to] : all).map(resolve),
  );
  const [base = { users: [], groups: [] }] = named;
  return [
    ...assessApprovers(book, base),
    ...(await assessRules(book, resolve)),
    ...(await checkChannel(client, channel, named.flatMap(everyone))),
  ];
}

function createResolve(client: WebClient, teamId: string): Resolve {
  const listed = listGroups(client);
  const person = once(lookUp);
  const group = once(membersOf);

  async function lookUp(id: string): Promise<KnownPerson> {
    try {
      const answer = await client.users.info({ user: id });
      const { real_name: name = id } = nameSchema.parse(answer).user;
      return { id, name, standing: standingIn(answer, teamId) };
    } catch {
      return unknownPerson(id);
    }
  }

  async function membersOf(id: string): Promise<KnownGroup> {
    const { handle = id, isDisabled = false } = (await listed).get(id) ?? {};
    if (isDisabled) return { id, handle, members: [], isDisabled };
    try {
      const { users = [] } = await client.usergroups.users.list({ usergroup: id });
      const looked = await Promise.all(users.slice(0, MEMBERS_MAX).map(person));
      return { id, handle, members: [...looked, ...users.slice(MEMBERS_MAX).map(unknownPerson)] };
    } catch (error) {
      const failure = readSlackFailure(error);
      const isGone = failure.why === 'refused' && failure.error === 'no_such_subteam';
      return { id, handle, isGone };
    }
  }

  return async ({ users, groups: ids }: People): Promise<Named> => ({
    users: await Promise.all(users.map(person)),
    groups: await Promise.all(ids.map(group)),
  });
}

/** Asks Slack once for each id. */
function once<T>(ask: (id: string) => Promise<T>): (id: string) => Promise<T> {
  const asked = new Map<string, Promise<T>>();
  return (id) => {
    const found = asked.get(id) ?? ask(id);
    asked.set(id, found);
    return found;
  };
}

function unknownPerson(id: string): KnownPerson {
  return { id, name: id, standing: 'unknown' };
}

type ListedGroup = { handle: string; isDisabled: boolean };

/** All user groups by id; empty when Slack does not say. `date_delete` is 0 while a group is in use. */
async function listGroups(client: WebClient): Promise<Map<string, ListedGroup>> {
  try {
    const { usergroups = [] } = await client.usergroups.list({ include_disabled: true });
    return new Map(
      usergroups.map(({ id = '', handle = id, date_delete: deleted = 0 }) => [
        id,
        { handle, isDisabled: deleted > 0 },
      ]),
    );
  } catch {
    return new Map();
  }
}

async function checkChannel(
  client: WebClient,
  id: string,
  approvers: readonly KnownPerson[],
): Promise<Diagnosis[]> {
  try {
    const { channel } = channelSchema.parse(await client.conversations.info({ channel: id }));
    return [assessChannel(id, channel), ...(await unseen(client, id, channel, approvers))];
  } catch (error) {
    const failure = readSlackFailure(error);
    const code = failure.why === 'refused' ? failure.error : '';
    if (code === 'missing_scope') {
      const says = `whether the bot is in ${id}: grant channels:read (groups:read for a private channel), or look at the channel's members yourself`;
      return [unchecked(CHANNEL, says)];
    }
    const fix = `check approvals.channel (${id}) in the policy file; if it is a private channel, invite the bot there first`;
    return [problem(CHANNEL, whyNot(error, fix))];
  }
}

/** Approvers who cannot see the card: only its members see a private channel. */
async function unseen(
  client: WebClient,
  id: string,
  { name, is_private, is_member }: Channel,
  approvers: readonly KnownPerson[],
): Promise<Diagnosis[]> {
  if (!is_private || !is_member) return [];
  const members = new Set<string>();
  let cursor = '';
  do {
    const page = await client.conversations.members({ channel: id, limit: 1000, cursor });
    for (const member of page.members ?? []) members.add(member);
    cursor = page.response_metadata?.next_cursor ?? '';
  } while (cursor !== '');
  const outside = new Map(
    approvers.filter((one) => !members.has(one.id)).map((one) => [one.id, one.name]),
  );
  return [...outside.values()].map((person) =>
    problem(CHANNEL, `${person} may approve but is not in the private #${name}: invite them there`),
  );
}

function assessChannel(id: string, { name, is_member, is_archived }: Channel): Diagnosis {
  if (is_archived) {
    return problem(CHANNEL, `#${name} (${id}) is archived: name another in the policy file`);
  }
  return is_member
    ? ok(CHANNEL, `the bot is in #${name}`)
    : problem(CHANNEL, `the bot is not in #${name}: type /invite there and choose the bot`);
}
