import { pino } from 'pino';
import { systemClock } from '../../src/app/clock.ts';
import { policyVersion } from '../../src/app/policy-file.ts';
import { createStores } from '../../src/app/storage.ts';
import type { PolicyAsWritten } from '../../src/domain/policy/policy-schema.ts';
import { createPoliciesInForce } from '../../src/flows/policy/policies-in-force.ts';
import { createSettings, type Settings } from '../../src/flows/policy/settings.ts';
import { createSlackClients, createSlackLogger } from '../../src/slack/clients.ts';
import { buttons } from '../../src/slack/ids.ts';
import { inputs } from '../../src/slack/inputs.ts';
import { createIsWorkspaceAdmin, createPeopleAtSlack } from '../../src/slack/people.ts';
import { createKeys } from '../../src/store/keys.ts';
import { createKnownEditions } from '../../src/store/known-editions.ts';
import { press, viewShows } from './journeys.ts';
import { redisOfRun } from './shown.ts';
import { APPROVALS, COMMAND, MEERA, OPS, type Outside, RAVI } from './world.ts';

type World = Pick<Outside, 'slack' | 'env'>;

/** The settings of a bot's records, as another process of it has them. Meera is the admin of the stand-in's workspace. */
export function settingsOf({ slack, env }: World, admins: readonly string[] = []): Settings {
  const log = pino({ level: 'silent' });
  const { policies, audit } = createStores(redisOfRun(), createKeys(env.REDIS_PREFIX ?? ''), log);
  const { people: client } = createSlackClients({
    token: env.SLACK_BOT_TOKEN ?? '',
    apiUrl: env.SLACK_API_URL ?? '',
    logger: createSlackLogger(log),
  });
  const editions = createKnownEditions({ remembered: [], onChanged: async () => undefined });
  const known = { editions, lastEntryOf: audit.lastOf };
  const at = { client, homeTeam: slack.workspace.team.id };
  return createSettings({
    inForce: createPoliciesInForce({
      ...known,
      file: () => undefined,
      stored: policies,
      clock: systemClock,
      log,
    }).inForce,
    stored: policies,
    people: createPeopleAtSlack(at),
    isWorkspaceAdmin: createIsWorkspaceAdmin(at),
    admins,
    versionOf: policyVersion,
    clock: systemClock,
    log,
  });
}

/** Somebody at the stand-in's workspace. */
export function actorIn({ slack }: Pick<World, 'slack'>, userId: string) {
  const teamId = slack.workspace.team.id;
  return { userId, teamId, userTeamId: teamId };
}

/** A policy that names who approves, and nothing else unless told. */
export function policyOf(
  approvals: Partial<PolicyAsWritten['approvals']> = {},
  sections: Omit<PolicyAsWritten, 'approvals'> = {},
): PolicyAsWritten {
  const named = { channel: APPROVALS, approvers: { users: [RAVI] }, ...approvals };
  return { approvals: named, ...sections };
}

/** Makes or replaces the policy, as an admin does. Answers its version. */
export async function setPolicy(world: World, policy: PolicyAsWritten): Promise<string> {
  const settings = settingsOf(world);
  const { version: basedOn } = await settings.current(world.slack.workspace.team.id);
  const changed = await settings.change(actorIn(world, MEERA), { basedOn, edit: () => policy });
  if (!changed.ok) throw new Error(`the policy was not changed: ${JSON.stringify(changed)}`);
  return changed.version;
}

/** Opens the settings, pastes a policy and has it checked: all that is left is to submit. */
export async function pastePolicy(world: Outside, policy: string): Promise<void> {
  const meera = world.slack.as(MEERA);
  await meera.command(OPS, COMMAND, 'settings');
  const settings = await viewShows(world, MEERA, /settings_import/);
  await press(world, MEERA, settings, buttons.settingsImport);
  const form = await viewShows(world, MEERA, /Paste a whole policy/);
  await meera.type(form, { blockId: inputs.policyText1.blockId }, policy);
  await meera.submit();
  await viewShows(world, MEERA, /Save these changes/);
}
