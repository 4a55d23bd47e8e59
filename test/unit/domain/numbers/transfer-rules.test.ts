import { describe, expect, it } from 'vitest';
import type { Person, Standing } from '../../../../src/domain/actor.ts';
import type { Connectable } from '../../../../src/domain/connection/connectable.ts';
import type { TransferEvent } from '../../../../src/domain/numbers/transfer.ts';
import {
  dueTransferEvent,
  mayAnswer,
  newsOfTransfer,
  notTransferable,
  withTransfer,
  withTransferAsked,
} from '../../../../src/domain/numbers/transfer-rules.ts';
import { isInPlace, unusedLists, unusedSince } from '../../../../src/domain/numbers/unused.ts';
import { orderLists, possibleLists } from '../../../../src/domain/order/order-lists.ts';
import { DEFAULT_RULEBOOK, policyFor } from '../../../../src/domain/policy/rulebook.ts';
import {
  possibleVerificationLists,
  verificationLists,
} from '../../../../src/domain/verification/verification.ts';
import { everyConnection } from '../../views/connection-states.ts';
import { orderStates, T0, verificationStates } from '../../views/views-support.ts';

const { completed } = orderStates();
const { verified } = verificationStates();
const [OWNER, ASKER, HOUR] = ['U0REQUESTER', 'U0DEV', 3_600_000];
const NOW = T0 + 1_000 * HOUR;
const ask = { by: ASKER, purpose: 'Pune line', expiresAt: NOW + HOUR };
const asked = withTransferAsked(completed, ask, NOW);
const live = everyConnection().find(({ state }) => state === 'live');
const CONNECTED = { ...completed, connection: live };

function ended(event: TransferEvent, record: Connectable = asked, now = NOW + 1): Connectable {
  const next = withTransfer(record, event, now);
  if (!next) throw new Error(`${event.type} was refused`);
  return next;
}

const DECLINE = { type: 'decline', at: NOW, by: OWNER, words: '' } as const;
const ASKED_BACK = { state: 'asked', asked: { by: OWNER, at: NOW, why: 'Unused' } } as const;
const GIVEN_BACK = { at: NOW, number: { is: 'pending_release', since: NOW } } as const;
const EVENTS: TransferEvent[] = [
  { type: 'accept', at: NOW, by: OWNER },
  DECLINE,
  { type: 'withdraw', at: NOW },
  { type: 'expire' },
  { type: 'overtake', why: 'connected' },
];
const ENDS = ['accepted', 'declined', 'withdrawn', 'expired', 'overtaken'];

describe('asking for a number', () => {
  it.each<[string, Connectable, string | undefined]>([
    ['nobody uses it', completed, undefined],
    ['one that somebody brought', verified, undefined],
    ['it is theirs', { ...completed, requester: ASKER }, 'yours'],
    ['somebody asks for it', asked, 'asked'],
    ['it is being connected', CONNECTED, 'in_use'],
    ['it is given back', { ...completed, watched: GIVEN_BACK }, 'in_use'],
    ['somebody would give it back', { ...completed, giveBack: ASKED_BACK }, 'in_use'],
    ['its owner has just got it', { ...completed, endedAt: NOW - HOUR }, 'too_new'],
    [
      'somebody said that it stays',
      { ...completed, holding: { kept: { by: OWNER, at: T0, until: NOW + HOUR } } },
      'too_new',
    ],
    [
      'its owner has just kept it',
      { ...completed, transfer: ended(DECLINE, asked, NOW).transfer },
      'too_new',
    ],
  ])('is judged by the record: %s', (_when, record, why) => {
    const judged = notTransferable(record, ASKER, {
      unusedForMs: 2 * HOUR,
      now: NOW,
    });
    expect(judged?.kind).toBe(why);
  });

  it('is a revision of the record, which names the owner of that moment', () => {
    expect(asked).toMatchObject({
      revision: completed.revision + 1,
      updatedAt: NOW,
      transfer: { state: 'asked', at: NOW, from: OWNER, by: ASKER },
    });
    expect(asked.holding).toEqual(completed.holding);
  });
});

describe('a transfer', () => {
  it('ends once, by each of its events', () => {
    expect(EVENTS.map((event) => ended(event).transfer?.state)).toEqual(ENDS);
    for (const first of EVENTS) {
      for (const second of EVENTS) {
        expect(withTransfer(ended(first), second, NOW + 2)).toBeUndefined();
      }
    }
  });

  it('changes the owner only by an acceptance, in the same revision', () => {
    const [accepted, ...others] = EVENTS.map((event) => ended(event));
    expect(accepted).toMatchObject({
      revision: asked.revision + 1,
      holding: { owner: ASKER, note: 'Pune line', given: { by: OWNER, at: NOW + 1 } },
    });
    expect(others.map(({ holding }) => holding)).toEqual(others.map(() => completed.holding));
  });

  it('takes no answer to another one, nor where nobody asked', () => {
    for (const event of EVENTS) {
      expect(withTransfer(completed, event, NOW)).toBeUndefined();
      if (!('at' in event)) continue;
      expect(withTransfer(asked, { ...event, at: NOW - 1 }, NOW)).toBeUndefined();
      // Nor does such an answer end one that is overtaken.
      const given = { ...asked, holding: { owner: ASKER } };
      expect(withTransfer(given, { ...event, at: NOW - 1 }, NOW)).toBeUndefined();
    }
  });

  it('keeps why it was declined, if somebody said', () => {
    expect(ended({ ...DECLINE, words: 'We need it' }).transfer).toMatchObject({
      words: 'We need it',
      answeredBy: OWNER,
    });
    expect(ended(DECLINE).transfer).not.toHaveProperty('words');
  });

  it.each<[string, Connectable, number, object]>([
    ['expired', asked, ask.expiresAt, { state: 'expired' }],
    [
      'connected meanwhile',
      { ...asked, connection: live },
      NOW,
      { state: 'overtaken', why: 'connected' },
    ],
    ['lost at Vobiz', { ...asked, watched: GIVEN_BACK }, NOW, { why: 'lost' }],
    ['given to the asker', { ...asked, holding: { owner: ASKER } }, NOW, { why: 'given' }],
    ['given to another', { ...asked, holding: { owner: 'U0MEERA' } }, NOW, { why: 'moved' }],
  ])('changes nothing more, whatever somebody answers: %s', (_what, due, now, end) => {
    expect(dueTransferEvent(due, now)).toBeDefined();
    for (const event of EVENTS) {
      const next = ended(event, due, now);
      expect(next.transfer).toMatchObject(end);
      expect(next.holding).toEqual(due.holding);
    }
  });

  it('is told to its owner, and its end to who asked', () => {
    expect(newsOfTransfer(asked)).toEqual({ what: `transfer-${NOW}`, to: OWNER });
    expect(EVENTS.map((event) => newsOfTransfer(ended(event))?.to)).toEqual([
      undefined,
      ASKER,
      undefined,
      ASKER,
      ASKER,
    ]);
    expect(EVENTS.map((event) => newsOfTransfer(ended(event))?.what)).toEqual([
      undefined,
      `transfer-${NOW}-declined`,
      undefined,
      `transfer-${NOW}-expired`,
      `transfer-${NOW}-overtaken`,
    ]);
    // Whoever got it without asking hears of that, and needs no word of their request.
    expect(newsOfTransfer(ended({ type: 'overtake', why: 'given' }))).toBeUndefined();
  });
});

describe('an answer', () => {
  const policy = policyFor({
    ...DEFAULT_RULEBOOK,
    approvers: { users: ['U0RAVI', ASKER], groups: [] },
  });
  const person = (userId: string, standing: Standing = 'member'): Person => ({
    userId,
    teamId: 'T0',
    userTeamId: 'T0',
    standing,
    groups: [],
  });

  it.each([
    [person(OWNER), false, undefined],
    [person(OWNER, 'guest'), false, 'guest'],
    [person('U0RAVI'), false, 'not_an_owner'],
    [person('U0RAVI'), true, undefined],
    [person('U0MEERA'), true, 'not_an_owner'],
    [person(ASKER), true, 'own_request'],
    [person(ASKER), false, 'not_an_owner'],
  ])('is the owner’s, or an approver’s in their place: %o, left %s', (who, hasLeft, why) => {
    expect(mayAnswer(policy, who, asked, hasLeft)).toBe(why);
  });
});

describe('the list of what nobody uses', () => {
  it('has a number until somebody asks for it or connects it', () => {
    expect([completed, verified, asked, CONNECTED, orderStates().placing].map(unusedLists)).toEqual(
      [['unused:IN'], ['unused:IN'], [], [], []],
    );
    expect(orderLists(completed)).toContain('unused:IN');
    expect(possibleLists(completed)).toContain('unused:IN');
    expect(verificationLists(verified)).toEqual(['unused:IN']);
    expect(possibleVerificationLists(verified)).toContain('unused:IN');
  });

  it('knows places, and since when', () => {
    const { region } = completed.number;
    expect(isInPlace(completed, 'IN', region)).toBe(true);
    expect(isInPlace(completed, 'US', '')).toBe(false);
    expect(isInPlace(verified, 'IN', region)).toBe(false);
    expect(unusedSince(completed)).toBe(completed.endedAt);
    expect(unusedSince({ ...completed, holding: { given: { by: OWNER, at: NOW } } })).toBe(NOW);
  });
});
