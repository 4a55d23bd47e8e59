import { join } from 'node:path';
import { DEFAULT_POLICIES, type Policies, policiesFromFile } from '../../domain/policy/policies.ts';
import { isPolicyAsWritten, workspacePolicySchema } from '../../domain/policy/policy-schema.ts';
import { POLICY_ID, type StoredPolicy } from '../../domain/policy/stored-policy.ts';
import { errorCode } from '../../errors.ts';
import { connectRedis } from '../../store/connect-redis.ts';
import { runningEmbeddedRedisUrl } from '../../store/embedded-redis.ts';
import { readKept } from '../../store/kept-files.ts';
import { createKeys } from '../../store/keys.ts';
import { editionsSchema } from '../../store/known-editions.ts';
import { redisAt } from '../../store/redis-address.ts';
import type { Config } from '../config.ts';
import { QUIET } from '../log.ts';
import { memoryDir } from '../records-watch.ts';
import { createStores } from '../storage.ts';
import { type Diagnosis, ok, problem, unchecked } from './diagnosis.ts';

const ABOUT = 'Policy';
const AGAIN =
  'so nobody can decide requests. An admin has to set it up again with /vobiz-number settings';

/** The policy made in Slack. Only reads, even where the bot would record that it was lost. */
export async function checkStoredPolicy(
  config: Config['redis'],
  team: string,
): Promise<{ policies?: Policies; diagnoses: Diagnosis[] }> {
  const read = await readStored(config, team);
  if (read === 'no_redis') {
    return {
      diagnoses: [unchecked(ABOUT, "whether one was made in Slack, because Redis doesn't answer")],
    };
  }
  if (read === 'damaged') {
    const says = `what is stored can't be read, ${AGAIN}. If a newer version wrote it, finish the upgrade`;
    return { diagnoses: [problem(ABOUT, says)] };
  }
  const { record, newest } = read;
  if ((record?.edition ?? 0) < newest || record?.state === 'lost') {
    return { diagnoses: [problem(ABOUT, `Redis lost the newest one made in Slack, ${AGAIN}`)] };
  }
  if (!record) {
    const says =
      'none made in Slack, so any full member other than the requester can approve, in the channel of the command. Workspace admins make one with /vobiz-number settings';
    return { policies: DEFAULT_POLICIES, diagnoses: [ok(ABOUT, says)] };
  }
  const { written, version, edition } = record;
  if (!isPolicyAsWritten(written)) {
    return { diagnoses: [problem(ABOUT, `the one made in Slack can't be read, ${AGAIN}`)] };
  }
  const says = `made in Slack: change ${edition} by ${record.by}, version ${version}`;
  const policies = policiesFromFile(workspacePolicySchema.parse(written), version);
  return { policies, diagnoses: [ok(ABOUT, says)] };
}

type Read = { record: StoredPolicy | undefined; newest: number };

async function readStored(
  config: Config['redis'],
  team: string,
): Promise<Read | 'no_redis' | 'damaged'> {
  const running = await runningEmbeddedRedisUrl(join(config.dataDir, 'redis'));
  const server = config.server ?? (running === undefined ? undefined : redisAt(running));
  if (!server) return 'no_redis';
  const redis = connectRedis(server, 'interactive', QUIET);
  try {
    const { policies } = createStores(redis, createKeys(config.prefix), QUIET);
    const record = await policies.get({ team, id: POLICY_ID });
    const kept = await readKept(memoryDir(config), 'policies', editionsSchema).catch(() => []);
    return { record, newest: Math.max(0, ...kept.map((editions) => editions[team] ?? 0)) };
  } catch (error) {
    return errorCode(error) === 'internal' ? 'damaged' : 'no_redis';
  } finally {
    redis.disconnect();
  }
}
