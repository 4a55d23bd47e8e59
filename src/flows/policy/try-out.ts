import { beyondLimit } from '../../domain/order/budget.ts';
import { type Policies, rulebookFor } from '../../domain/policy/policies.ts';
import { mayAct } from '../../domain/policy/policy.ts';
import type { Supposed, Trial } from '../../domain/policy/trial.ts';
import type { Clock } from '../../runtime.ts';
import type { Usage } from '../../store/usage.ts';
import type { People } from '../identify.ts';
import { judgeRequest } from '../order/judge-request.ts';
import type { PinPolicy } from './pin-policy.ts';

/** What a request would need under a policy that need not be saved, by the rules and limits that judge a real one now. */
export function createTryOut(deps: {
  people: People;
  usage: Usage;
  pinPolicy: PinPolicy;
  clock: Clock;
}) {
  return async (
    policies: Policies,
    team: string,
    supposed: Supposed,
  ): Promise<Trial | undefined> => {
    const { price, count, user, channel } = supposed;
    const more = Array.from({ length: count - 1 }, () => price);
    const book = rulebookFor(policies, team, channel);
    if (!book) return undefined;
    const standing = await deps.people.standing(user);
    const why = mayAct({ standing });
    if (why) return { ...supposed, kind: 'barred', why };
    // No country is asked for: any that is allowed will do.
    const number = { country: book.ask.countries?.[0] ?? '', price };
    const judged = await judgeRequest(deps, book, {
      number,
      more: more.map((each) => ({ price: each })),
      team,
      requester: user,
      askedIn: channel,
      now: deps.clock.now(),
    });
    if ('reason' in judged) return { ...supposed, kind: 'may_not_ask', reason: judged.reason };
    if ('unread' in judged) return { ...supposed, kind: 'groups_unread' };
    const charge = beyondLimit(judged.counted);
    if (charge) return { ...supposed, kind: 'over_limit', charge };
    const policy = await deps.pinPolicy(book, { requester: user, price, more });
    return policy
      ? { ...supposed, kind: 'pinned', policy, counted: judged.counted }
      : { ...supposed, kind: 'nobody_can_approve' };
  };
}
export type TryOut = ReturnType<typeof createTryOut>;
