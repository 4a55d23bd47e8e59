import { type GiveBack, notGivenBackSchema } from '../../../src/domain/giveback/give-back.ts';
import { vendorReasonSchema } from '../../../src/domain/order/vendor-reason.ts';
import { T0 } from './views-support.ts';

/** Every state of a give-back, and every way in which one can look different; `text` is what people and Vobiz wrote. */
export function everyGiveBack(text = 'The desk has closed'): GiveBack[] {
  const asked = { by: 'U0REQUESTER', at: T0, why: text.slice(0, 500) };
  const named = {
    users: Array.from({ length: 9 }, (_, at) => `U0APPROVER${at}`),
    groups: ['S0FINANCE'],
  };
  const decision = { by: 'U0APPROVER', at: T0 };
  const attempt = { id: 'att_1', at: T0 };
  const sent = { asked, decision, attempt };
  const pending = { ...sent, since: T0, until: T0 + 86_400_000, fee: 'INR 100.00' };
  const keep = { by: 'U0APPROVER', at: T0 };
  const said = text.slice(0, 200);
  const refused = (why: (typeof notGivenBackSchema.options)[number]) => ({ why, said, at: T0 });
  const doubts = ['no_answer', 'server_error', 'unreadable_answer', 'interrupted'] as const;
  return [
    { asked: { ...asked, expiresAt: T0 + 86_400_000 }, state: 'asked' },
    { asked: { ...asked, approvers: named, expiresAt: T0 + 86_400_000 }, state: 'asked' },
    { asked, state: 'asked' },
    { asked, state: 'expired', at: T0 },
    { asked, state: 'denied', denied: { by: 'U0APPROVER', at: T0, reason: text.slice(0, 500) } },
    { asked, state: 'denied', denied: { by: 'U0REQUESTER', at: T0, reason: '' } },
    { asked, decision, state: 'approved' },
    { asked, decision, state: 'approved', waiting: 'not_replicated' },
    { ...sent, state: 'releasing' },
    ...doubts.map((doubt): GiveBack => ({ ...sent, state: 'unclear', doubt, since: T0 })),
    { ...sent, state: 'unclear', doubt: 'no_answer', since: T0, stillOurs: T0 },
    ...notGivenBackSchema.options.map(
      (why): GiveBack => ({ asked, decision, state: 'refused', refused: refused(why) }),
    ),
    ...vendorReasonSchema.options.map(
      (because): GiveBack => ({
        ...sent,
        state: 'refused',
        refused: { ...refused('refused'), because },
      }),
    ),
    { asked, state: 'pending', since: T0 },
    { ...pending, fee: text.slice(0, 60), state: 'pending' },
    { ...pending, state: 'pending', keep },
    ...notGivenBackSchema.options.map(
      (why): GiveBack => ({ ...pending, state: 'pending', notKept: refused(why) }),
    ),
    { ...pending, state: 'keeping', keep: { ...keep, attempt } },
    { ...pending, state: 'keep_unclear', keep, doubt: 'server_error', lostAt: T0 },
    { ...sent, state: 'kept', at: T0 },
    { ...sent, state: 'kept', at: T0, by: 'U0APPROVER' },
    { ...sent, state: 'released', at: T0, fee: 'INR 100.00' },
    { asked, decision, state: 'released', at: T0, by: 'U0APPROVER' },
  ];
}
