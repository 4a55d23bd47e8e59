import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Policy } from '../domain/policy.ts';
import { readSlackFailure } from '../slack/failure.ts';
import { standingIn } from '../slack/people.ts';
import { judgeApprovers, type KnownGroup, type KnownPerson } from './approvers.ts';
import { type Finding, ok, problem, unchecked } from './finding.ts';
import { whyNot } from './slack-app.ts';

const CHANNEL = 'Approvals channel';
/** Members looked up per group: enough to tell whether it works, few enough for Slack's rate limit. */
const MEMBERS_MAX = 20;

const nameSchema = z.object({ user: z.object({ real_name: z.string().optional() }) });
const channelSchema = z.object({
  channel: z.object({
    name: z.string(),
    is_member: z.boolean(),
    is_archived: z.boolean().optional(),
  }),
});

/** The people and the channel of a policy file, as Slack knows them. Reads only. */
export async function checkWorkspace(
  client: WebClient,
  policy: Policy,
  teamId: string,
): Promise<Finding[]> {
  const { approvers, channel } = policy;
  if (approvers === 'any_full_member' || !channel) return [];

  async function person(id: string): Promise<KnownPerson> {
    try {
      const answer = await client.users.info({ user: id });
      const { real_name: name = id } = nameSchema.parse(answer).user;
      return { id, name, standing: standingIn(answer, teamId) };
    } catch {
      return notLookedUp(id);
    }
  }

  async function group(id: string, handle: string): Promise<KnownGroup> {
    try {
      const { users = [] } = await client.usergroups.users.list({ usergroup: id });
      const looked = await Promise.all(users.slice(0, MEMBERS_MAX).map(person));
      return { id, handle, members: [...looked, ...users.slice(MEMBERS_MAX).map(notLookedUp)] };
    } catch {
      return { id, handle };
    }
  }

  const handles = await groupHandles(client);
  const [users, groups] = await Promise.all([
    Promise.all(approvers.users.map(person)),
    Promise.all(approvers.groups.map((id) => group(id, handles.get(id) ?? id))),
  ]);
  return [...judgeApprovers(policy, { users, groups }), await checkChannel(client, channel)];
}

function notLookedUp(id: string): KnownPerson {
  return { id, name: id, standing: 'unknown' };
}

async function groupHandles(client: WebClient): Promise<Map<string, string>> {
  try {
    const { usergroups = [] } = await client.usergroups.list();
    return new Map(usergroups.map(({ id = '', handle }) => [id, handle ?? id]));
  } catch {
    return new Map();
  }
}

async function checkChannel(client: WebClient, id: string): Promise<Finding> {
  try {
    const { channel } = channelSchema.parse(await client.conversations.info({ channel: id }));
    return judgeChannel(id, channel);
  } catch (error) {
    const failure = readSlackFailure(error);
    const code = failure.why === 'refused' ? failure.error : '';
    if (code === 'missing_scope') {
      return unchecked(
        CHANNEL,
        `whether the bot is in ${id}: grant channels:read (groups:read for a private channel), or look at the channel's members yourself`,
      );
    }
    const fix = `check approvals.channel (${id}) in the policy file; if it is a private channel, invite the bot there first`;
    return problem(CHANNEL, whyNot(error, fix));
  }
}

/** Whether cards can be posted there. */
function judgeChannel(
  id: string,
  { name, is_member, is_archived }: z.infer<typeof channelSchema>['channel'],
): Finding {
  if (is_archived) {
    return problem(CHANNEL, `#${name} (${id}) is archived: name another in the policy file`);
  }
  return is_member
    ? ok(CHANNEL, `the bot is in #${name}`)
    : problem(CHANNEL, `the bot is not in #${name}: type /invite there and choose the bot`);
}
