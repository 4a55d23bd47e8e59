import { DEFAULT_POLICIES, type Policies, policiesFromFile } from '../../domain/policy/policies.ts';
import { isPolicyAsWritten, workspacePolicySchema } from '../../domain/policy/policy-schema.ts';
import { POLICY_ID, type StoredPolicy } from '../../domain/policy/stored-policy.ts';
import { errorCode } from '../../errors.ts';
import { readKept } from '../../store/kept-files.ts';
import { editionsSchema } from '../../store/known-editions.ts';
import type { Config } from '../config.ts';
import { memoryDir } from '../records-watch.ts';
import { type Diagnosis, ok, problem, unchecked } from './diagnosis.ts';
import { withStores } from './with-stores.ts';

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
  const says = `made in Slack: change ${edition} by the person ${record.by}, version ${version}`;
  const policies = policiesFromFile(workspacePolicySchema.parse(written), version);
  return { policies, diagnoses: [ok(ABOUT, says)] };
}

type Read = { record: StoredPolicy | undefined; newest: number };

async function readStored(
  config: Config['redis'],
  team: string,
): Promise<Read | 'no_redis' | 'damaged'> {
  const read = await withStores(config, async ({ policies }) => {
    try {
      const record = await policies.get({ team, id: POLICY_ID });
      const kept = await readKept(memoryDir(config), 'policies', editionsSchema).catch(() => []);
      return { record, newest: Math.max(0, ...kept.map((editions) => editions[team] ?? 0)) };
    } catch (error) {
      return errorCode(error) === 'internal' ? 'damaged' : 'no_redis';
    }
  });
  return read ?? 'no_redis';
}
