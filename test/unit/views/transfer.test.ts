import { describe, expect, it } from 'vitest';
import type { Connectable } from '../../../src/domain/connection/connectable.ts';
import type { Transfer } from '../../../src/domain/numbers/transfer.ts';
import { reuseBlocks } from '../../../src/views/numbers/reuse-words.ts';
import {
  askedNotice,
  askerGone,
  askForm,
  declineForm,
  notTransferableText,
  transferDone,
  transferEnded,
  transferForbidden,
} from '../../../src/views/numbers/transfer-form.ts';
import {
  transferBlocks,
  transferButtons,
  transferDirect,
  transferOver,
  transferReply,
} from '../../../src/views/numbers/transfer-words.ts';
import { buttonsIn, messageProblems, ourWords, viewProblems } from './views-rules.ts';
import { HOSTILE, orderStates, T0, verificationStates } from './views-support.ts';

const PERMALINK = 'https://acme.slack.com/archives/p1';
const [OWNER, ASKER] = ['U0REQUESTER', 'U0HOLDER'];
const common = {
  by: ASKER,
  at: T0,
  from: OWNER,
  purpose: HOSTILE.slice(0, 200),
  expiresAt: T0 + 9e6,
};
const ended = { ...common, endedAt: T0 + 1 };
const answered = { ...ended, answeredBy: OWNER };
const transfers: Transfer[] = [
  { ...common, state: 'asked' },
  { ...answered, state: 'accepted' },
  { ...answered, state: 'declined' },
  { ...answered, state: 'declined', words: HOSTILE.slice(0, 500) },
  { ...ended, state: 'withdrawn' },
  { ...ended, state: 'expired' },
  ...(['connected', 'given', 'moved', 'lost'] as const).map(
    (why) => ({ ...ended, state: 'overtaken', why }) as const,
  ),
];
const { completed } = orderStates({}, HOSTILE);
const { verified } = verificationStates();
const records: Connectable[] = [completed, verified].flatMap((record) =>
  transfers.map((transfer) => ({ ...record, transfer })),
);
const LABELS = ['Cost centre', 'Project', 'Team'].map((name) => ({
  name,
  values: [HOSTILE.slice(0, 30)],
  required: true,
}));

describe('a request for a number that nobody uses', () => {
  it('is said in messages and answers that Slack takes, whatever people wrote', () => {
    const standings = ['guest', 'external', 'deactivated', 'bot'] as const;
    for (const record of records) {
      const { transfer } = record;
      if (!transfer) throw new Error('no transfer');
      const messages = [
        transferDirect(record, PERMALINK),
        transferReply(record, true),
        transferReply(record, false),
        transferOver(record, true),
        transferOver(record, false),
        transferDone(record, transfer, transfer.by),
        transferEnded(record, transfer.by),
        ...standings.map((standing) => askerGone(standing, record)),
      ];
      expect(messages.flatMap(messageProblems), transfer.state).toEqual([]);
      expect(ourWords(transferDirect(record).blocks).length, transfer.state).toBeLessThan(30);
    }
  });

  it('says you to the owner who answered, names them in the thread, and asks nobody to choose another owner', () => {
    const declined = records.find(({ transfer }) => transfer?.state === 'declined');
    if (declined?.transfer?.state !== 'declined') throw new Error('no declined transfer');
    const { answeredBy } = declined.transfer;
    const transfer = { ...declined.transfer, from: answeredBy };
    const record = { ...declined, transfer };
    expect(JSON.stringify(transferOver(record, true))).toContain('You declined.');
    expect(JSON.stringify(transferOver(record, false))).toContain(`<@${answeredBy}> declined.`);
    expect(JSON.stringify(transferDone(record, transfer, answeredBy))).toContain('You declined.');
    expect(JSON.stringify(transferDirect(record))).toContain(`<@${answeredBy}> declined.`);
    for (const standing of ['guest', 'external', 'deactivated', 'bot'] as const)
      expect(JSON.stringify(askerGone(standing, record))).not.toContain('Choose');
  });

  it('can be answered while it is open, and no longer', () => {
    for (const record of records) {
      const isOpen = record.transfer?.state === 'asked';
      const ids = isOpen ? ['accept_transfer', 'decline_transfer'] : [];
      const { blocks } = isOpen ? transferDirect(record) : transferOver(record, true);
      expect(buttonsIn(blocks).map(({ actionId }) => actionId)).toEqual(ids);
      expect(transferButtons(record)).toHaveLength(isOpen ? 3 : 0);
      expect(transferBlocks(record).length).toBeGreaterThan(1);
    }
  });

  it('shows the last digits only of a number that somebody brought', () => {
    const told = JSON.stringify(
      records
        .filter(({ kind }) => kind === 'verification')
        .map((record) => transferReply(record, true)),
    );
    expect(told).not.toContain(verified.e164.slice(3, 8));
  });

  it('is made, declined and refused in windows that Slack takes', () => {
    const form = { note: HOSTILE.slice(0, 200), labels: { 'Cost centre': 'gone' } };
    const [open] = transfers;
    const views = [completed, verified].flatMap((record) => [
      askForm(record, { form, labels: LABELS, order: completed.id }, HOSTILE),
      declineForm(record, T0, { words: HOSTILE.slice(0, 500), problem: HOSTILE }),
      ...(open ? [askedNotice(open)] : []),
    ]);
    expect(views.flatMap(viewProblems)).toEqual([]);
    const why = [
      { kind: 'yours' },
      { kind: 'asked', by: ASKER },
      { kind: 'in_use' },
      { kind: 'too_new' },
    ] as const;
    const refusals = [
      ...why.map((each) => notTransferableText(each, completed)),
      ...(['own_request', 'not_the_requester', 'not_an_owner', 'guest'] as const).map((each) =>
        transferForbidden(each, { ...completed, transfer: open }),
      ),
    ];
    expect(refusals.flatMap(messageProblems)).toEqual([]);
  });
});

describe('numbers to use instead of buying one', () => {
  const looking = { reader: OWNER, country: 'IN' };
  const unused = (count: number, isWhole = true) => ({
    records: Array.from({ length: count }, () => completed),
    isWhole,
  });

  it('are a few rows and the way to the rest, or nothing', () => {
    expect(reuseBlocks(unused(0), looking)).toEqual([]);
    const ids = (...shown: Parameters<typeof reuseBlocks>) =>
      buttonsIn(reuseBlocks(...shown)).map(({ actionId }) => actionId);
    expect(ids(unused(1), looking)).toEqual(['number_details']);
    expect(ids(unused(3), { ...looking, reader: ASKER })).toEqual(Array(3).fill('ask_for_number'));
    expect(ids(unused(9), looking).at(-1)).toBe('all_numbers');
    expect(ids(unused(2, false), looking).at(-1)).toBe('all_numbers');
    expect(JSON.stringify(reuseBlocks(unused(50, false), looking))).toContain('50+ unused numbers');
  });
});
