import { describe, expect, it } from 'vitest';
import { readAccount, readBalance } from '../../../src/vobiz/account.ts';
import { readAvailability } from '../../../src/vobiz/availability.ts';
import { readChannels } from '../../../src/vobiz/channels.ts';
import { readCodeRequest } from '../../../src/vobiz/codes.ts';
import { readOwnedPage } from '../../../src/vobiz/owned-numbers.ts';
import { readPurchase } from '../../../src/vobiz/purchase.ts';
import { retryAfterFromHeader } from '../../../src/vobiz/retry-after.ts';
import { readTime } from '../../../src/vobiz/times.ts';
import { readE164, readListedE164 } from '../../../src/vobiz/wire.ts';

/** Both clocks the same; nothing in an answer is from after `LATEST`. */
const CLOCK = { now: Date.UTC(2026, 2, 1, 10), skewMs: 0 };
const LATEST = Date.UTC(2030, 0, 1);

const item = {
  e164: '+919876543210',
  country: 'IN',
  region: 'MH',
  setup_fee: 500,
  monthly_fee: 250,
  currency: 'INR',
};
const number = {
  e164: '+919876543210',
  country: 'IN',
  region: 'MH',
  price: {
    setup: { minor: 50_000, currency: 'INR' },
    monthly: { minor: 25_000, currency: 'INR' },
  },
};
const searched = { country: 'IN', region: 'KA' };
const search = (body: unknown) => readAvailability(JSON.stringify(body), searched);

describe('readAvailability', () => {
  it.each([
    ['items', { items: [item] }],
    ['data', { data: [item] }],
    ['a bare array', [item]],
    ['items inside data', { data: { items: [item] } }],
  ])('finds the list in %s', (_name, body) => {
    expect(search(body)).toEqual({ numbers: [number], skipped: 0 });
  });

  it.each([
    ['an empty list', { items: [] }],
    ['a null list', { items: null }],
    ['null data', { data: null }],
    ['a list with a word', { code: 200, message: 'No numbers found', items: [] }],
  ])('reads %s as no numbers', (_name, body) => {
    expect(search(body)).toEqual({ numbers: [], skipped: 0 });
  });

  it.each([
    '{"items":[{"e164"',
    '<html></html>',
    '',
    '{"status":"error"}',
    'null',
    '7',
    '{"data":{"error":"db down","items":null}}',
    '{"items":[],"status":503}',
    '{"code":"401","data":null}',
    '{"statusCode":404,"data":[]}',
    '{"items":[],"message":"Account suspended"}',
    '{"data":null,"message":"Something went wrong, please try again"}',
  ])('does not take %j for an empty result', (body) => {
    expect(readAvailability(body, searched)).toBeUndefined();
  });

  it.each([
    [500, 50_000],
    ['500', 50_000],
    ['500.50', 50_050],
    [0.08, 8],
    [23906.83, 2_390_683],
    ['0', 0],
  ])('reads a fee of %j as %i paise', (fee, minor) => {
    const numbers = search({ items: [{ ...item, setup_fee: fee }] })?.numbers;
    expect(numbers?.[0]?.price.setup).toEqual({ minor, currency: 'INR' });
  });

  it.each([
    ['no number', { ...item, e164: undefined }],
    ['no price but zeros', { ...item, setup_fee: 0, monthly_fee: '0.00' }],
    ['a number without a country code', { ...item, e164: '9876543210' }],
    ['a number as a JSON number', { ...item, e164: 919876543210 }],
    ['no setup fee', { ...item, setup_fee: undefined }],
    ['a null fee', { ...item, monthly_fee: null }],
    ['a negative fee', { ...item, setup_fee: -1 }],
    ['more precision than the currency has', { ...item, setup_fee: '1.005' }],
    ['no currency', { ...item, currency: undefined }],
    ['a string instead of an object', 'x'],
    ['null', null],
  ])('skips and counts an item with %s', (_name, bad) => {
    expect(search({ items: [bad, item] })).toMatchObject({
      numbers: [number],
      skipped: 1,
      unread: [expect.any(String)],
    });
  });

  it('falls back to the searched country and region', () => {
    const bare = { ...item, country: undefined, region: null };
    expect(search({ items: [bare] })?.numbers).toEqual([{ ...number, region: 'KA' }]);
  });

  it.each(['India', 'IND', '+91', ' in '])('reads the country %j', (country) => {
    const read = readAvailability(JSON.stringify([{ ...item, country }]), {
      country: 'US',
      region: '',
    });
    expect(read).toEqual({ numbers: [number], skipped: 0 });
  });

  it('merges identical items and keeps the same number at two prices', () => {
    const dearer = { ...item, setup_fee: 600 };
    const numbers = search({ items: [item, { ...item, setup_fee: '500.00' }, dearer] })?.numbers;
    expect(numbers?.map(({ price }) => price.setup.minor)).toEqual([50_000, 60_000]);
  });

  it('upper-cases country and currency', () => {
    expect(search({ items: [{ ...item, country: 'in', currency: 'inr' }] })?.numbers).toEqual([
      number,
    ]);
  });
});

const order = {
  id: '7f1c0a52-0000-4000-8000-000000000001',
  account_id: 'MA_TEST01',
  selected_phone_number: '+919876543210',
  provider_order_id: 'ord_meta_8841',
  status: 'pending',
  monthly_cost: 250,
  setup_cost: 500,
  currency: 'INR',
  failure_reason: null,
};
const purchase = (body: unknown) => readPurchase(JSON.stringify(body));

describe('readPurchase', () => {
  it('reads the published answer', () => {
    expect(purchase(order)).toEqual({
      orderId: order.id,
      status: 'pending',
      rawStatus: 'pending',
      e164: '+919876543210',
      price: number.price,
      failureReason: undefined,
    });
  });

  it.each([
    ['data', { data: order }],
    ['items', { items: [order] }],
    ['a list in data', { data: [order] }],
    ['a bare list', [order]],
    ['an envelope with its own status', { status: 'success', data: order }],
    ['an envelope with its own id and status', { id: 'req_1', status: 'success', data: order }],
  ])('finds the order in %s', (_name, body) => {
    expect(purchase(body)).toEqual(purchase(order));
  });

  it('reads numbers that arrive as strings and an id that arrives as a number', () => {
    const text = { ...order, id: 42, monthly_cost: '250.00', setup_cost: '500' };
    expect(purchase(text)).toMatchObject({ orderId: '42', price: number.price });
  });

  it.each([
    ['completed', 'completed'],
    ['FAILED', 'failed'],
    ['cancelled', 'cancelled'],
    ['fulfilled', 'unknown'],
    ['success', 'unknown'],
    ['', 'unknown'],
    [null, 'unknown'],
    [1, 'unknown'],
  ])('reads status %j as %s', (raw, status) => {
    expect(purchase({ ...order, status: raw })?.status).toBe(status);
  });

  it('keeps the id when everything else is unreadable', () => {
    const odd = { id: 'o-1', status: {}, selected_phone_number: null, monthly_cost: [], junk: 1 };
    expect(purchase(odd)).toEqual({
      orderId: 'o-1',
      status: 'unknown',
      rawStatus: '',
      e164: undefined,
      price: undefined,
      failureReason: undefined,
    });
  });

  it('keeps the id of a body that broke off', () => {
    const whole = JSON.stringify(order);
    const read = readPurchase(whole.slice(0, 90));
    expect(read).toMatchObject({ orderId: order.id, status: 'unknown' });
  });

  it.each([
    '',
    '{}',
    '{"id":""}',
    '{"id":"7f1c0a5',
    '{"status":"error","error":{"code":"X","message":"id"}}',
    '<html>',
    'null',
    '"7f1c0a52"',
    '[]',
  ])('finds no order in %j', (body) => {
    expect(readPurchase(body)).toBeUndefined();
  });

  it('shortens the reason of a failure to one line', () => {
    const failed = { ...order, status: 'failed', failure_reason: `no\nstock ${'x'.repeat(400)}` };
    expect(purchase(failed)?.failureReason).toMatch(/^no stock x{191}$/);
  });
});

describe('the other answers', () => {
  it('reads a code request and its envelope', () => {
    const answer = { id: 'v-1', status: 'pending', expires_at: '2026-03-01T10:10:00Z' };
    const read = { verificationId: 'v-1', expiresAt: Date.UTC(2026, 2, 1, 10, 10) };
    expect(readCodeRequest(JSON.stringify(answer), item.e164, CLOCK)).toEqual(read);
    expect(readCodeRequest(JSON.stringify({ data: answer }), item.e164, CLOCK)).toEqual(read);
  });

  it.each(['code_sent', 'Sent', 'sending', ''])('reads a code request in status %j', (status) => {
    const read = readCodeRequest(JSON.stringify({ id: 'v-1', status }), item.e164, CLOCK);
    expect(read?.verificationId).toBe('v-1');
  });

  it.each([
    '<html>',
    '',
    '{}',
    '{"status":"failed"}',
    '{"status":"error","id":"v-1"}',
    '{"success":false}',
    '{"error":{"code":"X"}}',
    '{"data":{"error":"no"}}',
    '{"id":0,"status":""}',
    '{"id":"v-1","status":"undelivered"}',
    '{"id":"v-1","data":{"status":"throttled"}}',
    '{"id":"v-1","success":0}',
    '{"id":"v-1","sent":false}',
    '{"id":"v-1","phone_number":"+919876500000"}',
    '{"id":"v-1","statusCode":502}',
    '{"id":"00000000-0000-0000-0000-000000000000","expires_at":"0001-01-01T00:00:00Z"}',
  ])('does not take %j for an accepted code request', (body) =>
    expect(readCodeRequest(body, item.e164, CLOCK)).toBeUndefined(),
  );

  it.each([
    ['active', { status: 'active' }],
    ['pending_purchase', { status: 'pending_purchase' }],
    [' Pending Purchase', { status: 'pending_purchase' }],
    ['PENDING-RELEASE', { status: 'pending_release' }],
    ['suspended_by_tax_office', { status: 'unknown', said: 'suspended_by_tax_office' }],
    [null, { status: 'unknown' }],
  ])('reads an owned number in status %j as %j', (raw, read) => {
    const owned = { e164: '+919876543210', status: raw, account_id: 'MA_TEST01' };
    expect(readOwnedPage(JSON.stringify({ items: [owned] }), 'MA_TEST01', CLOCK)?.numbers).toEqual([
      { e164: '+919876543210', ...read, purchasedAt: undefined, ownAccount: true },
    ]);
  });

  it.each([
    [500, 250, 25_000],
    [0, '250.00', 25_000],
    [0, 0, undefined],
    [500, 0, undefined],
    ['500', '0.00', undefined],
  ])(
    'reads the fees %j and %j of an owned number: none is free of a monthly one',
    (setup_fee, monthly_fee, minor) => {
      const row = { e164: '+919876543210', status: 'active', setup_fee, monthly_fee };
      const body = JSON.stringify([{ ...row, currency: 'INR' }]);
      const read = readOwnedPage(body, 'MA_TEST01', CLOCK)?.numbers[0];
      expect([read?.price?.monthly.minor, read?.unread]).toEqual([minor, undefined]);
    },
  );

  it.each([
    [{ account_id: 'MA_TEST01' }, true],
    [{ auth_id: 'SA_OTHER1' }, false],
    [{ account_id: 'SA_OTHER1' }, false],
    [{ account_id: ' ma_test01 ' }, true],
    [{ account_id: 'sa_other1' }, false],
    [{ account_id: '5b0a0a52-0000-4000-8000-000000000001', auth_id: 'SA_OTHER1' }, false],
    [{ account_id: '', auth_id: 'SA_OTHER1' }, false],
    [{ account_id: '5b0a0a52-0000-4000-8000-000000000001' }, true],
    [{}, true],
  ])('an owned number of %j is our own: %s', (owner, ownAccount) => {
    const body = JSON.stringify([{ e164: '+919876543210', status: 'active', ...owner }]);
    expect(readOwnedPage(body, 'MA_TEST01', CLOCK)?.numbers[0]?.ownAccount).toBe(ownAccount);
  });

  it.each([
    ['2026-12-01T00:00:00Z', Date.UTC(2026, 11, 1)],
    ['2026-12-01', Date.UTC(2026, 11, 1)],
    [1_796_083_200, Date.UTC(2026, 11, 1)],
    ['0001-01-01T00:00:00Z', undefined],
    ['2199-01-01T00:00:00Z', undefined],
    ['soon', undefined],
    [null, undefined],
  ])('reads %j as when a number is billed next', (next_billing_date, at) => {
    const body = JSON.stringify([{ e164: '+919876543210', status: 'active', next_billing_date }]);
    const clock = { now: Date.UTC(2026, 10, 26), skewMs: 0 };
    expect(readOwnedPage(body, 'MA_TEST01', clock)?.numbers[0]?.nextBillingAt).toBe(at);
  });

  it('takes an active number that is blocked for blocked', () => {
    const body = JSON.stringify([{ e164: '+919876543210', status: 'active', is_blocked: true }]);
    expect(readOwnedPage(body, 'MA_TEST01', CLOCK)?.numbers[0]?.status).toBe('blocked');
  });

  it.each(['pending_release', 'released'])(
    'takes a blocked number that is %s for that',
    (status) => {
      const body = JSON.stringify([{ e164: '+919876543210', status, is_blocked: true }]);
      expect(readOwnedPage(body, 'MA_TEST01', CLOCK)?.numbers[0]?.status).toBe(status);
    },
  );

  it('reads channels from items and from data, new values as unknown', () => {
    const channel = {
      id: 'c-1',
      phone_number: '+919876543210',
      number_order_id: 'o-1',
      status: 'active',
      verification_status: 'half_verified',
    };
    const read = [
      {
        id: 'c-1',
        e164: '+919876543210',
        orderId: 'o-1',
        status: 'active',
        verification: 'unknown',
        said: 'half_verified',
      },
    ];
    const [odd, whole] = [{ items: [channel, null] }, { data: [channel] }].map((body) =>
      readChannels(JSON.stringify(body)),
    );
    expect(odd).toEqual({ all: read, isWhole: false });
    expect(whole).toEqual({ all: read, isWhole: true });
    expect(readChannels('{}')).toBeUndefined();
  });

  it.each([
    ['names more of them than it lists', { items: [{ id: 'c-1' }], total: 2 }],
    ['says that there are more', { items: [{ id: 'c-1' }], total: 1, has_more: true }],
    ['has another page', { data: [{ id: 'c-1' }], pagination: { has_next: true } }],
    ['has an address of more', { items: [{ id: 'c-1' }], links: { next: '/channels?page=2' } }],
    ['has a cursor', { items: [{ id: 'c-1' }], paging: { next_cursor: 'Qg==' } }],
    ['counts more of them', { data: [{ id: 'c-1' }], meta: { total: '2', next: null } }],
    ['has a number nobody can read', { items: [{ id: 'c-1', phone_number: '098100 85657' }] }],
  ])('takes no list of channels for whole that %s', (_name, body) => {
    expect(readChannels(JSON.stringify(body))).toMatchObject({
      all: [{ id: 'c-1' }],
      isWhole: false,
    });
  });

  it('reads the account without its secret', () => {
    const account = {
      auth_id: 'MA_TEST01',
      auth_secret: 'never',
      is_active: true,
      pricing_tier: { currency: 'inr' },
    };
    expect(readAccount(JSON.stringify(account))).toEqual({
      authId: 'MA_TEST01',
      active: true,
      currency: 'INR',
    });
    expect(readAccount('<html>')).toBeUndefined();
  });

  it.each([
    { success: false, message: 'Invalid credentials' },
    { status: 'error', error: { code: 'INVALID_CREDENTIALS', message: 'No' } },
    { error: 'unauthorized' },
    { code: 401, auth_id: 'MA_TEST01' },
    {},
    { message: 'Please log in' },
  ])('reads no account in an answer that says it failed, or nothing of one: %j', (body) => {
    expect(readAccount(JSON.stringify(body))).toBeUndefined();
  });

  it.each([
    ['INR', '1234.5678', 123_456],
    ['JPY', '1234.5', 1_234],
    ['KWD', '1234.5678', 1_234_567],
    ['INR', ' -0.01', 0],
    ['INR', 5.551115123125783e-17, 0],
    ['INR', 1.2345e-7, 0],
    ['INR', 5e2, 50_000],
  ])('cuts a balance in %s to what can be spent: %s', (currency, balance, minor) => {
    const read = readBalance(JSON.stringify({ available_balance: balance }), currency);
    expect(read?.available).toEqual({ minor, currency });
  });

  it.each([
    { available_balance: '1.234,50' },
    { available_balance: '1,234.50' },
    { available_balance: '1.234.567' },
    { available_balance: '12.34e5' },
    { available_balance: 1.5e30 },
    { available_balance: '₹500' },
    { available_balance: 0, success: false },
    { balance: 0, currency: 'USD' },
  ])('reads no balance in %j', (body) =>
    expect(readBalance(JSON.stringify(body), 'INR')).toBeUndefined(),
  );

  it.each(['1.234,50', '', null, -5])('warns of no balance below %j', (low_balance_threshold) => {
    const body = JSON.stringify({ available_balance: 0.5, low_balance_threshold });
    expect(readBalance(body, 'INR')).toMatchObject({ available: { minor: 50 }, low: false });
  });
});

describe('single values', () => {
  it.each([
    ['2026-03-01T10:00:00Z', Date.UTC(2026, 2, 1, 10)],
    ['2026-03-01T10:00:00.123456Z', Date.UTC(2026, 2, 1, 10, 0, 0, 123)],
    ['2026-03-01T15:30:00+05:30', Date.UTC(2026, 2, 1, 10)],
    ['2026-03-01 10:00:00', Date.UTC(2026, 2, 1, 10)],
    ['2026-03-01T10:00:00.123456789z', Date.UTC(2026, 2, 1, 10, 0, 0, 123)],
    ['2026-03-01 10:00:00+00', Date.UTC(2026, 2, 1, 10)],
    ['2026-03-01T10:00:00-0530', Date.UTC(2026, 2, 1, 15, 30)],
    ['tomorrow', undefined],
    ['', undefined],
    ['0001-01-01T00:00:00Z', undefined],
    ['1970-01-01T00:00:00Z', undefined],
    ['9999-12-31T23:59:59Z', undefined],
    ['1772359200', Date.UTC(2026, 2, 1, 10)],
    ['1772359200.25', Date.UTC(2026, 2, 1, 10, 0, 0, 250)],
    ['1772359200123', Date.UTC(2026, 2, 1, 10, 0, 0, 123)],
    ['1772359200123456789', Date.UTC(2026, 2, 1, 10, 0, 0, 123)],
    ['17723592001', undefined],
    ['9999999999', undefined],
    ['0', undefined],
    ['2026-03-01 10:00:00.5 +0000 UTC', Date.UTC(2026, 2, 1, 10, 0, 0, 500)],
    ['2026-03-01 15:30:00 +0530', Date.UTC(2026, 2, 1, 10)],
    ['2026-03-01 10:00 UTC', Date.UTC(2026, 2, 1, 10)],
    ['2026-03-01', undefined],
  ])('reads the time %j', (text, time) => expect(readTime(text, LATEST)).toBe(time));

  it.each([
    ['+919876543210', '+919876543210'],
    [' +91 98765-43210 ', '+919876543210'],
    ['+91\u00a098765\u201143210', '+919876543210'],
    ['＋９１９８７６５４３２１０', '+919876543210'],
    ['+٩١ ٩٨٧٦٥ ٤٣٢١٠', '+919876543210'],
    ['+91 (0) 98765 43210', '+919876543210'],
    ['tel:+91-98765-43210', '+919876543210'],
    ['+91 98765 43210 ext 2', undefined],
    ['919876543210', undefined],
    ['00919876543210', undefined],
    ['+0123456789', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('reads the number %j', (text, e164) => expect(readE164(text)).toBe(e164));

  it.each([
    ['919876543210', '+919876543210'],
    ['00 91 98765 43210', '+919876543210'],
    ['9198765-43210', '+919876543210'],
    ['09876543210', undefined],
    ['9876543210', undefined],
  ])('reads %j in a list', (text, e164) => expect(readListedE164(text)).toBe(e164));

  const now = Date.UTC(2026, 2, 1, 10);
  it.each([
    ['5', 5_000],
    ['0.5', 500],
    ['0', undefined],
    ['-5', undefined],
    ['', undefined],
    ['1, 2', undefined],
    ['Sun, 01 Mar 2026 10:00:30 GMT', 30_000],
    ['Sun, 01 Mar 2026 09:00:00 GMT', undefined],
    ['Fri, 31 Dec 9999 23:59:59 GMT', 24 * 60 * 60_000],
    ['999999999999', 24 * 60 * 60_000],
    [String(now / 1_000 + 30), 30_000],
    [String(now / 1_000 - 30), undefined],
    ['later', undefined],
    [undefined, undefined],
  ])('reads Retry-After %j', (header, ms) => expect(retryAfterFromHeader(header, now)).toBe(ms));
});
