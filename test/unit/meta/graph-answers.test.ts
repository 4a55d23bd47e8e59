import { describe, expect, it } from 'vitest';
import { readFailure, readPage } from '../../../src/meta/graph-answers.ts';

const PHONE = {
  id: '106540352242922',
  display_phone_number: '+1 631-555-5555',
  verified_name: "Jasper's Market",
  name_status: 'APPROVED',
  code_verification_status: 'VERIFIED',
  quality_rating: 'GREEN',
  whatsapp_business_manager_messaging_limit: 'TIER_2K',
  status: 'CONNECTED',
  platform_type: 'CLOUD_API',
};
const GOOD = {
  digits: '16315555555',
  displayName: 'approved',
  code: 'verified',
  quality: 'green',
  limit: 2_000,
  status: 'connected',
  platform: 'cloud_api',
};
const page = (...data: unknown[]) => readPage(JSON.stringify({ data }));
const only = (change: object) => page({ ...PHONE, ...change })?.numbers[0];

describe('a list of numbers', () => {
  it('is read as documented', () => {
    expect(page(PHONE)).toEqual({ numbers: [GOOD], isWhole: true, after: undefined });
    expect(page()).toEqual({ numbers: [], isWhole: true, after: undefined });
  });

  it.each([
    ['of no fields', { id: '1', display_phone_number: '16315555555' }],
    [
      'of the wrong types',
      {
        ...PHONE,
        name_status: 1,
        code_verification_status: null,
        quality_rating: { score: 'GREEN' },
        whatsapp_business_manager_messaging_limit: 250,
        status: true,
        platform_type: [],
      },
    ],
    [
      'of words that are new',
      {
        ...PHONE,
        name_status: 'APPROVED_BUT',
        code_verification_status: 'VERIFIED_SOON',
        quality_rating: 'BLUE',
        whatsapp_business_manager_messaging_limit: 'TIER_MANY',
        status: 'CONNECTED*',
        platform_type: 'NEXT_API',
      },
    ],
  ])('is unknown and never good, if it has numbers %s', (_name, phone) => {
    const unknown = Object.fromEntries(Object.keys(GOOD).map((fact) => [fact, 'unknown']));
    expect(page(phone)?.numbers).toEqual([{ ...unknown, digits: GOOD.digits }]);
  });

  it('knows its words however they are written', () => {
    const words = { name_status: 'Available without review', status: 'rate-limited' };
    expect(only(words)).toMatchObject({
      displayName: 'available_without_review',
      status: 'rate_limited',
    });
  });

  it.each([
    ['TIER_50', 50],
    ['TIER_250', 250],
    [' tier_10k', 10_000],
    ['TIER_100K', 100_000],
    ['TIER_UNLIMITED', 'unlimited'],
    ['TIER_NOT_SET', 'not_set'],
    ['TIER_0', 'unknown'],
    ['TIER_1000000000000', 'unknown'],
    ['', 'unknown'],
  ])('has a limit of people a day: %s', (tier, limit) => {
    expect(only({ whatsapp_business_manager_messaging_limit: tier })?.limit).toBe(limit);
  });

  it.each([null, 'x', 7, {}, { ...PHONE, display_phone_number: '555' }])(
    'is not whole with an item that cannot be read: %j',
    (odd) => {
      expect(page(PHONE, odd)).toEqual({ numbers: [GOOD], isWhole: false, after: undefined });
    },
  );

  it('goes on where Meta says so, by the cursor and not by the address', () => {
    const next = 'https://elsewhere.example/?access_token=EAAx';
    const read = (paging: object) => readPage(JSON.stringify({ data: [PHONE], paging }));
    const cursors = { before: 'QQ==', after: 'Qg==' };
    expect(read({ cursors, next })).toMatchObject({ isWhole: true, after: 'Qg==' });
    expect(read({ cursors })).toMatchObject({ isWhole: true, after: undefined });
    expect(read({ next })).toMatchObject({ isWhole: false, after: undefined });
    expect(read({ next, cursors: { after: 7 } })).toMatchObject({ isWhole: false });
    expect(read({ cursors: null, next: null })).toMatchObject({ isWhole: true, after: undefined });
    expect(readPage('{"data":[],"paging":null}')).toMatchObject({ isWhole: true });
  });

  it.each([
    '',
    'null',
    '[]',
    '{}',
    '{"data":{}}',
    '{"data":[',
    '{"data":[],"error":{"code":190}}',
    '<html>',
    undefined,
    7,
  ])('is not there: %j', (body) => expect(readPage(body)).toBeUndefined());
});

describe('an answer without a list', () => {
  const failure = (status: number, error: unknown) =>
    readFailure(status, JSON.stringify({ error }));

  it.each([
    [190, undefined, 'token'],
    [0, undefined, 'token'],
    [104, undefined, 'token'],
    [4, undefined, 'rate_limited'],
    [80007, undefined, 'rate_limited'],
    [80008, undefined, 'rate_limited'],
    [10, undefined, 'forbidden'],
    [200, undefined, 'forbidden'],
    [299, undefined, 'forbidden'],
    [100, 33, 'forbidden'],
    [100, undefined, 'unreadable'],
    [368, undefined, 'locked'],
    [131031, undefined, 'locked'],
    [2, undefined, 'no_answer'],
    [999_999, undefined, 'unreadable'],
    ['190', null, 'token'],
    ['100', '33', 'forbidden'],
    [190, {}, 'token'],
  ])('says why by its code before its status: %s, %s', (code, error_subcode, why) => {
    for (const status of [200, 400, 401, 403, 500]) {
      expect(failure(status, { message: 'EAAsecret', code, error_subcode })).toBe(why);
    }
  });

  it.each([
    [401, 'token'],
    [403, 'forbidden'],
    [429, 'rate_limited'],
    [500, 'no_answer'],
    [503, 'no_answer'],
    [200, 'unreadable'],
    [302, 'unreadable'],
    [404, 'unreadable'],
  ])('says why by its status alone: %s', (status, why) => {
    for (const body of ['', '<html>', '{"error":"EAAsecret"}', undefined]) {
      expect(readFailure(status, body)).toBe(why);
    }
  });
});
