import { describe, expect, it } from 'vitest';
import {
  type AccountSeen,
  accountProblem,
  hinders,
} from '../../../../src/domain/account/account-problem.ts';

const NOW = Date.UTC(2026, 2, 1);
const inr = (minor: number) => ({ minor, currency: 'INR' });
const seen = (parts: Partial<AccountSeen> = {}): AccountSeen => ({
  at: NOW - 60_000,
  active: true,
  verified: true,
  trial: false,
  balance: { available: inr(70_000), postpaid: false, low: false },
  ...parts,
});
const balance = (parts: object) => ({
  balance: { available: inr(69_999), postpaid: false, low: false, ...parts },
});

describe('the problem of an account', () => {
  it.each([
    ['nothing was read', undefined, undefined],
    ['all is well', seen(), undefined],
    ['Vobiz says nothing', { at: NOW }, undefined],
    ['it is not active', seen({ active: false, verified: false }), { kind: 'inactive' }],
    ['its KYC is missing', seen({ verified: false, trial: true }), { kind: 'not_verified' }],
    [
      'a paisa is missing',
      seen(balance({})),
      { kind: 'short', available: inr(69_999), needed: inr(70_000) },
    ],
    [
      'the balance covers it and is low',
      seen(balance({ available: inr(70_000), low: true })),
      { kind: 'low', available: inr(70_000) },
    ],
    ['it pays later', seen(balance({ postpaid: true, low: true })), undefined],
    [
      'prices are in another currency',
      seen(balance({ available: { minor: 1, currency: 'USD' } })),
      undefined,
    ],
    ['it is on trial', seen({ trial: true }), { kind: 'trial' }],
    ['it was read over an hour ago', seen({ active: false, at: NOW - 3_600_000 }), undefined],
    ['it was read in the future', seen({ active: false, at: NOW + 3_600_000 }), undefined],
  ])('when %s', (_name, account, problem) => {
    expect(accountProblem(account, [inr(50_000), inr(20_000)], NOW)).toEqual(problem);
  });

  it('hinders a purchase unless it only may one day', () => {
    expect(hinders({ kind: 'inactive' })).toBe(true);
    expect(hinders({ kind: 'short', available: inr(1), needed: inr(2) })).toBe(true);
    expect(hinders({ kind: 'low', available: inr(1) })).toBe(false);
    expect(hinders({ kind: 'trial' })).toBe(false);
    expect(hinders(undefined)).toBe(false);
  });
});
