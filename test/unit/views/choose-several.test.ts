import { describe, expect, it } from 'vitest';
import type { AvailableNumber } from '../../../src/domain/numbers/number-search.ts';
import { readSeveral } from '../../../src/handlers/numbers/read-several.ts';
import { inputs } from '../../../src/slack/inputs.ts';
import {
  chooseSeveralForm,
  notChosenText,
  pickedIn,
} from '../../../src/views/numbers/choose-several-form.ts';
import { listChangesText } from '../../../src/views/order/list-changes.ts';
import { orderForm } from '../../../src/views/order/order-form.ts';
import { readView } from './views-rules.ts';
import { aNumber, inr, orderStates } from './views-support.ts';

const numbers = ['+919876543210', '+919876543211', '+919876543212'].map((e164) =>
  aNumber({ e164 }),
);
const [first, second, third] = numbers as [AvailableNumber, AvailableNumber, AvailableNumber];
const dearer = { ...second, price: { setup: inr(60_000), monthly: inr(25_000) } };
const BACK = {
  channel: 'C0SALES',
  query: { country: 'IN', region: 'MH', digits: '', sort: 'year' as const },
};
const EMPTY = { count: '', upTo: '', currency: 'INR', picked: [] };

describe('the form for several numbers', () => {
  it('asks how many, the highest price each and which of them for sure', () => {
    expect(
      readView(chooseSeveralForm({ back: BACK, offered: numbers, filled: EMPTY })).split('\n'),
    ).toMatchInlineSnapshot(`
      [
        "3 numbers in Maharashtra, India",
        "How many?",
        "Up to 20 in one request.",
        "Highest price each",
        "What one number costs now, in INR. Leave it empty for any price.",
        "Like 700",
        "Numbers to include",
        "The cheapest in the first year fill the rest.",
        "+91 98765 43210 · ₹750 now · Maharashtra",
        "+91 98765 43211 · ₹750 now · Maharashtra",
        "+91 98765 43212 · ₹750 now · Maharashtra",
        "Leave it empty for the cheapest",
        "Back to results",
      ]
    `);
  });

  it('asks for the currency where there are two', () => {
    const usd = { minor: 100, currency: 'USD' };
    const offered = [...numbers, aNumber({ price: { setup: usd, monthly: usd } })];
    const form = readView(chooseSeveralForm({ back: BACK, offered, filled: EMPTY }));
    expect(form).toContain('3 numbers in Maharashtra');
    expect(form).toMatch(/Pay in\nINR\nUSD/);
  });

  it.each([
    [
      { why: 'too_few', there: 0, next: inr(75_000) },
      '*No number is free at ₹700 or less.* The cheapest costs ₹750. Raise the highest price, or search more widely.',
    ],
    [
      { why: 'too_few', there: 2, next: inr(75_000) },
      '*Only 2 numbers are free at ₹700 or less.* The next one costs ₹750. Raise the highest price, or ask for 2.',
    ],
    [
      { why: 'too_few', there: 1, next: undefined },
      '*Only 1 number is free at ₹700 or less.* Ask for 1, or search more widely.',
    ],
    [
      { why: 'not_offered', gone: [first, second] },
      '*Vobiz no longer offers +91 98765 43210 and +91 98765 43211 at that price.* Choose again.',
    ],
  ] as const)('says why there are not as many: %#', (not, says) => {
    expect(notChosenText(not, inr(70_000))).toBe(says);
  });

  it('names no price where none was given', () => {
    expect(notChosenText({ why: 'too_few', there: 0, next: undefined }, undefined)).toBe(
      '*No number is free.* Search more widely.',
    );
  });
});

describe('what was filled in', () => {
  const option = ({ e164, price }: AvailableNumber) =>
    `${e164} INR ${price.setup.minor} ${price.monthly.minor}`;
  const typed = (count: string, upTo = '', picked: readonly string[] = []) => ({
    [inputs.count.blockId]: { [inputs.count.actionId]: { value: count } },
    [inputs.upTo.blockId]: { [inputs.upTo.actionId]: { value: upTo } },
    [inputs.picked.blockId]: {
      [inputs.picked.actionId]: { selected_options: picked.map((value) => ({ value })) },
    },
  });

  it('is how many, the price in the currency on show and the numbers at their prices', () => {
    const picked = [option(first)];
    expect(readSeveral(typed('3', ' ₹1,000.50 ', [...picked, 'broken']), 'INR')).toMatchObject({
      wish: {
        count: 3,
        currency: 'INR',
        upTo: inr(100_050),
        picked: [{ e164: first.e164, price: first.price }],
      },
    });
    expect(readSeveral(typed('20'), 'INR')).toMatchObject({
      wish: { count: 20, upTo: undefined, picked: [] },
    });
  });

  it.each([
    [typed(''), 'count', 'Enter a number from 1 to 20.'],
    [typed('0'), 'count', 'Enter a number from 1 to 20.'],
    [typed('21'), 'count', 'Enter a number from 1 to 20.'],
    [typed('2.5'), 'count', 'Enter a number from 1 to 20.'],
    [typed('2', 'cheap'), 'up_to', 'Enter an amount, like 700.'],
    [
      typed('1', '', [option(first), option(second)]),
      'picked',
      'You chose 2, and asked for 1. Remove some, or ask for 2.',
    ],
    [
      typed('2', '800', [option(first), option(dearer)]),
      'picked',
      '+91 98765 43211 costs ₹850 now. Remove it, or raise the highest price.',
    ],
    [
      typed('2', '', ['+14155550101 USD 100 100']),
      'picked',
      'Choose only numbers with a price in INR.',
    ],
  ])('is wrong under its field: %#', (values, field, says) => {
    expect(readSeveral(values, 'INR')).toEqual({ errors: { [field]: says } });
  });

  it.each([
    '',
    'x',
    '+919876543210',
    '+919876543210 INR 1',
    '+919876543210 INR 1.5 2',
    'a INR 1 2',
  ])('is no number for an option that is none of ours: "%s"', (value) =>
    expect(pickedIn(value)).toBeUndefined(),
  );
});

describe('the form of a request for several', () => {
  const { policy } = orderStates().awaiting_approval;
  const common = {
    orderId: 'ord_7k3m9q2x',
    approvals: { ...policy, channel: 'C0APPROVALS' },
    holding: {
      form: { owner: 'U0REQUESTER', labels: {}, note: '', neededUntil: '' },
      labels: [],
    },
  };

  it('has each number with its price, and the sum now, monthly and in the first year', () => {
    const more = [dearer, third];
    expect(
      readView(orderForm({ ...common, quotes: [first], more })).split('\n'),
    ).toMatchInlineSnapshot(`
      [
        "What is it for?",
        "Like: WhatsApp line for the Pune support desk",
        "*3 numbers in India*",
        "+91 98765 43210 · Maharashtra · ₹750 now, then ₹250/month",
        "+91 98765 43211 · Maharashtra · ₹850 now, then ₹250/month",
        "+91 98765 43212 · Maharashtra · ₹750 now, then ₹250/month",
        "*Now*",
        "₹2,350 (₹1,600 setup + ₹750)",
        "*Monthly*",
        "₹750",
        "*First year*",
        "₹10,600",
        "Owner",
        "They can connect and manage the number. We tell a new owner.",
        "Note",
        "Needed until",
        "Goes to <#C0APPROVALS> · approved by <!subteam^S0FINANCE> or <@U0APPROVER>",
      ]
    `);
  });

  it('says first what has changed since the list was sent', () => {
    const changes = [
      { was: first, kind: 'gone' },
      { was: third, kind: 'requested' },
      { was: second, kind: 'price_changed' },
      { was: { ...first, e164: '+919876543213' }, kind: 'region_changed' },
    ] as const;
    const moved = { ...first, e164: '+919876543213', region: 'KA' };
    expect(listChangesText(changes, [dearer, moved])).toMatchInlineSnapshot(`
      "*Vobiz no longer offers +91 98765 43210.*
      *Somebody else has requested +91 98765 43212.*
      *+91 98765 43211 has a new price:* ₹850 now, then ₹250/month (was ₹750 now, then ₹250/month).
      *+91 98765 43213 is in another region now:* Karnataka.
      Check the list before you send it again."
    `);
    const form = orderForm({ ...common, quotes: [dearer], more: [moved], changes });
    expect(readView(form).startsWith(listChangesText(changes, [dearer, moved]))).toBe(true);
  });
});
