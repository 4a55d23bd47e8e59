import { describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../../src/domain/audit/audit.ts';
import { auditCsv } from '../../../src/views/audit/audit-csv.ts';
import { csvRow } from '../../../src/views/kit/csv.ts';
import { readCsv } from '../../support/csv.ts';

const HASH = 'ab'.repeat(32);

function entry(over: Partial<AuditEntry> = {}): AuditEntry {
  return {
    at: Date.UTC(2026, 10, 5, 9, 30, 1, 234),
    team: 'T0NUMBERS',
    record: 'ord_7k3m9q2x',
    event: 'approve',
    by: { user: 'U0RAVI', team: 'T0NUMBERS' },
    from: 'awaiting_approval',
    to: 'approved',
    revision: 2,
    about: {
      number: '+919876543210',
      price: {
        setup: { minor: 50_000, currency: 'INR' },
        monthly: { minor: 8, currency: 'INR' },
      },
    },
    changes: [{ field: 'decision.by', before: null, after: 'U0RAVI' }],
    ...over,
  };
}

function rowOf(over: Partial<AuditEntry>): Record<string, string> {
  const text = auditCsv([{ seq: 12, hash: HASH, entry: entry(over) }]);
  const [names = [], values = [], ...others] = readCsv(text.slice(1));
  expect(others).toEqual([]);
  return Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']));
}

describe('the CSV file', () => {
  it('has UTC times, amounts in major units, the currency, who and from where', () => {
    expect(rowOf({})).toEqual({
      entry: '12',
      time_utc: '2026-11-05T09:30:01.234Z',
      record: 'ord_7k3m9q2x',
      event: 'approve',
      state_before: 'awaiting_approval',
      state_after: 'approved',
      revision: '2',
      who: 'U0RAVI',
      from: 'Slack T0NUMBERS',
      number: 'tel:+919876543210',
      setup: '500.00',
      monthly: '0.08',
      currency: 'INR',
      changes: 'decision.by: nothing -> "U0RAVI"',
      hash: HASH,
    });
  });

  it('names the job where no person did it, and leaves unknown cells empty', () => {
    const { about, ...bare } = entry({ by: { job: 'sweep' }, from: null });
    expect(about).toBeDefined();
    const text = auditCsv([{ seq: 1, hash: HASH, entry: bare }]);
    expect(text).toContain(',,job sweep,,,,,');
  });

  it('writes amounts without decimals for a currency that has none', () => {
    const yen = { minor: 1200, currency: 'JPY' };
    const about = { number: '+81312345678', price: { setup: yen, monthly: yen } };
    expect(rowOf({ about })).toMatchObject({ setup: '1200', monthly: '1200', currency: 'JPY' });
  });

  it('shows money among the changes as an amount', () => {
    const after = { minor: 50_050, currency: 'INR' };
    const changes = [{ field: 'purchase.price.setup', before: null, after }];
    expect(rowOf({ changes }).changes).toBe('purchase.price.setup: nothing -> 500.50 INR');
  });

  it('starts with a byte order mark and ends every line with CRLF', () => {
    const text = auditCsv([{ seq: 1, hash: HASH, entry: entry() }]);
    expect(text.startsWith('\ufeffentry,time_utc,')).toBe(true);
    expect(text.endsWith(`,${HASH}\r\n`)).toBe(true);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });

  it('keeps hostile text inside its own cell', () => {
    const evil = '",\r\n=HYPERLINK("https://evil.example","x"),\n@SUM(1)';
    const changes = [{ field: 'purpose', before: null, after: evil }];
    expect(rowOf({ changes, event: evil }).event).toBe(evil);
    expect(rowOf({ changes }).changes).toBe(`purpose: nothing -> ${JSON.stringify(evil)}`);
  });

  it.each([
    '=1+1',
    '+1+1',
    '-1+1',
    '@SUM(A1)',
    ' =1+1',
    '\t=1+1',
    '\r=1+1',
    '\n@x',
    '\0=1',
    '＝1+1',
    '＋1',
    '－1',
    '＠x',
    '+919876543210',
  ])('makes %j plain text', (text) => {
    const [[cell] = []] = readCsv(csvRow([text, 'end']));
    expect(cell).toBe(`'${text}`);
  });

  it.each(['', 'plain', 'a=b', 'tel:+919876543210', '500.00', 'ord_x - y'])(
    'leaves %j as it is',
    (text) => {
      const [[cell] = []] = readCsv(csvRow([text, 'end']));
      expect(cell).toBe(text);
    },
  );
});
