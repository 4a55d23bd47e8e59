import { describe, expect, it } from 'vitest';
import {
  accepted,
  covers,
  gapSchema,
  type LostEntries,
  noticed,
  noticedAgain,
} from '../../../../src/domain/audit/gap.ts';

const NOW = 1_750_000_000_000;
const ID = 'gap_7k3m9q2x';
const head = (entries: number) => `${entries}:${'0f'.repeat(32)}`;
const lost: LostEntries = { team: 'T0TEAM', lost: head(12), lostAt: NOW - 5, common: 7 };
const open = noticed(ID, lost, NOW);
const closed = accepted(open, { who: 'Asha', why: 'Compared: all there' }, NOW + 9);

describe('a gap', () => {
  it('begins when it is noticed', () => {
    const times = { createdAt: NOW, updatedAt: NOW, noticedAt: NOW };
    expect(open).toEqual({ ...lost, ...times, kind: 'gap', id: ID, state: 'noticed', revision: 1 });
  });

  it('that grows is the same one: what is lost now, since when it was first seen', () => {
    const more = { ...lost, lost: head(20), lostAt: NOW + 50, common: 3 };
    const times = { updatedAt: NOW + 60, noticedAt: NOW + 60 };
    expect(noticedAgain(open, more, NOW + 60)).toEqual({ ...open, ...more, ...times, revision: 2 });
  });

  it('ends with the word of whoever compared', () => {
    const said = { who: 'Asha', why: 'Compared: all there' };
    const times = { updatedAt: NOW + 9, endedAt: NOW + 9 };
    expect(closed).toEqual({ ...open, ...said, ...times, state: 'accepted', revision: 2 });
  });

  it.each([
    ['noticed', open, NOW],
    ['accepted', closed, NOW + 9],
  ])('that is %s covers what was lost until then, and nothing later', (_state, gap, until) => {
    const at = [until - 1, until, until + 1].map((lostAt) => covers(gap, { ...lost, lostAt }));
    expect(at).toEqual([true, true, false]);
  });
});

describe('the record of a gap', () => {
  it.each([open, closed])('can be read: $state', (gap) => {
    expect(gapSchema.parse(gap)).toEqual(gap);
  });

  it.each([
    { state: 'over' },
    { id: 'gap_7K3M9Q2X' },
    { id: ' gap_7k3m9q2x' },
    { id: 'gap_7k3m9q2x ' },
    { id: 'gap_7k3m9q2' },
    { id: `gap_${'7'.repeat(21)}` },
    { id: 'ord_7k3m9q2x' },
    { lost: '0f'.repeat(32) },
    { lost: head(12).slice(0, -1) },
    { lost: `${head(12)}0` },
    { lost: `x${head(12)}` },
    { lost: `${head(12).slice(0, -1)}F` },
    { team: 'U0ASHA' },
    { revision: 0 },
    { common: -1 },
  ])('cannot hold %j', (wrong) => {
    expect(gapSchema.safeParse({ ...open, ...wrong }).success).toBe(false);
  });
});
