import { expect, it } from 'vitest';
import { told } from '../../../src/app/doctor/check-rules.ts';
import { line } from '../../../src/app/doctor/diagnosis.ts';
import { DEFAULT_RULEBOOK } from '../../../src/domain/policy/rulebook.ts';

const RAVI = { id: 'U0RAVI', name: 'Ravi Menon', standing: 'member' as const };

it('keeps what a diagnosis is about apart from what it says, however long it is', () => {
  const about = 'Approvals channel in C0RANDOM';
  expect(line({ about, verdict: 'ok', says: 'the bot is in it' })).toContain(
    `${about} the bot is in it`,
  );
});

it.each([
  [4 * 3_600_000, 'after 4 hours, Ravi Menon can approve too'],
  [90_000, 'after 1.5 minutes, Ravi Menon can approve too'],
])('says in readable units when the circle widens: %i ms', (afterMs, says) => {
  const to = { users: [RAVI], groups: [] };
  expect(told({ kind: 'escalates', verdict: 'ok', afterMs, to })).toMatchObject({ says });
});

it.each([
  ['by its name', { name: 'random', isMember: true, isArchived: false }, '#random (C0RANDOM)'],
  ['as what its id is', { unread: 'busy' as const }, 'the channel C0RANDOM'],
])('says which channel it is about %s', (_how, known, text) => {
  const finding = { kind: 'who_decides', verdict: 'ok', named: { users: [], groups: [] } } as const;
  const book = DEFAULT_RULEBOOK;
  expect(told({ ...finding, book }, { id: 'C0RANDOM', ...known }).about).toBe(
    `Approvers in ${text}`,
  );
});

it('says what an id is where Slack does not say the name', () => {
  const nobody = { id: 'U0GONE', name: 'U0GONE', standing: 'unknown' as const };
  const group = { id: 'S0OPS', handle: 'S0OPS', members: [nobody, RAVI] };
  const to = { users: [nobody], groups: [group] };
  expect(told({ kind: 'escalates', verdict: 'ok', afterMs: 3_600_000, to }).says).toBe(
    'after 1 hours, the person U0GONE and the user group S0OPS (the person U0GONE and Ravi Menon) can approve too',
  );
  const unread = { id: 'C0RANDOM', unread: { refused: 'channel_not_found' } };
  const asked = { kind: 'channel_unread', verdict: 'problem' } as const;
  expect(told({ ...asked, channel: unread }).says).toContain('(the channel C0RANDOM)');
});
