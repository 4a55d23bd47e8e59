import { expect, it } from 'vitest';
import type { Standing } from '../../../src/domain/actor.ts';
import { createOpenAccountNews } from '../../../src/flows/account/open-account-news.ts';
import { createGlance, createReadPeople } from '../../../src/flows/identify.ts';

it('a user group that Slack does not show hides the account from Home, and not Home itself', async () => {
  const people = createReadPeople({
    standing: async (): Promise<Standing> => 'member',
    members: () => Promise.reject(new Error('missing_scope')),
  });
  const openNews = createOpenAccountNews({
    appeared: { openCount: async () => 2 },
    lastSeen: { figures: async () => undefined },
    approving: async () => ({
      version: 'v1',
      approvers: { users: ['U0RAVI'], groups: ['S0FINANCE'] },
      selfApproval: false,
      expiresAfterMs: 1,
    }),
    glance: createGlance(people.lately),
  });
  const seenBy = (userId: string) => openNews({ teamId: 'T0', userTeamId: 'T0', userId });
  expect(await seenBy('U0RAVI')).toEqual({ open: 2, vanished: undefined });
  expect(await seenBy('U0ASHA')).toBeUndefined();
});
