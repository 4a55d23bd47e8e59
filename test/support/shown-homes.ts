import type { HomeView } from '@slack/types';
import type { Home, Part } from '../../src/domain/home/home.ts';
import type { SetUpStatus } from '../../src/domain/policy/set-up-status.ts';
import { closedHome, homeView } from '../../src/views/home/home-view.ts';
import { asked, givingBack, numbers, orders, setUp, verifications } from './shown-records.ts';

const { awaiting_approval: waiting } = orders;
const status: SetUpStatus = {
  isAdmin: true,
  admins: [],
  source: 'none',
  version: 'default',
  values: undefined,
  isBegun: false,
  accounts: [],
};
function all<T>(shown: readonly T[]): Part<T> {
  return { shown, more: 0 };
}

/** Home of an admin before the set-up, of an approver with everything there can be, and of somebody it is not for. */
export function homes(): Readonly<Record<string, HomeView>> {
  const nothing: Home = {
    waiting: all([]),
    giveBacks: { toDecide: all([]), own: all([]) },
    questions: all([]),
    mine: all([]),
    verifications: all([]),
    numbers: all([]),
    unread: [],
  };
  const everything: Home = {
    waiting: all([waiting, { ...waiting, id: 'ord_1k3m9q2x', test: true }]),
    giveBacks: { toDecide: all([givingBack]), own: all([givingBack]) },
    questions: all([asked]),
    mine: { shown: Object.values(orders), more: 3 },
    verifications: all([verifications.code_sent, verifications.locked]),
    numbers: { shown: numbers, more: 'uncounted' },
    unread: ['S0FINANCE'],
  };
  return {
    'before the set-up': homeView({ home: nothing, setUp: status, channel: 'D0RAVI' }),
    'for others before the set-up': homeView({
      home: nothing,
      setUp: { ...status, isAdmin: false, admins: ['U0MEERA'] },
      channel: 'D0RAVI',
    }),
    'with everything': homeView({
      home: everything,
      setUp: { ...status, source: 'slack', values: setUp },
      channel: 'D0RAVI',
    }),
    'for a guest': closedHome('guest'),
  };
}
