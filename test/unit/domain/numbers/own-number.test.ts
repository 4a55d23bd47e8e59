import { describe, expect, it } from 'vitest';
import { numberGivenBack, ownNumberOf } from '../../../../src/domain/numbers/own-number.ts';
import { aNumber, differing, orderStates, verificationStates } from '../../views/views-support.ts';

describe("the team's own number", () => {
  const { completed, pending } = orderStates({ number: aNumber({ country: 'US' }) });
  const { verified, code_sent } = verificationStates();

  it('is a bought one, in the country that Vobiz named', () => {
    const { e164, country } = completed.number;
    expect(ownNumberOf(completed)).toEqual({ e164, country, at: completed.endedAt });
    expect(ownNumberOf(differing(completed))?.e164).toBe('+919876500000');
  });

  it('is one that somebody brought, in the country of its digits', () => {
    const { e164, endedAt: at } = verified;
    expect(ownNumberOf(verified)).toEqual({ e164, country: 'IN', at });
  });

  it('went back when Vobiz took it, and no sooner', () => {
    const asked = { by: 'U0ASKER', at: 1, why: 'Closed' };
    const gone = { ...completed, giveBack: { asked, state: 'released' as const, at: 2 } };
    expect(numberGivenBack(gone)).toEqual({ e164: completed.number.e164, at: 2 });
    const leaving = { ...completed, giveBack: { asked, state: 'pending' as const, since: 2 } };
    for (const record of [completed, leaving, verified, pending])
      expect(numberGivenBack(record)).toBeUndefined();
  });

  it.each([
    ['not bought yet', pending],
    ['not verified yet', code_sent],
    [
      'given back',
      {
        ...completed,
        giveBack: {
          asked: { by: 'U0ASKER', at: 1, why: 'Closed' },
          state: 'released' as const,
          at: 2,
        },
      },
    ],
  ])('is none that is %s', (_what, record) => {
    expect(ownNumberOf(record)).toBeUndefined();
  });
});
