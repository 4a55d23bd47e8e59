import { describe, expect, it } from 'vitest';
import type { Connectable } from '../../../src/domain/connection/connectable.ts';
import { connectFailureSchema, newsOf } from '../../../src/domain/connection/connection.ts';
import {
  channelForm,
  channelOutcome,
  disconnectForm,
} from '../../../src/views/connection/channel-form.ts';
import { connectForm, connectOutcome } from '../../../src/views/connection/connect-form.ts';
import {
  connectionDirect,
  connectionReply,
} from '../../../src/views/connection/connection-messages.ts';
import { CONNECT_FAILURES } from '../../../src/views/connection/connection-words.ts';
import { orderCard } from '../../../src/views/order/order-card.ts';
import { byonCard } from '../../../src/views/verification/byon-card.ts';
import { everyConnection } from './connection-states.ts';
import { messageProblems, ourWords, viewProblems } from './views-rules.ts';
import { HOSTILE, orderStates, SET_UP, verificationStates } from './views-support.ts';

const { completed } = orderStates();
const { verified } = verificationStates();
const records: Connectable[] = everyConnection(HOSTILE).flatMap((connection) => [
  { ...completed, connection: connection },
  { ...verified, connection: connection },
]);
const accounts = Array.from({ length: 99 }, (_, at) => `${'A'.repeat(57)}${at}`);
const offer = { accounts, tokenInModal: true };
const filled = {
  displayName: HOSTILE,
  account: accounts[0] ?? '',
  wabaId: HOSTILE,
  phoneNumberId: HOSTILE,
};
const again = { filled, problem: HOSTILE };

it.each(records.filter(({ connection }) => newsOf(connection)))(
  'is told in at most 25 words: $connection.state',
  (record) => {
    const told = connectionDirect(record, 'https://acme.slack.com/archives/p1');
    expect(ourWords(told.blocks).length, told.text).toBeLessThanOrEqual(25);
  },
);

describe('what is shown of a connection', () => {
  it.each(records)(
    'keeps the limits of Slack and pings nobody else: $connection.state',
    (record) => {
      const card =
        record.state === 'completed' ? orderCard(record, SET_UP) : byonCard(record, SET_UP);
      for (const message of [card, connectionReply(record, true), connectionDirect(record)]) {
        expect(messageProblems(message)).toEqual([]);
      }
      const { connection } = record;
      if (!connection) throw new Error('no connection');
      const views = [
        connectOutcome(record, connection),
        channelOutcome({ ok: true, record, connection }),
        connectForm(record, offer, 'ref_7k3m9q2x'),
        connectForm(record, offer, 'ref_7k3m9q2x', again),
        disconnectForm(record),
        ...('channelId' in connection
          ? [
              channelForm(record, connection, offer, 'ref_1'),
              channelForm(record, connection, offer, 'ref_1', again),
            ]
          : []),
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
