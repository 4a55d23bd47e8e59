import { describe, expect, it } from 'vitest';
import {
  formOf,
  type Holding,
  handOverOf,
  heldAs,
  labelProblem,
  stillChoosable,
} from '../../../../src/domain/numbers/holding.ts';

const [ASHA, MEERA] = ['U0ASHA', 'U0MEERA'];
const NOTHING = { owner: ASHA, labels: {}, note: '', neededUntil: '' };
const FULL = {
  owner: MEERA,
  given: { by: ASHA, at: 5 },
  labels: { 'Cost centre': 'Sales', Project: 'Apollo' },
  note: 'Until the fair',
  neededUntil: '2026-12-31',
} satisfies Holding;
const BY_ASHA = { by: ASHA, now: 9 };

describe('who has a number and what for', () => {
  it('is whoever asked for it, and nothing, until somebody says more', () => {
    expect(formOf(undefined, ASHA)).toEqual(NOTHING);
    expect(heldAs(undefined, ASHA, NOTHING, BY_ASHA)).toBeUndefined();
    expect(handOverOf({})).toBeUndefined();
  });

  it.each<[string, Holding | undefined, Partial<ReturnType<typeof formOf>>, Holding | undefined]>([
    ['a new owner', undefined, { owner: MEERA }, { owner: MEERA, given: { by: ASHA, at: 9 } }],
    ['a note', undefined, { note: 'Fair' }, { note: 'Fair' }],
    [
      'a day',
      { note: 'Fair' },
      { neededUntil: '2027-01-31' },
      { note: 'Fair', neededUntil: '2027-01-31' },
    ],
    [
      'less of it',
      FULL,
      { note: '', neededUntil: '', labels: {} },
      { owner: MEERA, given: FULL.given },
    ],
    [
      'labels in another order',
      FULL,
      { labels: { Project: 'Apollo', 'Cost centre': 'Sales' } },
      undefined,
    ],
    [
      'another label',
      { labels: { Project: 'A' } },
      { labels: { Project: 'B' } },
      { labels: { Project: 'B' } },
    ],
    [
      'the first owner again',
      FULL,
      { owner: ASHA },
      { ...FULL, owner: ASHA, given: { by: ASHA, at: 9 } },
    ],
  ])('changes by a form: %s', (_what, before, change, after) => {
    const form = { ...formOf(before, ASHA), ...change };
    expect(heldAs(before, ASHA, form, BY_ASHA)).toEqual(after);
  });

  it('is news for a new owner, once per hand-over, unless they took it themselves', () => {
    expect(handOverOf({ holding: FULL })).toEqual({ what: 'hand-over-5', to: MEERA, by: ASHA });
    expect(handOverOf({ holding: { ...FULL, given: { by: MEERA, at: 5 } } })).toBeUndefined();
    expect(handOverOf({ holding: { owner: MEERA } })).toBeUndefined();
  });
});

describe('the labels of a number', () => {
  const labels = [
    { name: 'Cost centre', values: ['Sales', '4711'], required: true },
    { name: 'Project', values: ['Apollo'], required: false },
  ];

  it.each([
    [
      'a required one is missing',
      { Project: 'Apollo' },
      {},
      { name: 'Cost centre', why: 'missing' },
    ],
    [
      'a value is not in the policy',
      { 'Cost centre': 'Legal' },
      {},
      { name: 'Cost centre', why: 'unknown' },
    ],
    ['nor is a label', { 'Cost centre': 'Sales', Team: 'A' }, {}, { name: 'Team', why: 'unknown' }],
    [
      'but it had that value before',
      { 'Cost centre': 'Legal' },
      { 'Cost centre': 'Legal' },
      undefined,
    ],
    ['all is well', { 'Cost centre': '4711' }, {}, undefined],
  ])('are judged by the policy: %s', (_what, chosen, before, problem) => {
    expect(labelProblem(labels, chosen, before)).toEqual(problem);
  });

  it('are offered again as far as the policy still has them', () => {
    const last = { 'Cost centre': 'Sales', Project: 'Gemini', Team: 'A' };
    expect(stillChoosable(labels, last)).toEqual({ 'Cost centre': 'Sales' });
    expect(stillChoosable([], last)).toEqual({});
  });
});
