import { expect, it } from 'vitest';
import type { Appeared } from '../../../src/domain/account/appeared.ts';
import { createLeaveNumbers } from '../../../src/flows/numbers/leave-numbers.ts';

const NOTICE = 'new_1795700000000';
const [ADOPTED, OPEN] = ['+919845678900', '+919845678901'];
const silent = () => {};

it('what somebody adopted is not left by a window that still shows Leave it', async () => {
  const answer = { is: 'adopted', by: 'U0RAVI', at: 1 } as const;
  const all = new Map<string, Appeared>([
    [ADOPTED, { notice: NOTICE, answer }],
    [OPEN, { notice: NOTICE }],
  ]);
  const left: string[] = [];
  const leave = createLeaveNumbers({
    appeared: {
      all: async () => all,
      answer: async (_team, numbers) => {
        left.push(...numbers);
        return [NOTICE];
      },
    },
    adoption: { forbids: async () => undefined },
    answered: async () => {},
    clock: { now: () => 2, jitter: () => 0 },
    log: { info: silent, warn: silent, error: silent },
  });
  const actor = { teamId: 'T0', userId: 'U0GITA', userTeamId: 'T0' };
  expect(await leave(actor, { e164: ADOPTED })).toEqual({ ok: true, count: 0 });
  expect(await leave(actor, { notice: NOTICE })).toEqual({ ok: true, count: 1 });
  expect(left).toEqual([OPEN]);
});
