import { describe, expect, it } from 'vitest';
import type { Connectable } from '../../../src/domain/connection/connectable.ts';
import {
  type Connection,
  connectFailureSchema,
} from '../../../src/domain/connection/connection.ts';
import { channelForm, channelOutcome } from '../../../src/views/connection/channel-form.ts';
import { connectForm, connectOutcome } from '../../../src/views/connection/connect-form.ts';
import {
  CONNECT_FAILURES,
  connectionDirect,
  connectionReply,
} from '../../../src/views/connection/connection-words.ts';
import { orderCard } from '../../../src/views/order/order-card.ts';
import { byonCard } from '../../../src/views/verification/byon-card.ts';
import { messageProblems, viewProblems } from './views-rules.ts';
import { HOSTILE, orderStates, T0, verificationStates } from './views-support.ts';

const common = {
  attempt: { id: 'att_1', by: 'U0REQUESTER', at: T0 },
  displayName: HOSTILE.slice(0, 100),
  wabaId: '1911116896216319',
};
const channel = {
  ...common,
  channelId: 'c'.repeat(200),
  connectedAt: T0,
  review: 'pending',
  active: true,
  rotated: { by: 'U0APPROVER', at: T0 },
} as const;
const connections: Connection[] = [
  { ...common, state: 'connecting' },
  { ...common, state: 'unclear', why: 'server_error', since: T0 },
  ...connectFailureSchema.options.map(
    (failure): Connection => ({ ...common, state: 'failed', failure, reason: HOSTILE, at: T0 }),
  ),
  { ...channel, state: 'connected' },
  { ...channel, state: 'connected', review: 'missing' },
  { ...channel, state: 'connected', review: 'verified', active: false },
  { ...channel, state: 'live', review: 'verified', at: T0 },
  { ...channel, state: 'rejected', review: 'rejected', at: T0 },
  { ...common, state: 'disconnected', by: 'U0APPROVER', at: T0 },
];
const { completed } = orderStates();
const { verified } = verificationStates();
const records: Connectable[] = connections.flatMap((connection) => [
  { ...completed, connection: connection },
  { ...verified, connection: connection },
]);
const accounts = Array.from({ length: 99 }, (_, at) => `${'A'.repeat(57)}${at}`);
const offer = { accounts, tokenInModal: true };

describe('what is shown of a connection', () => {
  it.each(records)(
    'keeps the limits of Slack and pings nobody else: $connection.state',
    (record) => {
      const card = record.state === 'completed' ? orderCard(record) : byonCard(record);
      for (const message of [card, connectionReply(record, true), connectionDirect(record)]) {
        expect(messageProblems(message)).toEqual([]);
      }
      const { connection } = record;
      if (!connection) throw new Error('no connection');
      const views = [
        connectOutcome(record, connection),
        channelOutcome({ ok: true, record, connection }),
        connectForm(record, offer, 'ref_7k3m9q2x'),
        ...('channelId' in connection ? [channelForm(record, connection, offer, 'ref_1')] : []),
      ];
      for (const view of views) expect(viewProblems(view)).toEqual([]);
    },
  );

  it('has a sentence of its own for every failure', () => {
    expect(new Set(Object.values(CONNECT_FAILURES)).size).toBe(connectFailureSchema.options.length);
  });

  it('asks for no ids at Meta where the order is the proof', () => {
    const asked = JSON.stringify(
      connectForm(completed, { accounts: ['A'], tokenInModal: false }, '1'),
    );
    expect(asked).not.toMatch(/phone_number_id|waba_id_text|meta_token/);
    expect(JSON.stringify(connectForm(verified, offer, '1'))).toMatch(/phone_number_id_text/);
  });
});
