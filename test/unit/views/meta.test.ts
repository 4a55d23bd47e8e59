import { describe, expect, it } from 'vitest';
import type { MetaNumber, MetaStand } from '../../../src/domain/connection/meta-number.ts';
import { META_WORDS } from '../../../src/domain/connection/meta-number.ts';
import { metaBlocks } from '../../../src/views/connection/meta-words.ts';
import { message } from '../../../src/views/kit/blocks.ts';
import { messageProblems } from './views-rules.ts';

const at = Date.UTC(2026, 10, 26, 8, 2);
const NEW: MetaNumber = {
  status: 'pending',
  platform: 'cloud_api',
  displayName: 'pending_review',
  code: 'verified',
  quality: 'na',
  limit: 250,
};
const UNKNOWN: MetaNumber = {
  status: 'unknown',
  platform: 'unknown',
  displayName: 'unknown',
  code: 'unknown',
  quality: 'unknown',
  limit: 'unknown',
};
const said = (stand: MetaStand) => message(metaBlocks(stand)).text.split('\n').slice(1);
const listed = (number: MetaNumber) => said({ at, kind: 'listed', number });

describe('what Meta says', () => {
  it('is in plain words', () => {
    expect(listed(NEW)).toMatchInlineSnapshot(`
      [
        "• State: not set up yet",
        "• Registration: done",
        "• Display name: waits for Meta's review",
        "• Verification by code: done",
        "• Quality: not rated yet",
        "• Limit: 250 people a day, shared by all numbers of your business. Replies don't count",
      ]
    `);
  });

  it('is unknown where it is unknown', () => {
    expect(listed(UNKNOWN).every((line) => line.endsWith(': unknown'))).toBe(true);
  });

  it('has words of its own for each of its words', () => {
    for (const [fact, words] of Object.entries(META_WORDS)) {
      const lines = words.map((word) => listed({ ...NEW, [fact]: word }).join('\n'));
      expect(new Set(lines).size, fact).toBe(words.length);
    }
  });

  it.each([
    ['unlimited', '• Limit: none'],
    ['not_set', '• Limit: not set before its first message'],
    [
      10_000,
      "• Limit: 10,000 people a day, shared by all numbers of your business. Replies don't count",
    ],
  ] as const)('tells its limit: %s', (limit, line) => {
    expect(listed({ ...NEW, limit })).toContain(line);
  });

  it.each<MetaStand>([
    { at, kind: 'listed', number: NEW },
    { at, kind: 'not_listed' },
    { at, kind: 'ambiguous' },
    ...(['token', 'forbidden', 'rate_limited', 'locked', 'no_answer', 'unreadable'] as const).map(
      (why) => ({ at, kind: 'unread', why }) as const,
    ),
  ])('keeps the limits of Slack, and what is not known it says first: $kind $why', (stand) => {
    const shown = message(metaBlocks(stand));
    expect(messageProblems(shown)).toEqual([]);
    expect(shown.text.includes('\nUnknown. ')).toBe(
      stand.kind === 'unread' || stand.kind === 'ambiguous',
    );
  });

  it('is nothing while nobody has asked', () => {
    expect(metaBlocks(undefined)).toEqual([]);
  });
});
