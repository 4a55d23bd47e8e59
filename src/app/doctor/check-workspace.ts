import type { WebClient } from '@slack/web-api';
import type { Policies } from '../../domain/policy/policies.ts';
import { createExaminePolicy } from '../../flows/policy/examine-policy.ts';
import { createKnownAtSlack } from '../../slack/known-at-slack.ts';
import { told } from './check-rules.ts';
import type { Diagnosis } from './diagnosis.ts';

/** The people and channels of a policy, as Slack knows them. Reads only. */
export async function checkWorkspace(
  client: WebClient,
  policies: Policies,
  teamId: string,
): Promise<Diagnosis[]> {
  const known = createKnownAtSlack(client, teamId);
  const findings = await createExaminePolicy(() => known)(policies, teamId);
  return Promise.all(
    findings.map(async (finding) =>
      told(finding, finding.within ? await known.channel(finding.within) : undefined),
    ),
  );
}
