import type { Digest } from '../../src/domain/digest/digest.ts';
import { digestMessage } from '../../src/views/digest/digest-message.ts';
import { inr, T0 } from '../unit/views/views-support.ts';

const DAY_MS = 24 * 3_600_000;
const ID = 'dig_2026-02-23';
const [ASHA, RAVI, DEV] = ['U0ASHA', 'U0RAVI', 'U0DEV'];
const nothing = { shown: [], count: 0 };
const centre = (value: string, used: number, budget?: number) => ({
  label: { name: 'Cost centre', value },
  used: inr(used),
  ...(budget && { budget }),
});

/** A week of a workspace with some of everything. */
export const EXAMPLE: Digest = {
  at: T0,
  from: T0 - 7 * DAY_MS,
  to: T0,
  zone: 'Asia/Kolkata',
  month: '2026-02',
  bought: {
    shown: [
      { e164: '+919810085657', requester: ASHA, charge: inr(70_000) },
      { e164: '+912240085612', requester: DEV, charge: inr(70_000) },
    ],
    count: 2,
  },
  boughtFor: [inr(140_000)],
  denied: { shown: [{ e164: '+918040085699', requester: DEV, by: RAVI }], count: 1 },
  givenBack: { shown: [{ e164: '+919810085699', by: ASHA }], count: 1 },
  spent: {
    shown: [
      { used: inr(3_420_000), budget: 5_000_000 },
      centre('Sales', 2_100_000, 2_000_000),
      centre('Support', 900_000, 1_500_000),
      centre('Operations', 420_000, 1_500_000),
    ],
    count: 4,
  },
  spentIsCut: false,
  renewing: {
    shown: [
      { e164: '+919810085601', at: T0 + DAY_MS, fee: inr(20_000), byVobiz: true },
      { e164: '+919810085602', at: T0 + 3 * DAY_MS, fee: inr(20_000), byVobiz: false },
    ],
    count: 2,
  },
  renewingFor: [inr(40_000)],
  unused: {
    shown: [
      {
        record: 'ord_7k3m9q2x',
        e164: '+919810085603',
        since: T0 - 40 * DAY_MS,
        wasConnected: false,
        owner: ASHA,
        fee: inr(20_000),
      },
      {
        record: 'ord_8k3m9q2x',
        e164: '+919810085604',
        since: T0 - 20 * DAY_MS,
        wasConnected: true,
        owner: DEV,
        fee: inr(20_000),
      },
    ],
    count: 2,
  },
  unusedFor: [inr(40_000)],
  troubled: {
    shown: [
      {
        e164: '+919810085605',
        owner: DEV,
        watched: { at: T0, channel: { is: 'suspended', since: T0 } },
      },
    ],
    count: 1,
  },
  waiting: {
    shown: [
      {
        e164: '+912240085677',
        charge: inr(70_000),
        since: T0 - DAY_MS,
        what: 'decision',
        from: { users: [RAVI], groups: [] },
      },
    ],
    count: 1,
  },
  left: nothing,
  missing: [],
};

/** What people see of digests. */
export function digestStates() {
  const kept = new Map([['ord_7k3m9q2x', { by: RAVI, until: T0 + 90 * DAY_MS }]]);
  const quiet = { bought: nothing, denied: nothing, renewing: nothing, unused: nothing };
  return {
    news: digestMessage(EXAMPLE, new Map(), ID),
    kept: digestMessage(EXAMPLE, kept, ID),
    quiet: digestMessage(
      { ...EXAMPLE, ...quiet, givenBack: nothing, troubled: nothing, waiting: nothing },
      new Map(),
      ID,
    ),
  };
}
