import { describe, expect, it } from 'vitest';
import { isZone, lastDue } from '../../../../src/domain/digest/digest-week.ts';
import { zonesCalled } from '../../../../src/domain/digest/zones.ts';

const at = (iso: string) => Date.parse(iso);
const iso = (ms: number) => new Date(ms).toISOString().replace(/:00\.000Z$/, 'Z');
const plan = { day: 'monday', hour: 9, minute: 0, zone: 'Asia/Kolkata' } as const;

describe('the digest that is due', () => {
  it.each([
    [
      'before its time it is last week’s',
      '2026-11-30T03:29:59Z',
      'dig_2026-11-23',
      '2026-11-23T03:30Z',
    ],
    [
      'at its time it is this week’s',
      '2026-11-30T03:30:00Z',
      'dig_2026-11-30',
      '2026-11-30T03:30Z',
    ],
    [
      'on Sunday night in the zone it still is',
      '2026-12-06T18:29:00Z',
      'dig_2026-11-30',
      '2026-11-30T03:30Z',
    ],
  ])('%s', (_, now, id, dueAt) => {
    const week = lastDue(plan, at(now));
    expect([week.id, iso(week.dueAt)]).toEqual([id, dueAt]);
  });

  it('is about the seven days before its day, and the seven from it on, by the zone’s midnights', () => {
    const { from, to, nextTo } = lastDue(plan, at('2026-12-01T00:00:00Z'));
    expect([from, to, nextTo].map(iso)).toEqual([
      '2026-11-22T18:30Z',
      '2026-11-29T18:30Z',
      '2026-12-06T18:30Z',
    ]);
  });

  it('comes once a calendar week, also if its day is moved meanwhile', () => {
    const now = at('2026-11-26T12:00:00Z');
    const ids = (['monday', 'tuesday', 'thursday'] as const).map(
      (day) => lastDue({ ...plan, day }, now).id,
    );
    expect(new Set(ids)).toEqual(new Set(['dig_2026-11-23']));
  });

  it.each([
    [
      'winter in Berlin',
      'Europe/Berlin',
      'monday',
      9,
      0,
      '2026-03-24T00:00:00Z',
      '2026-03-23T08:00Z',
    ],
    [
      'summer in Berlin',
      'Europe/Berlin',
      'monday',
      9,
      0,
      '2026-03-31T00:00:00Z',
      '2026-03-30T07:00Z',
    ],
    [
      'left out by the hour set ahead: an hour later',
      'Europe/Berlin',
      'sunday',
      2,
      30,
      '2026-03-30T00:00:00Z',
      '2026-03-29T01:30Z',
    ],
    [
      'shown twice as the hour is set back: the first',
      'Europe/Berlin',
      'sunday',
      2,
      30,
      '2026-10-26T00:00:00Z',
      '2026-10-25T00:30Z',
    ],
    [
      'summer in New York',
      'America/New_York',
      'monday',
      9,
      0,
      '2026-11-01T00:00:00Z',
      '2026-10-26T13:00Z',
    ],
    [
      'winter in New York',
      'America/New_York',
      'monday',
      9,
      0,
      '2026-11-03T00:00:00Z',
      '2026-11-02T14:00Z',
    ],
    [
      'half an hour set ahead on Lord Howe',
      'Australia/Lord_Howe',
      'sunday',
      2,
      15,
      '2026-10-05T00:00:00Z',
      '2026-10-03T15:45Z',
    ],
    [
      'a day ahead of UTC',
      'Pacific/Kiritimati',
      'monday',
      0,
      0,
      '2026-11-30T00:00:00Z',
      '2026-11-29T10:00Z',
    ],
  ] as const)('keeps the clock of its zone: %s', (_, zone, day, hour, minute, now, dueAt) => {
    expect(iso(lastDue({ zone, day, hour, minute }, at(now)).dueAt)).toBe(dueAt);
  });

  it('has a week of 167 or 169 hours where the clocks change', () => {
    const hours = (now: string) => {
      const { from, to } = lastDue({ ...plan, zone: 'Europe/Berlin' }, at(now));
      return (to - from) / 3_600_000;
    };
    expect(hours('2026-03-30T12:00:00Z')).toBe(167);
    expect(hours('2026-10-26T12:00:00Z')).toBe(169);
  });
});

it.each([
  ['Asia/Kolkata', true],
  ['UTC', true],
  ['Asia/Atlantis', false],
  ['', false],
])('knows time zones: %s', (name, isOne) => {
  expect(isZone(name)).toBe(isOne);
});

it.each([
  ['', 'Asia/Kolkata', 'UTC'],
  ['kolk', 'Asia/Kolkata'],
  ['new york', 'America/New_York'],
  ['Kyiv', 'Europe/Kyiv'],
  ['atlantis'],
])('finds time zones by what somebody types: %j', (typed, ...zones) => {
  expect(zonesCalled(typed).slice(0, Math.max(1, zones.length))).toEqual(zones);
  expect(zonesCalled(typed).every(isZone)).toBe(true);
});
