import { expect, it } from 'vitest';
import type { PolicyAsWritten } from '../../../../src/domain/policy/policy-schema.ts';
import { setUpOf, setUpSchema } from '../../../../src/domain/policy/set-up.ts';
import { digestIn } from '../../../../src/domain/policy/set-up-digest.ts';

const USUAL = {
  digestZone: '',
  digestDay: 'monday',
  digestTime: '09:00',
  digestChannel: '',
  digestOnlyNews: false,
} as const;

it.each<[string, PolicyAsWritten['digest'], object]>([
  ['of no digest', undefined, USUAL],
  ['of the usual digest', { zone: 'UTC' }, { ...USUAL, digestZone: 'UTC' }],
  [
    'of a digest that says all',
    { zone: 'UTC', day: 'sunday', time: '9:05', channel: 'C0WEEK', when_empty: 'nothing' },
    {
      digestZone: 'UTC',
      digestDay: 'sunday',
      digestTime: '09:05',
      digestChannel: 'C0WEEK',
      digestOnlyNews: true,
    },
  ],
  [
    'of a digest in weeks without news too',
    { zone: 'UTC', when_empty: 'one_line' },
    { ...USUAL, digestZone: 'UTC' },
  ],
])('the form of the digest shows the policy: %s', (_what, digest, expected) => {
  expect(digestIn(digest)).toEqual(expected);
});

it.each([
  ['no digest', { digestZone: '', digestChannel: '' }, true],
  ['the longest zone', { digestZone: 'A'.repeat(60) }, true],
  ['a longer one', { digestZone: 'A'.repeat(61) }, false],
  ['a short time', { digestTime: '9:05' }, true],
  ['a full time', { digestTime: '09:05' }, true],
  ['a longer one', { digestTime: '09:05 ' }, false],
  ['a channel', { digestChannel: 'C0WEEK' }, true],
  ['a name of a channel', { digestChannel: '#week' }, false],
])('a draft holds what the form of the digest can say: %s', (_what, typed, isHeld) => {
  const draft = { ...setUpOf(undefined), ...typed };
  const read = setUpSchema.safeParse(draft);
  expect(read.data).toEqual(isHeld ? draft : undefined);
});
