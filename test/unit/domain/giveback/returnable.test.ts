import { describe, expect, it } from 'vitest';
import type { Person } from '../../../../src/domain/actor.ts';
import type { GiveBack } from '../../../../src/domain/giveback/give-back.ts';
import {
  mayApproveGiveBack,
  obstacleElsewhere,
  withGiveBack,
  withLock,
} from '../../../../src/domain/giveback/give-back-rules.ts';
import {
  giveBackLists,
  isGivenBack,
  isReturnable,
} from '../../../../src/domain/giveback/returnable.ts';
import { ownNumberOf } from '../../../../src/domain/numbers/own-number.ts';
import { dutiesOf, noticesOf } from '../../../../src/domain/order/order-duties.ts';
import type { VerificationIn } from '../../../../src/domain/verification/verification.ts';
import { verificationLists } from '../../../../src/domain/verification/verification.ts';
import { buttons } from '../../../../src/slack/ids.ts';
import { orderStates, T0 } from '../../views/views-support.ts';

const { completed } = orderStates();
const asked = { by: 'U0ASKER', at: T0, why: 'Closed' };
const decision = { by: 'U0APPROVER', at: T0 };
const adopted: VerificationIn<'adopted'> = {
  kind: 'verification',
  state: 'adopted',
  id: 'ver_0adopted1',
  team: 'T0ACME',
  revision: 1,
  createdAt: T0,
  updatedAt: T0,
  endedAt: T0,
  startedBy: 'U0APPROVER',
  channel: 'C0APPROVALS',
  e164: '+919845678901',
  purpose: 'The old hotline',
};
const { purpose: _none, state: _adopted, ...rest } = adopted;
const verified = { ...rest, state: 'verified', method: 'sms', verifiedBy: 'U0ASKER' } as const;
const who = (userId: string): Person => ({
  userId,
  teamId: 'T0ACME',
  userTeamId: 'T0ACME',
  standing: 'member',
  groups: [],
});
const released: GiveBack = { asked, decision, state: 'released', at: T0 };

describe('a number that can be given back', () => {
  it("was bought or adopted; one that people brought is not Vobiz's to take back", () => {
    expect([completed, adopted, verified].map(isReturnable)).toEqual([true, true, false]);
    const terms = {
      approvers: undefined,
      expiresAfterMs: 1,
      reminders: { firstAfterMs: 1, atMost: 0 },
    };
    const ask = { type: 'ask', by: 'U0ASKER', why: 'Closed', terms } as const;
    expect(withGiveBack(verified, ask, T0)).toMatchObject({ refusal: { kind: 'out_of_turn' } });
  });

  it('is decided by those pinned with an adopted number, and by nobody where none are', () => {
    const giveBack = (approvers?: 'any_full_member'): GiveBack => ({
      asked: { ...asked, ...(approvers && { approvers }) },
      state: 'asked',
    });
    const may = (userId: string, approvers?: 'any_full_member') =>
      mayApproveGiveBack({ ...adopted, giveBack: giveBack(approvers) }, who(userId));
    expect(may('U0ELSE', 'any_full_member')).toBeUndefined();
    expect(may('U0ASKER', 'any_full_member')).toBe('own_request');
    expect(may('U0ELSE')).toBe('not_an_approver');
  });

  it('is protected by a lock on an adopted record of it', () => {
    const locked = withLock(adopted, true, 'U0OWNER', T0);
    expect(locked && obstacleElsewhere(completed, [locked])).toBe('locked');
  });

  it('is found by its lists while it waits and once it is gone, and then is no number of the team', () => {
    const waits: VerificationIn<'adopted'> = { ...adopted, giveBack: { asked, state: 'asked' } };
    expect(verificationLists(waits)).toEqual(['give_back_asked']);
    const gone: VerificationIn<'adopted'> = { ...adopted, giveBack: released };
    expect(giveBackLists(gone)).toEqual(['given_back']);
    expect([isGivenBack(gone), ownNumberOf(gone)]).toEqual([true, undefined]);
  });

  it('calls for the same work and says the same as a bought one', () => {
    const giveBack: GiveBack = { asked, decision, state: 'pending', since: T0 };
    const of = { ...adopted, giveBack };
    expect(dutiesOf(of)).toEqual(['track', 'notify']);
    expect(dutiesOf(adopted)).toEqual([]);
    expect(noticesOf(of, T0)).toEqual([
      { what: `give-back-${T0}-pending`, to: 'U0ASKER', kind: 'give_back' },
    ]);
  });

  it('is named by a button of an earlier version as well', () => {
    const value = JSON.stringify({ v: 1, d: { order: completed.id, at: T0 } });
    expect(buttons.approveGiveBack.decode(value)).toEqual({
      ok: true,
      value: { record: completed.id, at: T0 },
    });
  });
});
