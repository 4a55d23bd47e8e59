import type { WebClient } from '@slack/web-api';
import type { Examined, Health, HealthTopic } from '../../domain/examined.ts';
import type { PolicyFinding } from '../../domain/policy/assess-policy.ts';
import type { Policies } from '../../domain/policy/policies.ts';
import type { OwnersWhoLeft } from '../../flows/numbers/owners-who-left.ts';
import { within } from '../../store/within.ts';
import type { VobizClient } from '../../vobiz/client.ts';
import type { Config } from '../config.ts';
import { assessClock, type Skews } from './check-machine.ts';
import { checkNumbers } from './check-numbers.ts';
import { checkJournal } from './check-records.ts';
import { checkRedis } from './check-redis.ts';
import { checkBotToken } from './check-slack-app.ts';
import { checkSweep } from './check-sweep.ts';
import { checkVobiz } from './check-vobiz.ts';
import type { Diagnosis } from './diagnosis.ts';

/** Somebody waits for it: what takes longer counts as not checked. */
const LONGEST_MS = 8_000;
const BY_WEIGHT = ['problem', 'warning', 'unchecked', 'ok'] as const;

/** What the checks of one topic say about another. */
const TOPICS: Readonly<Record<string, HealthTopic>> = { Records: 'records', Amounts: 'amounts' };

/** Looks at what a running bot needs of the outside: everything at once, nothing for longer than eight seconds. */
export function createExamineRunning(deps: {
  config: Pick<Config, 'redis' | 'vobiz' | 'role' | 'slack'>;
  client: WebClient;
  vobiz: Pick<VobizClient, 'account' | 'availability' | 'balance'>;
  /** As the newest answers of Slack and Vobiz told. */
  skews: Skews;
  examinePolicy: (policies: Policies, team: string) => Promise<PolicyFinding[]>;
  ownersWhoLeft: OwnersWhoLeft;
}) {
  const { config, client, vobiz, skews, examinePolicy } = deps;

  async function owners(team: string): Promise<Health> {
    try {
      const left = await within(LONGEST_MS, deps.ownersWhoLeft(team));
      const people = left.map(({ userId }) => userId);
      return { topic: 'owners', verdict: left.length > 0 ? 'warning' : 'ok', people };
    } catch {
      return { topic: 'owners', verdict: 'unchecked' };
    }
  }

  /** Undefined when Slack takes too long. */
  async function people(policies: Policies, team: string): Promise<PolicyFinding[] | undefined> {
    return within(LONGEST_MS, examinePolicy(policies, team)).catch(() => undefined);
  }

  async function health(policies: Policies | undefined): Promise<Health[]> {
    const found = await Promise.all([
      looked('slack', async () => (await checkBotToken(client)).diagnoses),
      looked('redis', () => checkRedis(config.redis)),
      looked('redis', () => checkSweep(config.redis)),
      looked('records', () => checkJournal(config.redis)),
      looked('vobiz', () => checkVobiz(vobiz, config.vobiz.auth.authId, policies)),
      looked('vobiz', () => checkNumbers(config.redis)),
    ]);
    const isSigned = config.role !== 'worker' && config.slack.mode === 'http';
    // Judged last: the checks before have just heard from both.
    const wrong = healthOf('clock', assessClock(skews, isSigned));
    const clock: Health[] = wrong.length > 0 ? wrong : [{ topic: 'clock', verdict: 'ok' }];
    const all = [...found.flat(), ...clock];
    return [...new Set(all.map(({ topic }) => topic))].flatMap((topic) => {
      const about = all.filter((each) => each.topic === topic);
      if (topic === 'amounts') return about;
      const verdict = BY_WEIGHT.find((weight) => about.some((each) => each.verdict === weight));
      return verdict ? [{ topic, verdict }] : [];
    });
  }

  return async (team: string, policies: Policies | undefined): Promise<Examined> => {
    const [findings, found, owned] = await Promise.all([
      policies ? people(policies, team) : [],
      health(policies),
      owners(team),
    ]);
    return { findings, health: [...found, owned] };
  };
}

async function looked(topic: HealthTopic, check: () => Promise<Diagnosis[]>): Promise<Health[]> {
  try {
    return healthOf(topic, await within(LONGEST_MS, check()));
  } catch {
    return [{ topic, verdict: 'unchecked' }];
  }
}

function healthOf(topic: HealthTopic, found: readonly Diagnosis[]): Health[] {
  return found.map(({ about, verdict, says }) => ({
    topic: TOPICS[about] ?? topic,
    verdict,
    says,
  }));
}
