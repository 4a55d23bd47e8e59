import { expect, it } from 'vitest';
import {
  jsonOf,
  POLICY_ID,
  type StoredPolicy,
  storedPolicySchema,
} from '../../../../src/domain/policy/stored-policy.ts';

const common = {
  kind: 'policy',
  id: POLICY_ID,
  team: 'T0ACME',
  revision: 4,
  createdAt: 1,
  updatedAt: 2,
  edition: 1,
} as const;
const SET: StoredPolicy = {
  ...common,
  state: 'set',
  written: { approvals: { channel: 7 }, unknown: null },
  version: 'v',
  by: 'U0ASHA',
};

it.each<[string, StoredPolicy]>([
  ['set, also when a later version cannot read it', SET],
  ['lost', { ...common, state: 'lost' }],
])('a policy made in Slack is stored as it is: %s', (_what, stored) => {
  expect(storedPolicySchema.parse(stored)).toEqual(stored);
});

it.each<[string, object]>([
  ['of an unknown state', { ...SET, state: '' }],
  ['without a version', { ...SET, version: '' }],
  ['without an edition', { ...SET, edition: 0 }],
  ['of another kind of record', { ...SET, kind: 'order' }],
])('no policy is stored %s', (_what, stored) => {
  expect(storedPolicySchema.safeParse(stored).success).toBe(false);
});

it('a policy is stored without what it leaves open', () => {
  const approvals = { channel: 'C0CARDS', approvers: { users: ['U0ASHA'] } };
  expect(jsonOf({ approvals, limits: undefined })).toStrictEqual({ approvals });
});
