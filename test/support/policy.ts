import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { testRunDir } from './redis.ts';
import { APPROVALS, RAVI } from './world.ts';

/** The part of a policy file a test cares about; Ravi approves in the approvals channel unless it says otherwise. */
export type Approvals = {
  channel?: string;
  approvers?: { users?: string[]; groups?: string[] };
  self_approval?: boolean;
  expires_after_hours?: number;
};

/** Writes a policy file (JSON is YAML) and answers the environment that names it. */
export async function policyFile(approvals: Approvals): Promise<{ POLICY_FILE: string }> {
  const path = join(testRunDir(), `policy-${randomUUID()}.yml`);
  const whole = { channel: APPROVALS, approvers: { users: [RAVI] }, ...approvals };
  await writeFile(path, JSON.stringify({ approvals: whole }));
  return { POLICY_FILE: path };
}
