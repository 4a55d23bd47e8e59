import { describe, expect, it } from 'vitest';
import { mayHold } from '../../../../src/domain/connection/connectable.ts';
import {
  type GiveBack,
  type GiveBackIn,
  giveBackNews,
  giveBackSchema,
  sendingSince,
} from '../../../../src/domain/giveback/give-back.ts';
import {
  giveBackReminders,
  isOverdue,
  nextGiveBackTime,
} from '../../../../src/domain/giveback/give-back-clock.ts';
import type {
  GiveBackEvent,
  OwnedStatus,
} from '../../../../src/domain/giveback/give-back-events.ts';
import {
  giveBackGroups,
  giveBackObstacle,
  mayApproveGiveBack,
  mayDenyGiveBack,
  withGiveBack,
  withLock,
} from '../../../../src/domain/giveback/give-back-rules.ts';
import { transitionGiveBack } from '../../../../src/domain/giveback/give-back-transitions.ts';
import { releaseStatus } from '../../../../src/domain/giveback/release-status.ts';
import { standingFee } from '../../../../src/domain/order/order-fees.ts';
import { everyConnection } from '../../views/connection-states.ts';
import { everyGiveBack } from '../../views/give-back-states.ts';
import { orderStates, T0 } from '../../views/views-support.ts';

const NOW = T0 + 60_000;
const { completed } = orderStates();
const asked = { by: 'U0ASKER', at: T0, why: 'Closed' };
const decision = { by: 'U0APPROVER', at: T0 };
const attempt = { id: 'att_1', at: T0 };
const sent = { asked, decision, attempt };
const claimed: GiveBackIn<'releasing'> = { ...sent, state: 'releasing' };
const pending: GiveBackIn<'pending'> = { ...sent, since: T0, until: T0 + 9, state: 'pending' };
const keep = { by: 'U0OWNER', at: T0, attempt: { id: 'att_2', at: T0 } };
const STATES: Record<string, GiveBack | undefined> = {
  none: undefined,
  asked: { asked, state: 'asked' },
  due: { asked: { ...asked, expiresAt: NOW }, state: 'asked' },
  denied: { asked, state: 'denied', denied: { by: 'U0APPROVER', at: T0, reason: '' } },
  expired: { asked, state: 'expired', at: T0 },
  approved: { asked, decision, state: 'approved' },
  releasing: claimed,
  unclear: { ...sent, state: 'unclear', doubt: 'no_answer', since: T0 },
  refused: { ...sent, state: 'refused', refused: { why: 'refused', at: T0 } },
  not_listed: { asked, decision, state: 'refused', refused: { why: 'not_listed', at: T0 } },
  pending,
  wanted: { ...pending, keep: { by: 'U0OWNER', at: T0 } },
  keeping: { ...pending, keep, state: 'keeping' },
  keep_unclear: { ...pending, keep, state: 'keep_unclear', doubt: 'no_answer', lostAt: T0 },
  kept: { ...sent, state: 'kept', at: T0 },
  released: { ...sent, state: 'released', at: T0 },
};

const answer = { status: 'pending_release', until: T0 + 86_400_000, fee: '100' } as const;
/** By default, of a list that was asked for well after the last request. */
const see = (status: OwnedStatus, showsUntil = T0) =>
  ({ type: 'observed', status, showsUntil }) as const;
/** A list that was asked for then lacks it. */
const missedAt = (at: number) => ({ type: 'missed', at, goneAfterMs: 300_000 }) as const;
const terms = {
  approvers: undefined,
  expiresAfterMs: 3_600_000,
  reminders: { firstAfterMs: 60_000, atMost: 2 },
};
const EVENTS: Record<string, GiveBackEvent> = {
  ask: { type: 'ask', by: 'U0ASKER', why: 'Closed', terms },
  approve: { type: 'approve', by: 'U0APPROVER' },
  deny: { type: 'deny', by: 'U0APPROVER', reason: 'Needed' },
  expire: { type: 'expire' },
  wait: { type: 'wait', why: 'vobiz_paused' },
  claim: { type: 'claim', attemptId: 'att_1' },
  unclaim: { type: 'unclaim', attemptId: 'att_1' },
  stop: { type: 'stop', why: 'not_listed' },
  answered: { type: 'answered', claimed, answer },
  refused: { type: 'refused', claimed, why: 'refused' },
  lost: { type: 'lost', claimed, doubt: 'no_answer' },
  keep: { type: 'keep', by: 'U0OWNER' },
  claim_keep: { type: 'claim_keep', attemptId: 'att_2' },
  unclaim_keep: { type: 'unclaim_keep', attemptId: 'att_2' },
  kept: { type: 'kept', attemptId: 'att_2' },
  keep_refused: { type: 'keep_refused', attemptId: 'att_2', why: 'refused' },
  keep_lost: { type: 'keep_lost', attemptId: 'att_2', doubt: 'no_answer' },
  active: see('active'),
  active_soon: see('active', T0 - 1),
  blocked: see('blocked'),
  blocked_soon: see('blocked', T0 - 1),
  pending_release: see('pending_release'),
  pending_release_soon: see('pending_release', T0 - 1),
  gone: see('released'),
  missed: missedAt(T0),
  unknown: see('unknown'),
  elsewhere: see('elsewhere'),
  settle_gone: { type: 'settle', by: 'U0OWNER', outcome: 'gone' },
  settle_ours: { type: 'settle', by: 'U0OWNER', outcome: 'ours' },
};

/** state -> event -> next state. What is not there changes nothing. */
const EXPECTED: Record<string, Record<string, string>> = {
  none: { ask: 'asked', answered: 'pending', refused: 'refused', lost: 'unclear' },
  asked: {
    approve: 'approved',
    deny: 'denied',
    answered: 'pending',
    refused: 'refused',
    lost: 'unclear',
  },
  due: { expire: 'expired', answered: 'pending', refused: 'refused', lost: 'unclear' },
  denied: { ask: 'asked', answered: 'pending', refused: 'refused', lost: 'unclear' },
  expired: { ask: 'asked', answered: 'pending', refused: 'refused', lost: 'unclear' },
  approved: {
    deny: 'denied',
    wait: 'approved',
    claim: 'releasing',
    stop: 'refused',
    pending_release: 'pending',
    pending_release_soon: 'pending',
    gone: 'released',
    answered: 'pending',
    refused: 'refused',
    lost: 'unclear',
  },
  releasing: { unclaim: 'approved', answered: 'pending', refused: 'refused', lost: 'unclear' },
  unclear: {
    answered: 'pending',
    refused: 'refused',
    active: 'unclear',
    blocked: 'unclear',
    unknown: 'unclear',
    elsewhere: 'unclear',
    pending_release: 'pending',
    pending_release_soon: 'pending',
    gone: 'released',
    missed: 'unclear',
  },
  refused: {
    ask: 'asked',
    answered: 'pending',
    pending_release: 'pending',
    pending_release_soon: 'pending',
    gone: 'released',
    missed: 'refused',
    settle_ours: 'kept',
  },
  not_listed: {
    ask: 'asked',
    answered: 'pending',
    pending_release: 'pending',
    pending_release_soon: 'pending',
    gone: 'released',
    settle_gone: 'released',
    settle_ours: 'kept',
  },
  pending: {
    keep: 'pending',
    active: 'kept',
    blocked: 'kept',
    gone: 'released',
    missed: 'pending',
  },
  wanted: {
    claim_keep: 'keeping',
    active: 'kept',
    blocked: 'kept',
    gone: 'released',
    missed: 'pending',
  },
  keeping: {
    unclaim_keep: 'pending',
    kept: 'kept',
    keep_refused: 'pending',
    keep_lost: 'keep_unclear',
  },
  keep_unclear: {
    kept: 'kept',
    keep_refused: 'pending',
    active: 'kept',
    blocked: 'kept',
    pending_release: 'pending',
    gone: 'released',
    missed: 'keep_unclear',
  },
  kept: { ask: 'asked', answered: 'pending', refused: 'refused', lost: 'unclear' },
  released: {},
};

describe('a give-back', () => {
  it.each(Object.keys(STATES))('takes just the events of its state: %s', (state) => {
    const taken = Object.entries(EVENTS).flatMap(([name, event]) => {
      const next = transitionGiveBack(STATES[state], event, NOW);
      return next.ok ? [[name, giveBackSchema.parse(next.giveBack).state]] : [];
    });
    expect(Object.fromEntries(taken)).toEqual(EXPECTED[state]);
  });

  it('is never approved by the person who asked', () => {
    const approved = transitionGiveBack(STATES.asked, { type: 'approve', by: 'U0ASKER' }, NOW);
    expect(approved).toEqual({ ok: false, refusal: { kind: 'own_request' } });
  });

  it('waits as long as the policy says, and is over when nobody decided', () => {
    const made = transitionGiveBack(undefined, EVENTS.ask ?? see('active'), NOW);
    const waiting = made.ok ? made.giveBack : undefined;
    const end = NOW + 3_600_000;
    expect(waiting?.asked).toMatchObject({ expiresAt: end, reminders: terms.reminders });
    const times = [NOW, NOW + 60_000, NOW + 180_000].map((now) => nextGiveBackTime(waiting, now));
    expect(times).toEqual([NOW + 60_000, NOW + 180_000, end]);
    const said = [NOW + 59_999, NOW + 60_000, end - 1].map((now) =>
      giveBackReminders(waiting, now),
    );
    expect(said).toEqual([0, 1, 2]);
    const approve: GiveBackEvent = { type: 'approve', by: 'U0APPROVER' };
    expect(transitionGiveBack(waiting, approve, end - 1).ok).toBe(true);
    // Nobody swept yet, and it is over all the same.
    expect(transitionGiveBack(waiting, approve, end)).toMatchObject({
      refusal: { kind: 'already', giveBack: { state: 'expired' } },
    });
    // One that an earlier version made has no end.
    expect(nextGiveBackTime(STATES.asked, NOW)).toBeUndefined();
    expect(isOverdue(STATES.asked, NOW)).toBe(false);
  });

  it('takes an outcome of its own attempt only, and keeps what Vobiz said in it', () => {
    const other = { ...claimed, attempt: { id: 'att_9', at: T0 } };
    const late: GiveBackEvent[] = [
      { type: 'answered', claimed: other, answer },
      { type: 'refused', claimed: other, why: 'refused' },
      { type: 'lost', claimed: other, doubt: 'no_answer' },
    ];
    for (const state of ['releasing', 'unclear'])
      for (const event of late)
        expect(transitionGiveBack(STATES[state], event, NOW).ok).toBe(false);
    const next = transitionGiveBack(claimed, { type: 'answered', claimed, answer }, NOW);
    expect(next).toMatchObject({ giveBack: { until: answer.until, fee: '100', since: NOW } });
  });

  it('takes no word of another attempt for its own, to be sent or to be kept', () => {
    const attemptId = 'att_9';
    const unclaim: GiveBackEvent = { type: 'unclaim', attemptId };
    expect(transitionGiveBack(STATES.releasing, unclaim, NOW).ok).toBe(false);
    const late: GiveBackEvent[] = [
      { type: 'kept', attemptId },
      { type: 'keep_refused', attemptId, why: 'refused' },
      { type: 'keep_lost', attemptId, doubt: 'no_answer' },
      { type: 'unclaim_keep', attemptId },
    ];
    for (const state of ['keeping', 'keep_unclear'])
      for (const event of late)
        expect(transitionGiveBack(STATES[state], event, NOW).ok).toBe(false);
  });

  it('tells people who come too late how it stands, and jobs nothing', () => {
    const { released, keeping } = STATES;
    const refusal = (current: typeof released, event: GiveBackEvent) => {
      const next = transitionGiveBack(current, event, NOW);
      return next.ok ? undefined : next.refusal;
    };
    for (const event of [EVENTS.approve, EVENTS.deny, EVENTS.keep, EVENTS.ask, EVENTS.settle_ours])
      expect(event && refusal(released, event)).toEqual({ kind: 'already', giveBack: released });
    expect(EVENTS.keep && refusal(keeping, EVENTS.keep)).toEqual({
      kind: 'already',
      giveBack: keeping,
    });
    expect(EVENTS.claim && refusal(released, EVENTS.claim)).toEqual({ kind: 'out_of_turn' });
  });

  it('keeps whom the policy names when it is asked for', () => {
    const approvers = { users: ['U0NAMED'], groups: [] };
    const ask = { type: 'ask', by: 'U0ASKER', why: 'Closed' } as const;
    const named = { ...ask, terms: { ...terms, approvers } };
    const waits = { expiresAt: NOW + terms.expiresAfterMs, reminders: terms.reminders };
    expect(transitionGiveBack(undefined, named, NOW)).toEqual({
      ok: true,
      giveBack: {
        state: 'asked',
        asked: { by: 'U0ASKER', at: NOW, why: 'Closed', approvers, ...waits },
      },
    });
    const plain = transitionGiveBack(undefined, { ...ask, terms }, NOW);
    expect(plain.ok && plain.giveBack.asked).not.toHaveProperty('approvers');
  });

  it('waits for one reason once', () => {
    const { wait, claim } = EVENTS;
    if (!wait || !claim) throw new Error('two events');
    const waiting = transitionGiveBack(STATES.approved, wait, NOW);
    expect(waiting).toMatchObject({ giveBack: { state: 'approved', waiting: 'vobiz_paused' } });
    const current = waiting.ok ? waiting.giveBack : undefined;
    expect(transitionGiveBack(current, wait, NOW + 1).ok).toBe(false);
    const sent = transitionGiveBack(current, claim, NOW + 1);
    expect(sent.ok && sent.giveBack).not.toHaveProperty('waiting');
  });

  it('is over where Vobiz says at once that the number is released', () => {
    const released = { status: 'released', until: undefined, fee: '100' } as const;
    const next = transitionGiveBack(claimed, { type: 'answered', claimed, answer: released }, NOW);
    expect(next).toEqual({
      ok: true,
      giveBack: { ...sent, state: 'released', at: NOW, fee: '100' },
    });
  });

  it('keeps its fee, and who had the number kept, to its end', () => {
    const charged = { ...pending, fee: '100' };
    expect(transitionGiveBack(charged, see('released'), NOW)).toMatchObject({
      giveBack: { state: 'released', fee: '100' },
    });
    const free = transitionGiveBack(pending, see('released'), NOW);
    expect(free.ok && free.giveBack).not.toHaveProperty('fee');
    const { kept } = EVENTS;
    expect(kept && transitionGiveBack(STATES.keeping, kept, NOW)).toMatchObject({
      giveBack: { state: 'kept', by: 'U0OWNER' },
    });
    const elsewhere = transitionGiveBack(pending, see('active'), NOW);
    expect(elsewhere.ok && elsewhere.giveBack).not.toHaveProperty('by');
  });

  it('says why Vobiz refused it', () => {
    const words = { because: 'balance', said: 'Clear your dues' } as const;
    const refused = { type: 'refused', claimed, why: 'refused', ...words } as const;
    expect(transitionGiveBack(claimed, refused, NOW)).toMatchObject({
      giveBack: { state: 'refused', refused: { why: 'refused', ...words, at: NOW } },
    });
  });

  it('is being sent since its claim, to go or to be kept', () => {
    const since = Object.entries(STATES).map(([state, giveBack]) => [
      state,
      sendingSince(giveBack),
    ]);
    expect(since.filter(([, at]) => at !== undefined)).toEqual([
      ['releasing', attempt.at],
      ['keeping', keep.attempt.at],
    ]);
  });

  it('adds what Vobiz said to a release that was seen first', () => {
    const { until: _none, ...seen } = pending;
    const next = transitionGiveBack(seen, { type: 'answered', claimed, answer }, NOW);
    expect(next).toMatchObject({ giveBack: { until: answer.until, fee: '100', since: T0 } });
    expect(next.ok && next.giveBack).not.toHaveProperty('keep');
    const wanted = { ...seen, keep: { by: 'U0OWNER', at: T0 } };
    expect(transitionGiveBack(wanted, { type: 'answered', claimed, answer }, NOW)).toMatchObject({
      giveBack: { fee: '100', keep: wanted.keep },
    });
    const named = { ...seen, fee: '90' };
    expect(transitionGiveBack(named, { type: 'answered', claimed, answer }, NOW).ok).toBe(false);
  });

  it('ends by a word that it is still ours only after a whole list said so', () => {
    const ours: GiveBackEvent = { type: 'settle', by: 'U0OWNER', outcome: 'ours' };
    expect(transitionGiveBack(STATES.unclear, ours, NOW)).toMatchObject({
      refusal: { kind: 'not_seen' },
    });
    const seen = transitionGiveBack(STATES.unclear, see('active'), NOW);
    const again = transitionGiveBack(seen.ok ? seen.giveBack : undefined, see('active'), NOW + 1);
    expect(again.ok).toBe(false);
    const gone: GiveBackEvent = { ...ours, outcome: 'gone' };
    expect(transitionGiveBack(seen.ok ? seen.giveBack : undefined, gone, NOW)).toMatchObject({
      refusal: { kind: 'not_seen' },
    });
    expect(transitionGiveBack(seen.ok ? seen.giveBack : undefined, ours, NOW)).toMatchObject({
      giveBack: { state: 'kept', by: 'U0OWNER' },
    });
  });

  it('learns nothing from a list that was asked for before the request, however long it took to read', () => {
    const before = see('active', T0);
    const [releasedAt, readAt] = [T0 + 90_000, T0 + 120_000];
    expect(transitionGiveBack({ ...pending, since: releasedAt }, before, readAt).ok).toBe(false);
    // The clock was set back since.
    expect(transitionGiveBack({ ...pending, since: releasedAt }, before, T0).ok).toBe(true);
  });

  it.each(['unclear', 'refused', 'pending', 'keep_unclear'])(
    'is over by its absence only if two lists lack it, some minutes apart: %s',
    (state) => {
      const following = (...events: GiveBackEvent[]) =>
        events.reduce((current, event) => {
          const next = transitionGiveBack(current, event, NOW);
          return next.ok ? giveBackSchema.parse(next.giveBack) : current;
        }, STATES[state]);
      const [first, soon, later] = [missedAt(T0), missedAt(T0 + 299_999), missedAt(T0 + 300_000)];
      expect(following(first, soon)).toEqual({ ...STATES[state], lackingSince: T0 });
      expect(following(first, later)).toMatchObject({ state: 'released' });
      // It was listed in between.
      const seen = see('elsewhere', T0 - 1);
      expect(following(first, seen)).toEqual(STATES[state]);
      expect(following(first, seen, later)).toEqual({ ...STATES[state], lackingSince: later.at });
      // The clock was set back since.
      expect(following(later, first)).toEqual({ ...STATES[state], lackingSince: T0 });
    },
  );

  it('is not over by its absence from lists while Vobiz said that it can be undone', () => {
    const undoable = { ...pending, until: NOW + 1 };
    for (const current of [
      undoable,
      { ...STATES.keep_unclear, ...undoable, state: 'keep_unclear' },
    ]) {
      const giveBack = giveBackSchema.parse(current);
      expect(transitionGiveBack(giveBack, missedAt(T0), NOW).ok).toBe(false);
      expect(transitionGiveBack(giveBack, missedAt(T0), NOW + 1).ok).toBe(true);
      expect(transitionGiveBack(giveBack, see('released'), NOW).ok).toBe(true);
    }
  });

  it('does not take what the list shows after a lost answer for a refusal by Vobiz', () => {
    const shown = transitionGiveBack(STATES.keep_unclear, see('pending_release'), NOW);
    expect(shown).toMatchObject({
      giveBack: { state: 'pending', notKept: { why: 'still_leaving' } },
    });
  });

  it('has news of its own for each time it is asked for, refused and not kept', () => {
    const news = everyGiveBack().map(giveBackNews);
    expect(new Set(news.filter(Boolean)).size).toBe(10);
  });
});

describe('the order of a number', () => {
  const who = (userId: string, standing = 'member' as const) => ({
    userId,
    teamId: 'T0ACME',
    userTeamId: 'T0ACME',
    standing,
    groups: [],
  });
  const order = { ...completed, giveBack: STATES.asked };
  const { policy, requester } = completed;
  const [approver = ''] = policy.approvers === 'any_full_member' ? [] : policy.approvers.users;

  it('lets its owner and approvers ask, and nobody else', () => {
    expect(mayHold(policy, who(requester), order)).toBeUndefined();
    expect(mayHold(policy, who(requester), { ...order, holding: { owner: 'U0NEW' } })).toBe(
      'not_an_owner',
    );
    expect(mayHold(policy, who(approver), order)).toBeUndefined();
    expect(
      mayHold(policy, who('U0NEW'), { ...order, holding: { owner: 'U0NEW' } }),
    ).toBeUndefined();
    expect(mayHold(policy, who('U0ELSE'), order)).toBe('not_an_owner');
    expect(mayHold(policy, { ...who(approver), standing: 'guest' }, order)).toBe('guest');
  });

  it('is decided by whom the policy names, or its approvers, but not by who asked', () => {
    const named = { users: ['U0NAMED'], groups: [] };
    const byNamed = {
      ...completed,
      giveBack: { asked: { ...asked, approvers: named }, state: 'asked' as const },
    };
    expect(mayApproveGiveBack(order, who(approver))).toBeUndefined();
    expect(mayApproveGiveBack(order, who('U0ELSE'))).toBe('not_an_approver');
    expect(mayApproveGiveBack(byNamed, who('U0NAMED'))).toBeUndefined();
    expect(mayApproveGiveBack(byNamed, who(approver))).toBe('not_named');
    expect(mayApproveGiveBack(order, who('U0ASKER'))).toBe('own_request');
    expect(mayDenyGiveBack(order, who('U0ASKER'))).toBeUndefined();
    expect(mayDenyGiveBack(order, who('U0ELSE'))).toBe('not_an_approver');
    const guest = { ...who(approver), standing: 'guest' as const };
    expect(mayApproveGiveBack(order, guest)).toBe('guest');
    expect(mayApproveGiveBack(byNamed, { ...guest, userId: 'U0NAMED' })).toBe('guest');
    expect(mayDenyGiveBack(order, { ...guest, userId: 'U0ASKER' })).toBe('guest');
    expect(mayApproveGiveBack(completed, who(approver))).toBeUndefined();
  });

  it('is not given back for an owner who has handed it on', () => {
    const given = { by: requester, at: asked.at + 1 };
    const handedOn = { ...order, holding: { owner: 'U0NEW', given } };
    const approve: GiveBackEvent = { type: 'approve', by: approver };
    expect(withGiveBack(handedOn, approve, NOW)).toMatchObject({ refusal: { kind: 'new_owner' } });
    const approved = { ...handedOn, giveBack: STATES.approved };
    const claim: GiveBackEvent = { type: 'claim', attemptId: 'att_1' };
    expect(withGiveBack(approved, claim, NOW)).toMatchObject({ refusal: { kind: 'new_owner' } });
    const earlier = { owner: 'U0NEW', given: { by: requester, at: asked.at - 1 } };
    expect(withGiveBack({ ...order, holding: earlier }, approve, NOW).ok).toBe(true);
    expect(withGiveBack({ ...approved, holding: earlier }, claim, NOW).ok).toBe(true);
    const deny: GiveBackEvent = { type: 'deny', by: approver, reason: '' };
    expect(withGiveBack(handedOn, deny, NOW).ok).toBe(true);
  });

  it('changes with it, one revision on, and only once it is bought', () => {
    const approve: GiveBackEvent = { type: 'approve', by: approver };
    expect(withGiveBack(order, approve, NOW)).toMatchObject({
      record: {
        id: order.id,
        giveBack: { state: 'approved' },
        revision: order.revision + 1,
        updatedAt: NOW,
      },
    });
    expect(withGiveBack(orderStates().pending, approve, NOW)).toEqual({
      ok: false,
      refusal: { kind: 'out_of_turn' },
    });
    expect(withGiveBack(order, { ...approve, by: 'U0ASKER' }, NOW)).toMatchObject({
      refusal: { kind: 'own_request' },
    });
  });

  it('has the groups looked up that may decide about it', () => {
    const approvers = { users: [], groups: ['S0NAMED', 'S0FINANCE'] };
    const named = {
      ...order,
      giveBack: { asked: { ...asked, approvers }, state: 'asked' as const },
    };
    expect(giveBackGroups(named)).toEqual(['S0NAMED', 'S0FINANCE']);
    expect(giveBackGroups(order)).toEqual(['S0FINANCE']);
    expect(giveBackGroups(completed)).toEqual(['S0FINANCE']);
  });

  it('keeps it while it is locked or has a channel, whenever that came', () => {
    const locked = withLock(completed, true, 'U0OWNER', NOW);
    expect(locked).toMatchObject({ lock: { by: 'U0OWNER', at: NOW } });
    expect(locked && withLock(locked, true, 'U0OWNER', NOW)).toBeUndefined();
    expect(locked && withLock(locked, false, 'U0OWNER', NOW)).not.toHaveProperty('lock');
    for (const event of [EVENTS.ask, EVENTS.approve, EVENTS.claim]) {
      const giveBack =
        event === EVENTS.ask ? undefined : event === EVENTS.claim ? STATES.approved : STATES.asked;
      const next = event && locked && withGiveBack({ ...locked, giveBack }, event, NOW);
      expect(next).toEqual({ ok: false, refusal: { kind: 'locked' } });
    }
    const unlocked = locked && withLock(locked, false, 'U0OWNER', NOW + 1);
    expect(unlocked).toEqual({
      ...completed,
      revision: completed.revision + 2,
      updatedAt: NOW + 1,
    });
    const free = everyConnection().filter(
      (connection) => giveBackObstacle({ lock: undefined, connection }) === undefined,
    );
    expect(new Set(free.map(({ state }) => state))).toEqual(new Set(['failed', 'disconnected']));
  });

  it('counts for the monthly fees until the number is gone', () => {
    const fees = Object.entries(STATES).filter(
      ([, giveBack]) => standingFee({ ...completed, giveBack }) === undefined,
    );
    expect(fees.map(([state]) => state)).toEqual(['released']);
  });
});

describe('what the account lists of a number', () => {
  const row = (
    status: 'active' | 'released' | 'pending_release' | 'unknown',
    ownAccount = true,
  ) => ({
    e164: '+911',
    status,
    ownAccount,
  });

  it.each([
    ['nothing', [], 'absent'],
    ['another number', [{ ...row('active'), e164: '+912' }], 'absent'],
    ['the number of a sub-account', [row('active', false)], 'elsewhere'],
    ['a number that moved to a sub-account', [row('released'), row('active', false)], 'elsewhere'],
    ['a number that a sub-account had', [row('released', false)], 'absent'],
    ['an earlier time and now', [row('released'), row('active')], 'active'],
    ['a release under way', [row('active'), row('pending_release')], 'pending_release'],
    ['a status we do not know', [row('unknown')], 'unknown'],
  ] as const)('is read from %s', (_name, rows, status) => {
    expect(releaseStatus(rows, '+911')).toBe(status);
  });
});
