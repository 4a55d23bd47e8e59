import { expect, it } from 'vitest';
import { setUpOf } from '../../../../src/domain/policy/set-up.ts';
import { type SetUpDraft, setUpDraftSchema } from '../../../../src/domain/policy/set-up-draft.ts';

const LONGEST = '1'.repeat(30);
const DRAFT: SetUpDraft = {
  team: 'T0ACME',
  user: 'U0ASHA',
  begun: 1_000,
  revision: 3,
  step: 'amounts',
  basedOn: 'v1',
  start: setUpOf(undefined),
  values: setUpOf(undefined),
  more: true,
  currencies: ['INR'],
  trial: {
    amount: LONGEST,
    monthly: LONGEST,
    count: LONGEST,
    user: 'U0RAVI',
    channel: 'C0SALES',
  },
};

it.each<[string, Partial<SetUpDraft>]>([
  ['with all there is', {}],
  ['at its first step', { step: 'approvals' }],
  ['at its last step', { step: 'check' }],
  ['before anything but an amount is tried', { trial: { amount: '', user: 'U0RAVI' } }],
])('an unfinished set-up is kept as it is: %s', (_what, more) => {
  const draft = { ...DRAFT, ...more };
  expect(setUpDraftSchema.parse(draft)).toEqual(draft);
});

it.each<[string, object]>([
  ['an unknown step', { step: '' }],
  ['no currency', { currencies: [] }],
  ['an amount longer than its field', { trial: { ...DRAFT.trial, amount: `${LONGEST}1` } }],
  ['a fee longer than its field', { trial: { ...DRAFT.trial, monthly: `${LONGEST}1` } }],
  ['a count longer than its field', { trial: { ...DRAFT.trial, count: `${LONGEST}1` } }],
])('no form of a set-up makes %s', (_what, more) => {
  expect(setUpDraftSchema.safeParse({ ...DRAFT, ...more }).success).toBe(false);
});
