import type { AccountProblem } from '../../domain/account/account-problem.ts';
import type { OpenAccountNews } from '../../domain/account/appeared.ts';
import type { Actor } from '../../domain/actor.ts';
import { groupsOfWaiting, type Home, homeOf } from '../../domain/home/home.ts';
import { type Forbidden, mayAct } from '../../domain/policy/policy.ts';
import type { SetUpStatus } from '../../domain/policy/set-up-status.ts';
import type { Ref } from '../../domain/record.ts';
import { AppError } from '../../errors.ts';
import type { Again, EnqueueHome } from '../../jobs/queue.ts';
import type { HomeOwner, Homes } from '../../store/homes.ts';
import type { AccountProblems } from '../account/watch-account.ts';
import type { Glance } from '../identify.ts';
import type { ShowSetUp } from '../policy/show-set-up.ts';
import { shareReads } from '../shared-reads.ts';
import { createReadHome, type ReadHomeDeps } from './read-home.ts';

export type HomeContent =
  | {
      kind: 'home';
      home: Home;
      setUp: SetUpStatus;
      account: AccountProblem | undefined;
      news: OpenAccountNews | undefined;
    }
  | { kind: 'closed'; why: Forbidden };

/** Slack was unreachable, or asked us to slow down. */
const RETRY_MS = 10_000;

/** Draws from our records alone, so a change never waits for Vobiz. */
export function createHome<View>(
  deps: ReadHomeDeps & {
    homes: Homes;
    glance: Glance;
    setUp: ShowSetUp;
    accountProblem: AccountProblems['forHome'];
    accountNews: (actor: Actor) => Promise<OpenAccountNews | undefined>;
    render: (content: HomeContent, owner: HomeOwner) => View;
    /** Throws AppError `slack_*`. */
    publish: (user: string, view: View) => Promise<void>;
    enqueueHome: EnqueueHome;
    /** As above, and also repairs a waiting job that would never run. */
    enqueueHomeSurely: EnqueueHome;
  },
) {
  const { homes, clock, team } = deps;
  const read = createReadHome(deps);
  /** Shares the reads among Homes that are drawn at the same time. */
  const known = shareReads(read.known);

  async function contentFor(actor: Actor): Promise<HomeContent> {
    const [records, own] = await Promise.all([known(), read.own(actor.userId)]);
    const groups = groupsOfWaiting([...records.asked.read, ...records.giveBacks.read]);
    const glanced = await deps.glance(actor, groups);
    const why = mayAct(glanced.who);
    if (why) return { kind: 'closed', why };
    const setUp = await deps.setUp(actor);
    const account = await deps.accountProblem(records.asked.read);
    const news = await deps.accountNews(actor);
    const home = homeOf(records, own, glanced, clock.now());
    return { kind: 'home', home, setUp, account, news };
  }

  /** Skips a Home that shows the same already, unless it was just opened. Answers whether nothing was left out. */
  async function publish(actor: Actor, owner: HomeOwner, always: boolean): Promise<boolean> {
    const { teamId: team, userId: user } = actor;
    const content = await contentFor(actor);
    const isWhole = content.kind === 'closed' || content.home.unread.length === 0;
    const view = deps.render(content, owner);
    const text = JSON.stringify(view);
    if (!always && (await homes.shows(team, user, text))) return isWhole;
    await deps.publish(user, view);
    await homes.shown(team, user, text);
    return isWhole;
  }

  async function later(team: string, user: string): Promise<Again> {
    await homes.mark(team, [user]);
    return { againInMs: RETRY_MS };
  }

  return {
    /** The requests that wait for approval, up to what a Home reads: longest wait first. */
    waiting: async () => (await read.asked()).read,

    /** Draws the Home at once, and keeps it current from now on. */
    async open(actor: Actor, channel: string): Promise<void> {
      const owner = { user: actor.userId, channel };
      await homes.opened(actor.teamId, owner, clock.now());
      if (await publish(actor, owner, true)) return;
      await homes.mark(actor.teamId, [actor.userId]);
      await deps.enqueueHome({ team: actor.teamId, id: actor.userId });
    },

    /** A record changed: marks every Home as behind, and enqueues its drawing. */
    async changed({ team }: Pick<Ref, 'team'>): Promise<void> {
      const users = (await homes.owners(team, clock.now())).map(({ user }) => user);
      await homes.mark(team, users);
      for (const user of users) await deps.enqueueHome({ team, id: user });
    },

    /** The job. Unmarks before it reads: a change during the run marks again, and the job runs again. */
    async draw({ team, id: user }: Ref): Promise<Again> {
      await homes.unmark(team, user);
      const owner = (await homes.owners(team, clock.now())).find((each) => each.user === user);
      if (!owner) return undefined;
      try {
        const isWhole = await publish(
          { userId: user, teamId: team, userTeamId: team },
          owner,
          false,
        );
        if (!isWhole) return await later(team, user);
      } catch (error) {
        // Slack would refuse it again; the next change or opening retries.
        if (!(error instanceof AppError) || error.code === 'slack_refused') throw error;
        return await later(team, user);
      }
      return (await homes.marked(team)).includes(user) ? { againInMs: 0 } : undefined;
    },

    /** Enqueues lost jobs. Drops marks of Homes without an owner. */
    async sweep(goOn: () => boolean): Promise<void> {
      const owners = new Set((await homes.owners(team, clock.now())).map(({ user }) => user));
      for (const user of await homes.marked(team)) {
        if (!goOn()) return;
        if (owners.has(user)) await deps.enqueueHomeSurely({ team, id: user });
        else await homes.unmark(team, user);
      }
    },
  };
}
export type HomeFlow = ReturnType<typeof createHome>;
