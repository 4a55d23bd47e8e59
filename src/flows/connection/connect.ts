import type { Actor, Person } from '../../domain/actor.ts';
import {
  type Connectable,
  type ConnectForbidden,
  connectGroups,
  mayConnect,
  onboardingOf,
} from '../../domain/connection/connectable.ts';
import {
  type ChannelSeen,
  type ConnectDoubt,
  indexChannels,
  isBehind,
} from '../../domain/connection/connection.ts';
import type {
  ConnectionEvent,
  ConnectRefused,
} from '../../domain/connection/connection-transitions.ts';
import type { ConnectPolicy, Policy } from '../../domain/policy/policy.ts';
import type { Ref } from '../../domain/record.ts';
import { AppError } from '../../errors.ts';
import type { Clock, Log, NewId } from '../../runtime.ts';
import type { VobizClient } from '../../vobiz/client.ts';
import type { Identify } from '../identify.ts';
import {
  type ChannelWaits,
  type ConnectionChanged,
  type Connections,
  channelOf,
  eventOf,
} from './connections.ts';

/** A WhatsApp Business Account and its Meta access token; people choose it by `name`. */
export type MetaAccount = { name: string; wabaId: string; token: string };

/** The validated form. `accessToken` is Meta's. */
export type ConnectForm = {
  wabaId: string;
  /** Meta's id of the number; only a person's own number needs it. */
  phoneNumberId: string;
  displayName: string;
  accessToken: string;
};

export type ConnectOutcome =
  | ConnectionChanged
  | { ok: false; refusal: { kind: 'forbidden'; why: ConnectForbidden } };

/** Reads a failed channel creation; `src/vobiz` implements it. */
export type ReadConnectFailure = (
  error: unknown,
) =>
  | ({ sent: 'no' } & ConnectRefused)
  | { sent: 'maybe'; why: ConnectDoubt; said?: string | undefined };

/**
 * Turns a number into a WhatsApp channel, at most once: claim, look for an existing channel, send once, save the
 * outcome. The Meta token only passes through to Vobiz: never in a record, job, log or error.
 */
export function createConnect(deps: {
  connections: Connections;
  identify: Identify;
  policy: (team: string) => Promise<ConnectPolicy>;
  /** Who approves, where no order has it pinned. */
  approving: (team: string, channel: string) => Promise<Policy>;
  vobiz: Pick<VobizClient, 'channelList' | 'createChannel'>;
  readFailure: ReadConnectFailure;
  newId: NewId;
  clock: Pick<Clock, 'now'>;
  waits: ChannelWaits;
  log: Log;
}) {
  const { connections, vobiz, newId, log } = deps;

  /** Why this person may not connect this number; undefined if they may. */
  async function forbids(actor: Actor, record: Connectable): Promise<ConnectForbidden | undefined> {
    const approving =
      record.kind === 'order' ? record.policy : await deps.approving(record.team, record.channel);
    const policy = await deps.policy(actor.teamId);
    const refuses = (who: Person) => mayConnect(policy, approving, who, record);
    return refuses(await deps.identify(actor, connectGroups(policy, approving), refuses));
  }

  async function connect(actor: Actor, id: string, form: ConnectForm): Promise<ConnectOutcome> {
    const ref: Ref = { team: actor.teamId, id };
    const record = await connections.get(ref);
    if (!record) return { ok: false, refusal: { kind: 'unknown' } };
    const why = await forbids(actor, record);
    if (why) return { ok: false, refusal: { kind: 'forbidden', why } };
    const attemptId = newId('att');
    const { wabaId, displayName } = form;
    const by = { user: actor.userId, team: actor.userTeamId };
    const claimed = await connections.changeConnection(
      ref,
      { type: 'claim', attemptId, by: actor.userId, wabaId, displayName },
      by,
    );
    if (!claimed.ok) return claimed;
    const event = await create(claimed.record, attemptId, form);
    return connections.changeConnection(ref, event, { job: 'connect' });
  }

  async function create(
    record: Connectable,
    attemptId: string,
    form: ConnectForm,
  ): Promise<ConnectionEvent> {
    const standing = await standingChannel(record);
    if (standing === 'not_checkable') {
      return { type: 'refused', attemptId, failure: 'not_checkable' };
    }
    if (standing) return { type: 'created', attemptId, channel: standing };
    const { phoneNumberId, ...fields } = form;
    const onboarding = onboardingOf(record);
    const channel =
      onboarding.mode === 'bring_your_own'
        ? { ...fields, ...onboarding, phoneNumberId }
        : { ...fields, ...onboarding };
    try {
      return { type: 'created', attemptId, channel: await vobiz.createChannel(channel) };
    } catch (error) {
      const failed = deps.readFailure(error);
      log.warn({ event: 'connect.failed', record_id: record.id, sent: failed.sent, err: error });
      if (failed.sent === 'maybe') return { type: 'lost', attemptId, why: failed.why };
      const { sent: _no, ...refused } = failed;
      return { type: 'refused', attemptId, ...refused };
    }
  }

  /** A channel that an earlier request made, with or without an answer. */
  async function standingChannel(
    record: Connectable,
  ): Promise<ChannelSeen | 'not_checkable' | undefined> {
    const at = deps.clock.now();
    try {
      const channels = indexChannels(await vobiz.channelList());
      const channel = channelOf(record, channels);
      if (channel) {
        const isStale = isBehind(record.connection, channel, at, deps.waits.goneAfterMs);
        return isStale ? 'not_checkable' : channel;
      }
      // What part of a list lacks may be in the rest, and would be created a second time.
      return channels.isWhole ? undefined : 'not_checkable';
    } catch (error) {
      if (!(error instanceof AppError) || error.code === 'store_unavailable') throw error;
      log.warn({ event: 'connect.check_failed', record_id: record.id, err: error });
      return 'not_checkable';
    }
  }

  /** Checks Vobiz's list once, for someone who changed something at Meta. Throws AppError `vobiz_*`. */
  async function checkAgain(record: Connectable, actor: Actor): Promise<'changed' | 'same'> {
    const at = deps.clock.now();
    const channels = indexChannels(await vobiz.channelList());
    const event = eventOf(record, channels, at, deps.waits);
    if (!event) return 'same';
    const by = { user: actor.userId, team: actor.userTeamId };
    const changed = await connections.changeConnection(record, event, by);
    // A list that lacks it for the first time changes nothing that people see.
    return changed.ok && !('lackingSince' in changed.connection) ? 'changed' : 'same';
  }

  return { connect, forbids, checkAgain };
}
export type Connect = ReturnType<typeof createConnect>;
