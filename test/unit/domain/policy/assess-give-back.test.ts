import { expect, it } from 'vitest';
import { told } from '../../../../src/app/doctor/check-rules.ts';
import { assessPolicy } from '../../../../src/domain/policy/assess-policy.ts';
import type { KnownPerson, KnownWorkspace } from '../../../../src/domain/policy/known-workspace.ts';
import { DEFAULT_POLICIES, workspaceOf } from '../../../../src/domain/policy/policies.ts';

const person = (id: string, standing: KnownPerson['standing'] = 'member'): KnownPerson => ({
  id,
  name: id,
  standing,
});

function found(people: readonly KnownPerson[]) {
  const own = workspaceOf(DEFAULT_POLICIES, 'T0ACME');
  if (!own) throw new Error('no policy');
  const known: KnownWorkspace = {
    named: ({ users }) => ({
      users: users.flatMap((id) => people.filter((one) => one.id === id)),
      groups: [],
    }),
    channel: () => undefined,
  };
  const giveBack = { users: people.map(({ id }) => id), groups: [] };
  return assessPolicy(own, { ...DEFAULT_POLICIES, giveBack }, known).map((finding) =>
    told(finding),
  );
}

it.each([
  ['two people', [person('U0A'), person('U0B')], []],
  ['one person', [person('U0A')], ['warning']],
  ['people who left', [person('U0A', 'deactivated')], ['problem', 'warning']],
  ['people that Slack does not know', [person('U0A', 'unknown')], ['warning']],
] as const)('who can approve giving numbers back is judged: %s', (_name, people, verdicts) => {
  const findings = found(people).filter(({ about }) => about === 'Giving back');
  expect(findings.map(({ verdict }) => verdict)).toEqual(verdicts);
});
