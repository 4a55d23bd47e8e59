import { expect, it } from 'vitest';
import type { Connectable } from '../../../src/domain/connection/connectable.ts';
import { mergeNumbers } from '../../../src/domain/numbers/owned-number-list.ts';
import { numbersCsv } from '../../../src/views/numbers/numbers-csv.ts';
import { recordsOf } from '../../support/csv.ts';
import { everyConnection } from './connection-states.ts';
import { inr, orderStates, T0, verificationStates } from './views-support.ts';

const { completed } = orderStates();
const { verified } = verificationStates();
const names = new Map([['U0MEERA', 'Meera Iyer']]);
const holding = {
  owner: 'U0MEERA',
  labels: { 'Cost centre': '=1+1', Project: 'Apollo' },
  note: 'For the fair, “only”',
  neededUntil: '2026-12-31',
};

function fileOf(records: readonly Connectable[], more: object = {}) {
  return recordsOf(
    numbersCsv({ entries: mergeNumbers(records, { at: T0 + 9e8, ...more }), names }),
  );
}

it('has a number with all that is known of it, its labels in columns of their own', () => {
  const connection = everyConnection('Pune').find(({ state }) => state === 'live');
  const owned = {
    e164: completed.number.e164,
    status: 'active',
    ownAccount: true,
    nextBillingAt: Date.UTC(2026, 3, 1),
  };
  const watched = { at: T0, channel: { is: 'suspended', since: T0 } } as const;
  const votes = [{ by: 'U0DEV', at: T0, sets: [0] }];
  const [row, ...others] = fileOf([{ ...completed, votes, connection, holding, watched }], {
    owned: [owned],
  });
  expect(others).toEqual([]);
  expect(row).toEqual({
    number: 'tel:+919876543210',
    country: 'IN',
    region: 'MH',
    state: 'live',
    owner: 'Meera Iyer',
    owner_id: 'U0MEERA',
    'Cost centre': "'=1+1",
    Project: 'Apollo',
    purpose: 'Support line for Pune',
    note: 'For the fair, “only”',
    needed_until: '2026-12-31',
    how: 'bought',
    since_utc: '2026-03-01T10:08:00.000Z',
    approved_by: 'U0DEV U0APPROVER',
    setup: '500.00',
    monthly: '250.00',
    currency: 'INR',
    next_billing: '2026-04-01',
    channel: expect.stringMatching(/./),
    channel_name: 'Pune',
    trouble: 'channel suspended',
    record: 'ord_7k3m9q2x',
    changed_utc: '2026-03-01T10:01:00.000Z',
  });
});

it('leaves empty what is not known of a number brought along or bought elsewhere', () => {
  const e164 = '+12125550100';
  const price = { setup: inr(0), monthly: inr(30_050) };
  const rows = fileOf([verified], { owned: [{ e164, status: 'active', ownAccount: true, price }] });
  expect(rows).toMatchObject([
    {
      how: 'brought',
      owner_id: 'U0REQUESTER',
      owner: '',
      approved_by: '',
      setup: '',
      currency: '',
    },
    { number: `tel:${e164}`, how: 'not here', owner_id: '', monthly: '300.50', next_billing: '' },
  ]);
  expect(Object.keys(rows[0] ?? {})).not.toContain('Project');
});

it('has no two columns of one name: a label called as a column of ours says that it is a label', () => {
  const labels = { owner: 'Sales', State: 'pilot', Project: 'Apollo' };
  const [row] = fileOf([{ ...completed, holding: { ...holding, labels } }]);
  expect(row).toMatchObject({
    owner: 'Meera Iyer',
    'label owner': 'Sales',
    'label State': 'pilot',
    Project: 'Apollo',
  });
});
