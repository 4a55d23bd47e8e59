import { type Policies, rulebookFor } from '../../domain/policy/policies.ts';
import { mayAct } from '../../domain/policy/policy.ts';
import { groupsToAsk, mayAsk } from '../../domain/policy/rulebook.ts';
import type { Supposed, Trial } from '../../domain/policy/trial.ts';
import type { People } from '../identify.ts';
import type { PinPolicy } from './pin-policy.ts';

/** What a request would need under a policy that need not be saved, by the rules that judge a real one. */
export function createTryOut(deps: { people: People; pinPolicy: PinPolicy }) {
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
    const { in: groups } = await deps.people.groupsOf(user, groupsToAsk(book));
    // No country is asked for: any that is allowed will do.
    const country = book.ask.countries?.[0] ?? '';
    const reason = mayAsk(book, { userId: user, groups }, { channel, country, price, more });
    if (reason) return { ...supposed, kind: 'may_not_ask', reason };
    const policy = await deps.pinPolicy(book, { requester: user, price, more });
    return policy
      ? { ...supposed, kind: 'pinned', policy }
      : { ...supposed, kind: 'nobody_can_approve' };
  };
}
export type TryOut = ReturnType<typeof createTryOut>;
