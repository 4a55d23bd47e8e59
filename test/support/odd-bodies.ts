import fc from 'fast-check';

/** A JSON number of more digits than a double holds; `JSON.stringify` cannot write one. */
const LONG = '@@1234567890123456789';

const junk = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    false,
    0,
    -1,
    1e15,
    1e308,
    '',
    ' ',
    '0',
    LONG,
    [],
    {},
    [null],
    { a: 1 },
    'null',
    '<b>&amp;</b>',
    'x'.repeat(500),
    '\u202e\u0000\ud800 ..',
    '..',
    '00000000-0000-0000-0000-000000000000',
  ),
  fc.string(),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const either = (...known: unknown[]) => fc.oneof(fc.constantFrom(...known), junk);

const ids = either('7f1c0a52-0000-4000-8000-000000000001', 42, LONG);
const phones = either(
  '+919876543210',
  '919876543210',
  919876543210,
  '+14155550123',
  '09876543210',
  '00919876543210',
  '+91\u00a0(0)98765\u201143210',
  '+९१९८७६५४३२१०',
);
const times = either(
  '0001-01-01T00:00:00Z',
  '1970-01-01T00:00:00Z',
  '9999-12-31T23:59:59Z',
  '2026-03-01 10:00:00.123456',
  '2026-03-01T10:00:00+05:30',
  '2026-03-01 10:00:00 +0000 UTC',
  1772359200,
  '1772359200123',
);
const amounts = either(
  500,
  250,
  '500.00',
  '5,000.00',
  5000,
  '250',
  1e15,
  -500,
  500.005,
  '1.234,50',
  '5e2',
  5.551115123125783e-17,
  '₹500',
);
const currencies = either('INR', 'inr', 'USD', '₹');
const orderStatuses = either(
  'Completed?',
  'not completed',
  200,
  502,
  'pending',
  'completed',
  'COMPLETED ',
  'failed',
  'canceled',
  'in_review',
  'error',
);
const words = either(
  'Insufficient balance',
  'wrong code',
  'PIN mismatch',
  'please wait 11 hours',
  'verified',
);
const codes = either('INSUFFICIENT_BALANCE', 133005, '133016', 190, 401, 'OTP_EXPIRED');

const any = { requiredKeys: [] };
const error = fc.oneof(
  words,
  fc.record(
    { code: codes, message: words, details: fc.record({ retryAfter: amounts, code: codes }, any) },
    any,
  ),
);
const verdict = {
  success: either(true, false, 'false'),
  error,
  message: words,
  code: codes,
  retryAfter: amounts,
};

/** Objects as Vobiz might send them: every field there or not, right or odd. */
export const things = {
  order: fc.record(
    {
      id: ids,
      status: orderStatuses,
      selected_phone_number: phones,
      setup_cost: amounts,
      monthly_cost: amounts,
      currency: currencies,
      failure_reason: words,
      provider_order_id: ids,
      ...verdict,
    },
    any,
  ),
  owned: fc.record(
    {
      e164: phones,
      status: either('active', 'ACTIVE', 'released', 'pending_purchase', 'blocked'),
      purchased_at: times,
      account_id: either('MA_TEST01', 'SA_OTHER1'),
      is_blocked: either(true, false, 'true', 1),
      setup_fee: amounts,
      monthly_fee: amounts,
      currency: currencies,
    },
    any,
  ),
  channel: fc.record(
    {
      id: ids,
      phone_number: phones,
      number_order_id: ids,
      status: either('active', 'inactive', 'error'),
      verification_status: either('verified', 'pending', 'rejected'),
      display_name: words,
      ...verdict,
    },
    any,
  ),
  code: fc.record(
    {
      id: ids,
      status: either('pending', 'verified', 'failed', 'expired'),
      expires_at: times,
      ...verdict,
    },
    any,
  ),
  error: fc.record(
    {
      status: either('error'),
      detail: words,
      errors: fc.array(fc.record({ message: words })),
      ...verdict,
    },
    any,
  ),
};
export type Thing = keyof typeof things;

const wrapped = (thing: fc.Arbitrary<unknown>) =>
  fc
    .tuple(thing, fc.array(thing, { maxLength: 14 }))
    .chain(([one, many]) =>
      fc.constantFrom<unknown>(
        one,
        one,
        { data: one },
        { status: 'success', data: one },
        { success: false, data: one },
        { order: one },
        { channel: one },
        [one],
        many,
        { items: many },
        { data: { items: many }, total: String(many.length) },
        { items: { ...many } },
        { numbers: many, status: 'error' },
        { items: null },
        { items: {} },
        { items: null, message: 'Something went wrong' },
        { data: { error: 'down', items: [] } },
        { code: 503, data: null },
        { id: 'req_1', status: 'success', data: one },
      ),
    );

/** The text of a body: JSON of such a thing in some envelope, cut short, or no JSON at all. */
export function bodies(...names: Thing[]): fc.Arbitrary<string> {
  const json = fc
    .oneof(...names.map((name) => wrapped(things[name])))
    .map((value) => JSON.stringify(value).replaceAll(/"@@(\d+)"/g, '$1'));
  return fc.oneof(
    { weight: 8, arbitrary: json },
    { weight: 1, arbitrary: fc.tuple(json, fc.nat(80)).map(([text, at]) => text.slice(0, at)) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        '',
        '<html>502</html>',
        'null',
        '"no"',
        '{}',
        '[]',
        '['.repeat(5_000),
      ),
    },
  );
}

export const statuses = fc.oneof(
  fc.constantFrom(
    200,
    201,
    202,
    204,
    301,
    400,
    401,
    402,
    403,
    404,
    408,
    409,
    410,
    422,
    429,
    500,
    502,
    503,
  ),
  fc.integer({ min: 200, max: 599 }),
);

export const headers = fc.record(
  {
    'retry-after': fc.constantFrom(
      '0',
      '-1',
      '5',
      '0.5',
      '99999999999',
      'soon',
      'Sun, 01 Mar 2020 10:00:00 GMT',
    ),
    date: fc.constantFrom(
      'Sun, 01 Mar 2020 10:00:00 GMT',
      'Fri, 31 Dec 9999 23:59:59 GMT',
      'yesterday',
    ),
    'x-request-id': fc.constantFrom('req_1', 'x'.repeat(300)),
  },
  any,
);
