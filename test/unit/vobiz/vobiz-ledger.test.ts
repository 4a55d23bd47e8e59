import { describe, expect, it } from 'vitest';
import type { Price } from '../../../src/domain/money.ts';
import { debitsWithin, type LedgerPage, readLedgerPage } from '../../../src/vobiz/account.ts';
import type { Debit } from '../../../src/vobiz/answers.ts';
import { inLedger } from '../../../src/vobiz/sightings.ts';

const NOW = Date.UTC(2026, 10, 26, 4, 5);
const CLOCK = { now: NOW, skewMs: 0 };
const inr = (minor: number) => ({ minor, currency: 'INR' });
const charge: Price = { setup: inr(50_000), monthly: inr(20_000) };
const e164 = '+919876543210';

const row = {
  id: 'x',
  type: 'debit',
  amount: 700,
  currency: 'INR',
  description: 'WhatsApp number',
  reference_type: 'did_purchase',
  status: 'completed',
  created_at: '2026-11-26T04:05:00.123456Z',
};
const read = (...rows: object[]) => readLedgerPage(JSON.stringify({ data: rows }), CLOCK);

describe('a page of the ledger', () => {
  it.each([
    ['a whole number', 700, 70_000],
    ['a fraction', 700.5, 70_050],
    ['a text', '700.00', 70_000],
    ['written with a minus', -700, 70_000],
  ])('has the amount from %s, in minor units', (_how, amount, minor) => {
    expect(read({ ...row, amount })?.debits).toMatchObject([{ amount: inr(minor) }]);
  });

  it.each([
    ['a call', { reference_type: 'cdr' }],
    ['a refund', { reference_type: 'refund' }],
    ['money coming in', { type: 'credit' }],
    ['a debit that failed', { status: 'failed' }],
    ['nothing taken', { amount: '0.00' }],
    ['a row without a time', { created_at: '0001-01-01T00:00:00Z' }],
    ['a row that is none', { amount: null, created_at: 7 }],
  ])('does not count %s', (_what, change) => {
    expect(read({ ...row, ...change })?.debits).toEqual([]);
  });

  it.each([
    { amount: 'much' },
    { amount: '1.234,50' },
    { amount: 700.005 },
    { amount: null },
    { currency: '₹' },
  ])('keeps a debit whose amount nobody can read: %j', (change) => {
    expect(read({ ...row, ...change })?.debits).toMatchObject([{ amount: undefined }]);
  });

  it.each<[boolean, string, object | null]>([
    [true, 'a call without a time', { ...row, reference_type: 'cdr', created_at: null }],
    [true, 'a refund without a time', { ...row, type: 'credit', created_at: null }],
    [false, 'a debit without a time', { ...row, created_at: null }],
    [false, 'a debit of the year 1', { ...row, created_at: '0001-01-01T00:00:00Z' }],
    [false, 'a debit with a local date', { ...row, created_at: '26/11/2026 09:35' }],
    [false, 'a row that is no object', null],
    [false, 'a row that says nothing', {}],
  ])('is whole: %s, with %s', (isWhole, _what, other) => {
    expect(readLedgerPage(JSON.stringify([row, other]), CLOCK)).toMatchObject({
      debits: [{ at: Date.parse(row.created_at) }],
      listed: 2,
      isWhole,
    });
  });

  it('says nothing of further pages where rows do not come newest first', () => {
    const older = { ...row, created_at: '2026-11-25T04:05:00Z' };
    expect(read(row, older)?.oldest).toBe(Date.parse(older.created_at));
    expect(read(older, row)?.oldest).toBeUndefined();
  });

  it('names the numbers a row is about, however they are written', () => {
    const rows = read({ ...row, description: 'DID +91 98765-43210', reference: '447700900123' });
    expect(rows?.debits).toMatchObject([{ numbers: ['919876543210', '447700900123'] }]);
  });

  it('is by our clock', () => {
    const clock = { now: NOW, skewMs: 3_600_000 };
    const page = readLedgerPage(JSON.stringify([row]), clock);
    expect(page?.oldest).toBe(Date.parse(row.created_at) - 3_600_000);
  });

  it('cannot be read where there is no list', () => {
    expect(readLedgerPage('{"error":"x"}', CLOCK)).toBeUndefined();
  });
});

describe('the debits of some minutes', () => {
  const debit = (at: number): Debit => ({ amount: inr(1), at, numbers: [] });
  const pages = (...all: LedgerPage[]) => {
    const asked: string[] = [];
    const pageOf = async (query: URLSearchParams): Promise<LedgerPage> => {
      asked.push(query.toString());
      return (
        all[Number(query.get('page')) - 1] ?? {
          debits: [],
          listed: 0,
          oldest: undefined,
          isWhole: true,
        }
      );
    };
    return { asked, pageOf };
  };
  const range = { from: NOW - 60_000, to: NOW + 60_000 };

  it('are taken from as many pages as it takes, and no more', async () => {
    const newer = { debits: [debit(NOW + 90_000)], listed: 1, oldest: NOW + 90_000, isWhole: true };
    const older = {
      debits: [debit(NOW), debit(NOW - 90_000)],
      listed: 2,
      oldest: NOW - 90_000,
      isWhole: true,
    };
    const { asked, pageOf } = pages(newer, older, newer);
    expect(await debitsWithin(range, pageOf)).toEqual({ found: [debit(NOW)], isWhole: true });
    expect(asked).toHaveLength(2);
    expect(asked[0]).toContain('from_date=2026-11-25&to_date=2026-11-28');
  });

  it('are not guessed at where the ledger has no end', async () => {
    const endless = async () => ({
      debits: [],
      listed: 1_000,
      oldest: NOW + 90_000,
      isWhole: true,
    });
    await expect(debitsWithin(range, endless)).rejects.toMatchObject({ code: 'vobiz_unreadable' });
  });
});

describe('what a debit says about an order', () => {
  const debit = (minor: number, numbers: string[] = []): Debit => ({
    amount: inr(minor),
    at: NOW,
    numbers,
  });
  const unread = (numbers: string[] = []): Debit => ({ amount: undefined, at: NOW, numbers });
  const finding = (...found: Debit[]) => inLedger({ found, isWhole: true }, { charge, e164 });

  it.each([
    [[unread()], 'unreadable'],
    [[unread(), debit(90_000)], 'unreadable'],
    [[unread(), debit(70_000)], 'debit_as_approved'],
    [[unread(['919810085657'])], 'no_debit'],
  ])('is unknown where one has an amount nobody can read: %j', (debits, says) => {
    expect(finding(...debits).finding).toBe(says);
  });

  it.each<[string, Debit[]]>([
    ['unreadable', []],
    ['unreadable', [debit(90_000)]],
    ['debit_as_approved', [debit(70_000)]],
  ])('is %s where part of the ledger could not be read', (says, found) => {
    expect(inLedger({ found, isWhole: false }, { charge, e164 }).finding).toBe(says);
  });

  it.each([
    ['the first charge in one row', [debit(70_000)], 'debit_as_approved', inr(70_000)],
    ['setup and month apart', [debit(50_000), debit(20_000)], 'debit_as_approved', inr(70_000)],
    [
      'a row that names the number',
      [debit(70_000, ['919876543210'])],
      'debit_for_number',
      inr(70_000),
    ],
    ['another amount', [debit(90_000)], 'other_debit', inr(90_000)],
    ['another currency', [], 'no_debit', undefined],
    ['a row of another number', [debit(70_000, ['919810085657'])], 'no_debit', undefined],
  ])('is told of %s, and never proves it', (_what, debits, says, amount) => {
    expect(finding(...debits)).toEqual({
      source: 'ledger',
      finding: says,
      verdict: 'unknown',
      ...(amount && { debit: { amount, approved: inr(70_000) } }),
    });
  });
});
