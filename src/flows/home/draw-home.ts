import type { Actor } from '../../domain/actor.ts';
import { isConnectable } from '../../domain/connection/connectable.ts';
import { groupsOfWaiting, type Home, homeOf } from '../../domain/home/home.ts';
import { mergeNumbers } from '../../domain/numbers/owned-number-list.ts';
import { type Forbidden, mayAct } from '../../domain/policy/policy.ts';
import type { Ref } from '../../domain/record.ts';
import { AppError } from '../../errors.ts';
import type { Again, EnqueueHome } from '../../jobs/queue.ts';
import type { Clock } from '../../runtime.ts';
import type { HomeOwner, Homes } from '../../store/homes.ts';
import type { Orders, Verifications } from '../../store/records.ts';
import type { Identify } from '../identify.ts';
import { RECORDS_LOOKED_AT } from '../numbers/list-numbers.ts';
import { shareReads } from '../shared-reads.ts';

export type HomeContent = { kind: 'home'; home: Home } | { kind: 'closed'; why: Forbidden };

/** When Slack could not be reached, or asked to slow down. */
const RETRY_MS = 10_000;

/**
 * The Home of each person who looks at it: published when it is opened, and again when a record changes. What is drawn
 * comes from the records alone, so that a change never waits for Vobiz.
 */
export function createHome<View>(deps: {
  orders: Pick<Orders, 'newest'>;
  verifications: Pick<Verifications, 'newest'>;
  homes: Homes;
  identify: Identify;
  render: (content: HomeContent, owner: HomeOwner) => View;
  /** Throws AppError `slack_*`. */
  publish: (user: string, view: View) => Promise<void>;
  enqueueHome: EnqueueHome;
  /** The same, for a reminder that may wait already and never come. */
  enqueueHomeSurely: EnqueueHome;
  clock: Clock;
  /** The workspace the bot is installed in. */
  team: string;
}) {
  const { homes, clock } = deps;

  /** For a hundred Homes that are behind at once, the records are read a few times and not a hundred. */
  const known = shareReads(async () => {
    const [orders, verifications] = await Promise.all([
      deps.orders.newest(deps.team, RECORDS_LOOKED_AT),
      deps.verifications.newest(deps.team, RECORDS_LOOKED_AT),
    ]);
    const records = [...orders, ...verifications].filter(isConnectable);
    const complete = [orders, verifications].every(({ length }) => length < RECORDS_LOOKED_AT);
    const numbers = mergeNumbers(records, { at: clock.now() });
    return { orders, verifications, numbers, complete };
  });

  async function contentFor(actor: Actor): Promise<HomeContent> {
    const records = await known();
    const who = await deps.identify(actor, groupsOfWaiting(records.orders));
    const why = mayAct(who);
    return why
      ? { kind: 'closed', why }
      : { kind: 'home', home: homeOf(records, who, clock.now()) };
  }

  /** A Home that shows the same already is left alone, unless somebody looks at it just now. */
  async function publish(actor: Actor, owner: HomeOwner, always: boolean): Promise<void> {
    const { teamId: team, userId: user } = actor;
    const view = deps.render(await contentFor(actor), owner);
    const text = JSON.stringify(view);
    if (!always && (await homes.shows(team, user, text))) return;
    await deps.publish(user, view);
    await homes.shown(team, user, text);
  }

  return {
    /** Somebody looks: it is drawn at once, and kept up to date from now on. */
    async open(actor: Actor, channel: string): Promise<void> {
      const owner = { user: actor.userId, channel };
      await homes.opened(actor.teamId, owner, clock.now());
      await publish(actor, owner, true);
    },

    /** A record of the workspace changed: every Home that is looked at is behind until it is drawn again. */
    async changed({ team }: Pick<Ref, 'team'>): Promise<void> {
      const users = (await homes.owners(team, clock.now())).map(({ user }) => user);
      await homes.mark(team, users);
      for (const user of users) await deps.enqueueHome({ team, id: user });
    },

    /**
     * The job. The mark is taken before the records are read: a change while it runs leaves a new one, and the job runs
     * once more.
     */
    async draw({ team, id: user }: Ref): Promise<Again> {
      await homes.unmark(team, user);
      const owner = (await homes.owners(team, clock.now())).find((each) => each.user === user);
      if (!owner) return undefined;
      try {
        await publish({ userId: user, teamId: team, userTeamId: team }, owner, false);
      } catch (error) {
        // What Slack refuses now it refuses again; the next change or opening tries anew.
        if (!(error instanceof AppError) || error.code === 'slack_refused') throw error;
        await homes.mark(team, [user]);
        return { againInMs: RETRY_MS };
      }
      return (await homes.marked(team)).includes(user) ? { againInMs: 0 } : undefined;
    },

    /** Leaves the reminders again that were lost. A mark that cannot be worked off is let go with its owner. */
    async sweep(goOn: () => boolean): Promise<void> {
      const { team } = deps;
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
