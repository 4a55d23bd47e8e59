import { type Policies, workspaceOf } from '../../domain/policy/policies.ts';
import type { MetaAccount } from '../../flows/connection/connect.ts';
import { createGraphClient } from '../../meta/graph-client.ts';
import type { Env } from '../../runtime.ts';
import { createSlackClients, createSlackLogger } from '../../slack/clients.ts';
import { createVobizClient } from '../../vobiz/client.ts';
import type { Config } from '../config.ts';
import { createLog } from '../log.ts';
import { assessClock, assessNames, assessNode, checkMachine, watchClock } from './check-machine.ts';
import { checkMeta } from './check-meta.ts';
import { checkNumbers } from './check-numbers.ts';
import { checkOwners } from './check-owners.ts';
import { checkJournal } from './check-records.ts';
import { checkRedis } from './check-redis.ts';
import { checkEnvironment, checkMetaTokens, checkPolicyFile } from './check-settings.ts';
import { appOf, checkAppToken, checkBotToken } from './check-slack-app.ts';
import { checkStoredPolicy } from './check-stored-policy.ts';
import { checkSweep } from './check-sweep.ts';
import { checkVobiz } from './check-vobiz.ts';
import { checkWorkspace } from './check-workspace.ts';
import { type Diagnosis, problem, unchecked } from './diagnosis.ts';

type Findings = Diagnosis[] | Promise<Diagnosis[]> | AsyncGenerator<Diagnosis>;

/**
 * What is known once the settings can be read. Checks add the clock skews, which the last check judges, and without a file
 * the policy made in Slack. `policies` stays undefined when it cannot be read.
 */
type Known = {
  config: Config;
  policies: Policies | undefined;
  /** WhatsApp accounts and their Meta tokens. */
  accounts: readonly MetaAccount[];
  hasFile: boolean;
  skews: Map<string, number>;
};

/** To add a check, add a file beside this one and a line here, at the point where the bot needs what it checks. */
const CHECKS: readonly ((known: Known) => Findings)[] = [
  ({ config }) => checkMachine(config),
  examineSlack,
  ({ config }) => checkRedis(config.redis),
  ({ config }) => checkJournal(config.redis),
  examineVobiz,
  ({ config, accounts }) => checkMeta(accounts, createGraphClient(config.graph)),
  ({ config }) => checkNumbers(config.redis),
  ({ config }) => checkSweep(config.redis),
  ({ config, skews }) =>
    assessClock(skews, config.role !== 'worker' && config.slack.mode === 'http'),
];

/**
 * Checks everything the bot needs, in the order it needs it, and yields the findings. Changes nothing but keys in
 * Redis, which it removes at once.
 */
export async function* examine(env: Env): AsyncGenerator<Diagnosis> {
  yield* assessNode(process.versions.node);
  const { config, diagnoses } = checkEnvironment(env);
  yield* diagnoses;
  yield* assessNames(env);
  const { policies, diagnoses: inFile } = await checkPolicyFile(env.POLICY_FILE);
  yield* inFile;
  const { accounts, diagnoses: inTokens } = await checkMetaTokens(env.META_TOKENS_FILE);
  yield* inTokens;
  if (!config) {
    yield unchecked('Slack, Redis, Vobiz', 'complete the environment first');
    return;
  }
  const hasFile = config.policyFile !== undefined;
  const known = { config, policies, accounts, hasFile, skews: new Map<string, number>() };
  for (const check of CHECKS) yield* await check(known);
}

async function* examineSlack(known: Known): AsyncGenerator<Diagnosis> {
  const { config, skews } = known;
  const { slack, role } = config;
  const logger = createSlackLogger(createLog('silent'));
  const fetch = watchClock((skewMs) => skews.set('Slack', skewMs));
  const clientOf = (token: string) =>
    createSlackClients({ token, apiUrl: slack.apiUrl, logger, fetch }).background;
  const bot = clientOf(slack.botToken);
  const { teamId, botId, diagnoses } = await checkBotToken(bot);
  yield* diagnoses;
  if (role !== 'worker') {
    const app = botId === undefined ? undefined : await appOf(bot, botId);
    if (slack.mode === 'socket') {
      yield* await checkAppToken(clientOf(slack.appToken), slack.appToken, app);
    } else {
      yield unchecked(
        'Slack requests',
        'whether SLACK_SIGNING_SECRET is right. It shows when Slack posts to /slack/events',
      );
    }
  }
  if (teamId === undefined) return;
  yield* await checkOwners(config.redis, bot, teamId);
  if (!known.hasFile) {
    const { policies, diagnoses: stored } = await checkStoredPolicy(config.redis, teamId);
    known.policies = policies;
    yield* stored;
  }
  const { policies } = known;
  if (!policies) return;
  const policy = workspaceOf(policies, teamId);
  if (policy) yield* await checkWorkspace(bot, policies, teamId);
  else yield problem('Policy file', `doesn't name this workspace, ${teamId}: add it to workspaces`);
}

async function examineVobiz({ config, policies, skews }: Known): Promise<Diagnosis[]> {
  const client = createVobizClient({
    ...config.vobiz,
    maxReadRetries: 0,
    observe: ({ skewMs }) => {
      if (skewMs !== undefined) skews.set('Vobiz', skewMs);
    },
  });
  try {
    return await checkVobiz(client, config.vobiz.auth.authId, policies);
  } finally {
    client.close();
  }
}
