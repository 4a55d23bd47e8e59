import { describe, expect, it } from 'vitest';
import { readHolding } from '../../../src/handlers/numbers/read-holding.ts';
import { inputs } from '../../../src/slack/inputs.ts';

const { blockId, actionId } = inputs.neededUntil;
const BEFORE = { owner: 'U0ASHA', labels: {}, note: '', neededUntil: '' };
const chosen = (day: string) => ({ [blockId]: { [actionId]: { selected_date: day } } });
const read = (day: string, now: string, before = BEFORE) =>
  readHolding(chosen(day), before, Date.parse(now));

describe('until when a number is needed', () => {
  it.each([
    ['today', '2026-11-27', '2026-11-27T09:00:00Z'],
    ['today in Honolulu, when it is tomorrow in Delhi', '2026-11-27', '2026-11-28T09:59:00Z'],
    ['the last of today on earth', '2026-11-27', '2026-11-28T11:59:59Z'],
    ['today in Auckland, when it is yesterday in Delhi', '2026-11-28', '2026-11-27T11:01:00Z'],
    ['a later day', '2030-02-28', '2026-11-27T09:00:00Z'],
  ])('may be %s', (_when, day, now) => {
    expect(read(day, now)).toMatchObject({ neededUntil: day });
  });

  it.each([
    ['yesterday everywhere', '2026-11-27', '2026-11-28T12:00:00Z'],
    ['the last day of a year that is over', '2025-12-31', '2026-11-27T09:00:00Z'],
    ['a year that nobody meant', '0026-11-27', '2026-11-27T09:00:00Z'],
  ])('may not be %s', (_when, day, now) => {
    expect(read(day, now)).toEqual({ errors: { [blockId]: 'Choose today or a later day.' } });
  });

  it('may stay as it is when it has come, and be emptied', () => {
    const before = { ...BEFORE, neededUntil: '2026-11-01' };
    expect(read('2026-11-01', '2026-11-27T09:00:00Z', before)).toEqual(before);
    expect(read('2026-11-02', '2026-11-27T09:00:00Z', before)).toHaveProperty('errors');
    expect(readHolding({}, before, Date.parse('2026-11-27T09:00:00Z'))).toEqual(BEFORE);
  });
});
