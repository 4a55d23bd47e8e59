import { describe, expect, it } from 'vitest';
import type { Connectable } from '../../../../src/domain/connection/connectable.ts';
import type { Connection } from '../../../../src/domain/connection/connection.ts';
import { standingRecords } from '../../../../src/domain/numbers/standing-record.ts';
import { everyGiveBack } from '../../views/give-back-states.ts';
import { orderStates, T0, verificationStates } from '../../views/views-support.ts';

const { completed } = orderStates();
const { verified } = verificationStates();
const e164 = completed.number.e164;
const attempt = { id: 'att_1', by: 'U0REQUESTER', at: T0 };
const common = { attempt, displayName: 'Pune', wabaId: '1911116896216319' };
const channel = { channelId: 'ch_1', connectedAt: T0, active: true, at: T0 };
const connection: Connection = { ...common, ...channel, state: 'live', review: 'verified' };

const older = { ...completed, id: 'ord_older', endedAt: T0, createdAt: T0 + 9 };
const newer = { ...completed, id: 'ord_newer', endedAt: T0 + 1, createdAt: T0 };
const brought: Connectable = { ...verified, id: 'ver_newer', e164, endedAt: T0 + 2 };
const lost = (is: 'gone' | 'released' | 'blocked') => ({ at: T0, number: { is, since: T0 } });
const giveBack = everyGiveBack().find(({ state }) => state === 'released');

describe('of several records of a number, the one that stands for it', () => {
  it.each<[string, Connectable, Connectable]>([
    ['the later one, whenever it was asked for', newer, older],
    ['one of another kind that is later', brought, newer],
    ['the connected one', { ...older, connection }, newer],
    [
      'not what the account has lost, though connected',
      newer,
      { ...older, connection, watched: lost('gone') },
    ],
    ['not what was released', newer, { ...older, connection, watched: lost('released') }],
    ['not what was given back', older, { ...newer, ...(giveBack && { giveBack }) }],
    [
      'the connected one though it is blocked',
      { ...older, connection, watched: lost('blocked') },
      newer,
    ],
    [
      'the later one of two that are lost',
      { ...newer, watched: lost('gone') },
      { ...older, watched: lost('gone') },
    ],
  ])('is %s', (_which, stands, other) => {
    expect(standingRecords([stands, other]).get(e164)).toBe(stands);
    expect(standingRecords([other, stands]).get(e164)).toBe(stands);
  });

  it('is found of each number', () => {
    const another = { ...verified, e164: '+919810085657' };
    expect([...standingRecords([older, another, newer]).values()]).toEqual([newer, another]);
  });
});
