import { mergeNumbers } from '../../src/domain/numbers/owned-number-list.ts';
import { setUpOf } from '../../src/domain/policy/set-up.ts';
import { orderStates, T0, verificationStates } from '../unit/views/views-support.ts';

/** What the windows and Homes of the browser tests are about: people of the stand-in's workspace, so that they have names. */
export const orders = orderStates({ requester: 'U0ASHA', channel: 'C0APPROVALS' });
export const verifications = verificationStates();

const question = { by: 'U0RAVI', at: T0, text: 'Which team pays?' };
/** A request that waits for an answer. */
export const asked = { ...orders.awaiting_approval, questions: [question] };

/** A bought number that its owner asks to give back. */
export const givingBack = {
  ...orders.completed,
  giveBack: {
    state: 'asked',
    asked: { by: 'U0ASHA', at: T0, why: 'The desk has closed', expiresAt: T0 + 86_400_000 },
  },
} as const;

export const numbers = mergeNumbers([orders.completed, verifications.verified], {
  at: T0,
  owned: [
    { e164: orders.completed.number.e164, status: 'active', purchasedAt: T0, ownAccount: true },
    { e164: '+919876500000', status: 'blocked', purchasedAt: T0, ownAccount: true },
  ],
  channels: [],
});

/** What an admin has chosen in the set-up. */
export const setUp = {
  ...setUpOf(undefined),
  channel: 'C0APPROVALS',
  users: ['U0RAVI'],
  amounts: { INR: { alone: '500', two: '5000', budget: '50000' } },
};
