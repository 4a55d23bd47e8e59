import { describe, expect, it } from 'vitest';
import {
  appearedNotice,
  mayAppear,
  noticedAt,
  type VanishedSince,
  vanishedNotice,
  vanishedNow,
  vanishedSince,
} from '../../../../src/domain/account/appeared.ts';
import type { OwnedSeen } from '../../../../src/domain/numbers/owned-number-list.ts';

const T0 = Date.UTC(2026, 10, 2, 9);
const GONE_AFTER_MS = 300_000;

describe('a number that nobody bought here', () => {
  const seen = (status: OwnedSeen['status'], ownAccount = true): OwnedSeen => ({
    e164: '+919876500001',
    status,
    ownAccount,
  });

  it('is told of while it is active in our own account', () => {
    expect(mayAppear(seen('active'))).toBe(true);
  });

  it.each([
    ['of a sub-account', seen('active', false)],
    ['that is leaving', seen('pending_release')],
    ['that was released', seen('released')],
    ['that is blocked', seen('blocked')],
    ['of a status nobody knows', seen('unknown')],
  ])('is not told of: one %s', (_, number) => {
    expect(mayAppear(number)).toBe(false);
  });
});

it('names a message by what it tells and when that was found', () => {
  expect(appearedNotice(T0)).toBe(`new_${T0}`);
  expect(vanishedNotice('number', T0)).toBe(`gone_${T0}`);
  expect(vanishedNotice('channel', T0)).toBe(`unlisted_${T0}`);
  expect(noticedAt(appearedNotice(T0))).toBe(T0);
  expect(noticedAt(vanishedNotice('channel', T0))).toBe(T0);
});

describe('numbers that a list lacks all at once', () => {
  const lacks = { lacking: 12, of: 20 };
  const doubted: VanishedSince = { ...lacks, since: T0, isProven: false };
  const proven: VanishedSince = { ...doubted, isProven: true };
  const judged = (
    before: VanishedSince | undefined,
    now: typeof lacks | undefined,
    at = T0 + GONE_AFTER_MS,
  ) => vanishedSince(before, now, { at, goneAfterMs: GONE_AFTER_MS });

  it('are doubted after the first list, and told after another that was asked for well afterwards', () => {
    expect(judged(undefined, lacks, T0)).toEqual(doubted);
    expect(judged(doubted, lacks, T0 + GONE_AFTER_MS - 1)).toEqual(doubted);
    expect(judged(doubted, lacks)).toEqual(proven);
  });

  it('stay told, with the latest count', () => {
    expect(judged(proven, { lacking: 3, of: 20 }, T0 + 1)).toEqual({ ...proven, lacking: 3 });
  });

  it('are forgotten when a list has them again and nobody was told', () => {
    expect(judged(doubted, undefined)).toBeUndefined();
    expect(judged(undefined, undefined)).toBeUndefined();
  });

  it('are kept as over when people were told, until numbers are lacking once more', () => {
    const over = { ...proven, overAt: T0 + GONE_AFTER_MS };
    expect(judged(proven, undefined)).toEqual(over);
    expect(judged(over, undefined, T0 + 2 * GONE_AFTER_MS)).toEqual(over);
    const again = T0 + 3 * GONE_AFTER_MS;
    expect(judged(over, lacks, again)).toEqual({ ...doubted, since: again });
  });

  it('wait for approvers only while they are told of and not over', () => {
    expect(vanishedNow(proven)).toBe(proven);
    expect(vanishedNow(doubted)).toBeUndefined();
    expect(vanishedNow({ ...proven, overAt: T0 })).toBeUndefined();
    expect(vanishedNow(undefined)).toBeUndefined();
  });
});
