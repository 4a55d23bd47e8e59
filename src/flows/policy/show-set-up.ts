import type { Actor } from '../../domain/actor.ts';
import { setUpOf } from '../../domain/policy/set-up.ts';
import type { SetUpStatus } from '../../domain/policy/set-up-status.ts';
import type { SetUpDrafts } from '../../store/set-up-drafts.ts';
import { keepEach } from '../shared-reads.ts';
import type { Settings } from './settings.ts';

/** A Home may show an old list of admins, so each action checks again. */
const ADMIN_KNOWN_MS = 5 * 60_000;

/** What a Home says about the set-up. */
export function createShowSetUp(deps: {
  settings: Pick<Settings, 'mayAdmin' | 'current'>;
  drafts: Pick<SetUpDrafts, 'get'>;
  admins: readonly string[];
  accounts: readonly string[];
  /** Monotonic ms. */
  elapsed?: () => number;
}) {
  const { settings, drafts, admins, accounts, elapsed = () => performance.now() } = deps;
  const isAdmin = keepEach(
    async (key) => {
      const [userId = '', teamId = ''] = key.split('|');
      return settings.mayAdmin({ userId, teamId, userTeamId: teamId });
    },
    ADMIN_KNOWN_MS,
    elapsed,
  );

  return async ({ userId, teamId }: Actor): Promise<SetUpStatus> => {
    const [current, may, left] = await Promise.all([
      settings.current(teamId),
      isAdmin(`${userId}|${teamId}`),
      drafts.get(teamId, userId),
    ]);
    const { source, version, written, file } = current;
    return {
      isAdmin: may,
      admins,
      source,
      version,
      file,
      values: written && setUpOf(written),
      isBegun: left !== undefined,
      accounts,
    };
  };
}
export type ShowSetUp = ReturnType<typeof createShowSetUp>;
