import { expect, it } from 'vitest';
import { told } from '../../../src/app/doctor/check-rules.ts';
import { line } from '../../../src/app/doctor/diagnosis.ts';

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
