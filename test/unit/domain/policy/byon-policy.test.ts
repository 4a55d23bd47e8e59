import { describe, expect, it } from 'vitest';
import type { Person, Standing } from '../../../../src/domain/actor.ts';
import { type ByonPolicy, byonGroups, mayByon } from '../../../../src/domain/policy/policy.ts';
import { DEFAULT_RULEBOOK, policyFor } from '../../../../src/domain/policy/rulebook.ts';
import { mayCancel } from '../../../../src/domain/verification/verification.ts';
import { STATES } from '../verification/verification-support.ts';

function onceIdentified(more: Partial<Person> = {}): Person {
  const standing: Standing = 'member';
  return { userId: 'U0DEV', teamId: 'T0TEAM', userTeamId: 'T0TEAM', standing, groups: [], ...more };
}

const OPEN: ByonPolicy = { start: undefined, enter: undefined };
const NAMED = { users: ['U0ASHA'], groups: ['S0SUPPORT'] };
const NARROW: ByonPolicy = { start: NAMED, enter: undefined };

describe('starting and entering', () => {
  it('is for any full member where the policy names nobody', () => {
    for (const deed of ['start', 'enter'] as const) {
      expect(mayByon(OPEN, deed, onceIdentified())).toBeUndefined();
      expect(byonGroups(OPEN, deed)).toEqual([]);
    }
  });

  it('is for those the policy names, each deed on its own', () => {
    expect(byonGroups(NARROW, 'start')).toEqual(['S0SUPPORT']);
    expect(mayByon(NARROW, 'start', onceIdentified())).toMatchObject({
      why: 'not_named',
      named: NAMED,
    });
    expect(mayByon(NARROW, 'start', onceIdentified({ userId: 'U0ASHA' }))).toBeUndefined();
    expect(mayByon(NARROW, 'start', onceIdentified({ groups: ['S0SUPPORT'] }))).toBeUndefined();
    expect(mayByon(NARROW, 'enter', onceIdentified())).toBeUndefined();
  });

  it.each<[Partial<Person>, string]>([
    [{ standing: 'guest' }, 'guest'],
    [{ userTeamId: 'T0OTHER', standing: 'external' }, 'outsider'],
    [{ standing: 'deactivated' }, 'not_a_person'],
  ])('is for nobody else, named or not', (more, why) => {
    expect(mayByon(NARROW, 'start', onceIdentified({ ...more, userId: 'U0ASHA' }))).toEqual({
      why,
    });
    expect(mayByon(OPEN, 'enter', onceIdentified(more))).toEqual({ why });
  });
});

describe('cancelling', () => {
  const record = STATES.code_sent;
  const approving = {
    ...policyFor(DEFAULT_RULEBOOK),
    approvers: { users: ['U0RAVI'], groups: [] },
  };

  it('is for the starter and for approvers', () => {
    expect(mayCancel(approving, onceIdentified({ userId: 'U0ASHA' }), record)).toBeUndefined();
    expect(mayCancel(approving, onceIdentified({ userId: 'U0RAVI' }), record)).toBeUndefined();
    expect(mayCancel(approving, onceIdentified(), record)).toEqual({ why: 'not_yours' });
    const left = onceIdentified({ userId: 'U0ASHA', standing: 'guest' });
    expect(mayCancel(approving, left, record)).toEqual({ why: 'guest' });
  });
});
