import { expect, it } from 'vitest';
import { type Digest, digestSchema, hasNews } from '../../../../src/domain/digest/digest.ts';

const none = { shown: [], count: 0 };
const inr = { minor: 50_000, currency: 'INR' };
const E164 = '+912240085612';

/** A week in which nothing happened, though the month's requests cost something. */
const QUIET: Digest = {
  at: 3,
  from: 1,
  to: 2,
  zone: 'Asia/Kolkata',
  bought: none,
  boughtFor: [],
  denied: none,
  givenBack: none,
  month: '2026-11',
  spent: { shown: [{ used: inr, budget: 100_000 }], count: 1 },
  spentIsCut: true,
  renewing: none,
  renewingFor: [],
  unused: none,
  unusedFor: [],
  troubled: none,
  waiting: none,
  left: none,
  missing: ['vobiz'],
};

const NEWS = {
  bought: { shown: [{ e164: E164, requester: 'U0ASHA', charge: inr }], count: 1 },
  denied: { shown: [{ e164: E164, requester: 'U0ASHA', by: 'U0RAVI' }], count: 1 },
  givenBack: { shown: [{ e164: E164, by: 'U0ASHA' }], count: 1 },
  renewing: { shown: [{ e164: E164, at: 4, fee: inr, byVobiz: true }], count: 1 },
  unused: {
    shown: [
      { record: 'ord_1', e164: E164, since: 1, wasConnected: true, owner: 'U0ASHA', fee: inr },
    ],
    count: 1,
  },
  troubled: {
    shown: [
      { e164: E164, owner: 'U0ASHA', watched: { at: 1, number: { is: 'blocked', since: 1 } } },
    ],
    count: 1,
  },
  waiting: {
    shown: [
      {
        e164: E164,
        charge: inr,
        since: 1,
        what: 'decision',
        from: { users: ['U0RAVI'], groups: ['S0OPS'] },
      },
      { e164: E164, charge: inr, since: 1, what: 'answer', from: { users: ['U0A'], groups: [] } },
      { e164: E164, charge: inr, since: 1, what: 'word', from: 'any_full_member' },
    ],
    count: 3,
  },
  left: { shown: [{ userId: 'U0ASHA', numbers: 2 }], count: 1 },
} satisfies Partial<Digest>;

it('a week has no news because its month cost something, or nobody could tell', () => {
  expect(hasNews(QUIET)).toBe(false);
  expect(hasNews({ ...QUIET, left: undefined })).toBe(false);
});

it.each(Object.entries(NEWS))('a week has news if something is %s', (name, list) => {
  expect(hasNews({ ...QUIET, [name]: list })).toBe(true);
});

it('a digest is kept as it was put together', () => {
  const digest: Digest = {
    ...QUIET,
    ...NEWS,
    boughtFor: [inr],
    spent: {
      shown: [{ label: { name: 'Cost centre', value: 'Sales' }, used: inr, budget: 100_000 }],
      count: 1,
    },
    renewingFor: [inr],
    unusedFor: [inr],
    missing: ['vobiz', 'numbers'],
  };
  expect(digestSchema.parse(digest)).toEqual(digest);
});

it('a digest of an earlier version gave nothing back and watched nothing', () => {
  const { givenBack: _givenBack, troubled: _troubled, left: _left, ...earlier } = QUIET;
  expect(digestSchema.parse(earlier)).toEqual({ ...earlier, givenBack: none, troubled: none });
});
