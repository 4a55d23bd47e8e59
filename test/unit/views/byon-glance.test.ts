import { describe, expect, it } from 'vitest';
import { isConnectable } from '../../../src/domain/connection/connectable.ts';
import { vendorReasonSchema } from '../../../src/domain/order/vendor-reason.ts';
import type { Verification } from '../../../src/domain/verification/verification.ts';
import { buttons } from '../../../src/slack/ids.ts';
import { connectionDetails } from '../../../src/views/connection/connection-details.ts';
import {
  connectionBlocks,
  connectionStatus,
} from '../../../src/views/connection/connection-words.ts';
import { message } from '../../../src/views/kit/blocks.ts';
import { byonCard } from '../../../src/views/verification/byon-card.ts';
import {
  cancelForm,
  verificationDetails,
} from '../../../src/views/verification/verification-details.ts';
import { everyConnection } from './connection-states.ts';
import { buttonsIn, messageProblems, ourWords, readView, viewProblems } from './views-rules.ts';
import {
  everyVerification,
  HOSTILE,
  orderStates,
  SET_UP,
  T0,
  verificationStates,
} from './views-support.ts';

const TEXTS = [
  ['ordinary', 'No such number'],
  ['hostile and endless', HOSTILE],
  ['right to left', `\u202E${'מספר הטלפון אינו זמין '.repeat(20)}`],
] as const;

/** Every state, with everything that Vobiz may have said about it. */
function everyRecord(text: string): Verification[] {
  const { code_sent, locked, not_sent, verified } = verificationStates();
  const said = text.slice(0, 200);
  const by = { by: 'U0HOLDER', at: T0, said };
  const most = { ...code_sent, sends: 4, resendOpen: true, expiryAssumed: true };
  const reasons = vendorReasonSchema.options.flatMap((because): Verification[] => [
    { ...not_sent, because, said, until: T0 },
    { ...most, method: 'sms', lastSend: { ...by, failure: 'refused', because } },
    { ...most, method: 'sms', lastEntry: { ...by, result: 'refused', because } },
    { ...locked, resendOpen: true, lastSend: { ...by, failure: 'refused', because } },
  ]);
  const connected = everyConnection(text).map((connection) => ({ ...verified, connection }));
  return [...everyVerification(), ...reasons, ...connected];
}

describe.each(TEXTS)('with %s text', (_name, text) => {
  const records = everyRecord(text);

  it('every card is read at a glance', () => {
    const cards = records.flatMap((record) => [
      byonCard(record, SET_UP),
      byonCard(record, { canConnect: false }),
    ]);
    const tooLong = cards.filter(
      (card) => card.blocks.length > 6 || ourWords(card.blocks).length > 50,
    );
    expect(
      tooLong.map((card) => [ourWords(card.blocks).length, card.blocks.length, card.text]),
    ).toEqual([]);
    expect(cards.flatMap(messageProblems)).toEqual([]);
  });

  it('the part of an order’s card is at most half of it', () => {
    const order = orderStates().completed;
    const parts = everyConnection(text).map((connection) => ({ ...order, connection }));
    for (const record of parts) {
      const part = message(connectionBlocks(record));
      expect(part.blocks).toHaveLength(1);
      expect(ourWords(part.blocks).length, part.text).toBeLessThanOrEqual(27);
      expect(messageProblems(message(connectionDetails(record)))).toEqual([]);
    }
  });

  it('Details and the question before cancelling are modals Slack takes', () => {
    expect(records.map((record) => verificationDetails(record)).flatMap(viewProblems)).toEqual([]);
    expect(records.map(cancelForm).flatMap(viewProblems)).toEqual([]);
  });
});

/** Every person, moment, id and word of others that a record holds, as views show them. */
function factsOf(record: unknown): string[] {
  if (typeof record === 'number') return record > T0 - 1 ? [`<!date^${record / 1000}^`] : [];
  if (typeof record === 'string') return /^U0/.test(record) ? [`<@${record}>`] : [];
  if (typeof record !== 'object' || record === null) return [];
  return Object.entries(record).flatMap(([key, value]) => {
    if (['said', 'reason', 'wabaId', 'channelId', 'displayName'].includes(key))
      return [String(value)];
    if (key === 'id') return String(value).match(/^(ver|att)_\w+/) ? [String(value)] : [];
    // A time that has come is said as now.
    const isNow = key === 'nextSendAt' && 'resendOpen' in record && record.resendOpen === true;
    return isNow || key === 'updatedAt' ? [] : factsOf(value);
  });
}

describe('Details', () => {
  const text = 'Not a WhatsApp number';

  it('says every fact of the record', () => {
    const missing = everyRecord(text).flatMap((record) => {
      const said = readView(verificationDetails(record));
      const facts = factsOf(record).filter((fact) => !said.includes(fact));
      return facts.map((fact) => `${record.state}: ${fact}`);
    });
    expect([...new Set(missing)]).toEqual([]);
  });

  it('shows no more of the number than the card, and whose it is can be changed once there is one', () => {
    for (const record of everyRecord(text)) {
      const view = verificationDetails(record);
      if (record.state !== 'adopted') expect(JSON.stringify(view)).not.toMatch(/98765|9876 ?5/);
      const ids = buttonsIn(view.blocks).map(({ actionId }) => actionId);
      const back = record.state === 'adopted' ? [buttons.giveBack.id, buttons.lockNumber.id] : [];
      expect(ids).toEqual(isConnectable(record) ? [buttons.editHolding.id, ...back] : []);
    }
  });

  it('is on every card', () => {
    for (const record of everyRecord(text)) {
      const ids = buttonsIn(byonCard(record, SET_UP).blocks).map(({ actionId }) => actionId);
      expect(ids).toContain(buttons.verificationDetails.id);
    }
  });
});

describe('a card', () => {
  const { verified, code_sent } = verificationStates();

  it('leads nowhere near Connect while no WhatsApp account is set up', () => {
    const failed = everyConnection().filter(({ state }) => /failed|disconnected/.test(state));
    for (const connection of [undefined, ...failed]) {
      const record = connection ? { ...verified, connection } : verified;
      const ids = (setUp: typeof SET_UP) =>
        buttonsIn(byonCard(record, setUp).blocks).map(({ actionId }) => actionId);
      expect(ids({ canConnect: false })).not.toContain(buttons.connect.id);
      expect(ids(SET_UP)).toContain(buttons.connect.id);
    }
  });

  it('tells screen readers which number its buttons are about', () => {
    const spoken = JSON.stringify(byonCard(code_sent, SET_UP).blocks);
    expect(spoken).toContain('"accessibility_label":"Enter code for the number ending in 3210"');
  });

  it('says each state of a connection in words of its own, by one emoji each', () => {
    const states = new Map<string, Set<string>>();
    for (const connection of everyConnection()) {
      const [emoji = ''] = connectionStatus(connection).split(' ');
      states.set(emoji, (states.get(emoji) ?? new Set()).add(connection.state));
    }
    expect([...states.values()].map((of) => of.size)).toEqual([1, 1, 1, 1, 1, 1, 1]);
  });
});
