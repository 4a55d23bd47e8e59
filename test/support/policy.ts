import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { testRunDir } from './redis.ts';
import { APPROVALS, RAVI } from './world.ts';

/** The part of a policy file a test cares about; Ravi approves in the approvals channel unless it says otherwise. */
export type Approvals = Record<string, unknown>;

/**
 * Writes a policy file for one test and answers the setting that names it. Where it says nothing else, the card goes to
 * the approvals channel and Ravi decides. `sections` are the other top-level keys (`ask`, `limits`, ...).
 */
export async function policyFile(
  approvals: Approvals,
  sections: Record<string, unknown> = {},
): Promise<{ POLICY_FILE: string }> {
  const path = join(testRunDir(), `policy-${randomUUID()}.yml`);
  await writePolicy(path, approvals, sections);
  return { POLICY_FILE: path };
}

/** Changes a policy file that a bot has read. */
export async function writePolicy(
  path: string,
  approvals: Approvals,
  sections: Record<string, unknown> = {},
): Promise<void> {
  const whole = { channel: APPROVALS, approvers: { users: [RAVI] }, ...approvals };
  await writeFile(path, JSON.stringify({ approvals: whole, ...sections }));
}
