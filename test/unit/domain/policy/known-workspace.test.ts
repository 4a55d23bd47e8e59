import { expect, it } from 'vitest';
import {
  everyone,
  isCertain,
  type KnownPerson,
  type Named,
} from '../../../../src/domain/policy/known-workspace.ts';

const person = (id: string, standing: KnownPerson['standing'] = 'member') => ({
  id,
  name: id,
  standing,
});
const ops = { id: 'S0OPS', handle: 'ops' };

it.each<[string, Named, string[], boolean]>([
  ['nobody', { users: [], groups: [] }, [], true],
  ['a member', { users: [person('U0A')], groups: [] }, ['U0A'], true],
  ['a guest', { users: [person('U0A', 'guest')], groups: [] }, ['U0A'], true],
  [
    'one unknown',
    { users: [person('U0A'), person('U0B', 'unknown')], groups: [] },
    ['U0A', 'U0B'],
    false,
  ],
  [
    'a member and a group',
    { users: [person('U0A')], groups: [{ ...ops, members: [person('U0B')] }] },
    ['U0A', 'U0B'],
    true,
  ],
  [
    'one unknown in a group',
    { users: [], groups: [{ ...ops, members: [person('U0A', 'unknown')] }] },
    ['U0A'],
    false,
  ],
  ['an empty group', { users: [], groups: [{ ...ops, members: [] }] }, [], true],
  ['a group that was not read', { users: [person('U0A')], groups: [ops] }, ['U0A'], false],
  [
    'two groups, one of which was not read',
    {
      users: [],
      groups: [
        { ...ops, members: [person('U0A')] },
        { ...ops, id: 'S0FIN' },
      ],
    },
    ['U0A'],
    false,
  ],
])('who is named, and whether Slack said so of all: %s', (_what, named, ids, certain) => {
  expect(everyone(named)).toEqual(ids.map((id) => expect.objectContaining({ id })));
  expect(isCertain(named)).toBe(certain);
});
