import { expect, it } from 'vitest';
import { setUpOf } from '../../../../src/domain/policy/set-up.ts';
import { isSetUp, type SetUpStatus } from '../../../../src/domain/policy/set-up-status.ts';

const NONE: SetUpStatus = {
  isAdmin: true,
  admins: [],
  source: 'none',
  version: 'default',
  values: undefined,
  isBegun: false,
  accounts: [],
};

it.each<[string, Partial<SetUpStatus>, boolean]>([
  ['no policy', {}, false],
  ['a policy file', { source: 'file' }, true],
  ['a policy made in Slack', { source: 'slack', values: setUpOf(undefined) }, true],
  ['one made in Slack that nobody can read', { source: 'slack' }, false],
])('a workspace is set up or not: %s', (_what, status, expected) => {
  expect(isSetUp({ ...NONE, ...status })).toBe(expected);
});
