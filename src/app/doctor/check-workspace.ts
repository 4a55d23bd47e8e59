import type { WebClient } from '@slack/web-api';
import { assessPolicy } from '../../domain/policy/assess-policy.ts';
import type { Policies, WorkspacePolicy } from '../../domain/policy/policies.ts';
import { lookUpPolicy } from '../../flows/policy/look-up-policy.ts';
import { createKnownAtSlack } from '../../slack/known-at-slack.ts';
import { told } from './check-rules.ts';
import type { Diagnosis } from './diagnosis.ts';

/** The people and channels of a policy, as Slack knows them. Reads only. */
export async function checkWorkspace(
  client: WebClient,
  policy: WorkspacePolicy,
  file: Policies,
  teamId: string,
): Promise<Diagnosis[]> {
  const known = await lookUpPolicy(createKnownAtSlack(client, teamId), policy, file);
  return assessPolicy(policy, file, known).map(told);
}
