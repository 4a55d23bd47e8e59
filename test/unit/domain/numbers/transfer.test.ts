import { describe, expect, it } from 'vitest';
import {
  type Transfer,
  type TransferEvent,
  transferSchema,
  transitionTransfer,
} from '../../../../src/domain/numbers/transfer.ts';

const T0 = Date.UTC(2026, 10, 2, 9);
const NOW = T0 + 60_000;
const [OWNER, ASKER] = ['U0OWNER', 'U0ASKER'];
const common = {
  by: ASKER,
  at: T0,
  from: OWNER,
  purpose: 'Support line',
  labels: { 'Cost centre': 'Sales' },
  expiresAt: T0 + 3_600_000,
  order: 'ord_00000000',
};
const asked: Transfer = { ...common, state: 'asked' };
const over = { ...common, endedAt: NOW };

const ENDINGS: [TransferEvent, Transfer][] = [
  [
    { type: 'accept', at: T0, by: OWNER },
    { ...over, answeredBy: OWNER, state: 'accepted' },
  ],
  [
    { type: 'decline', at: T0, by: OWNER, words: 'Still needed' },
    { ...over, answeredBy: OWNER, state: 'declined', words: 'Still needed' },
  ],
  [
    { type: 'decline', at: T0, by: OWNER, words: '' },
    { ...over, answeredBy: OWNER, state: 'declined' },
  ],
  [
    { type: 'withdraw', at: T0 },
    { ...over, state: 'withdrawn' },
  ],
  [{ type: 'expire' }, { ...over, state: 'expired' }],
  ...(['connected', 'given', 'moved', 'lost'] as const).map((why): [TransferEvent, Transfer] => [
    { type: 'overtake', why },
    { ...over, state: 'overtaken', why },
  ]),
];

describe('a request to become the owner of a number', () => {
  it.each(ENDINGS)('%j ends it, with all that it asked for', (event, ended) => {
    expect(transitionTransfer(asked, event, NOW)).toEqual(ended);
  });

  it.each(ENDINGS)('%j ends it once', (event) => {
    for (const [, ended] of ENDINGS) expect(transitionTransfer(ended, event, NOW)).toBeUndefined();
    expect(transitionTransfer(undefined, event, NOW)).toBeUndefined();
  });

  it('is read as it was saved, in every state', () => {
    for (const transfer of [asked, ...ENDINGS.map(([, ended]) => ended)])
      expect(transferSchema.parse(JSON.parse(JSON.stringify(transfer)))).toEqual(transfer);
  });

  it('cannot be read without who answered, or with a reason that nobody knows', () => {
    const unread = [
      { ...over, state: 'accepted' },
      { ...over, state: 'overtaken', why: 'bored' },
      { ...over, state: 'over' },
      { ...common, state: 'withdrawn' },
    ];
    for (const transfer of unread) expect(transferSchema.safeParse(transfer).success).toBe(false);
  });
});
