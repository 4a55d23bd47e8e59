import type { Actor } from '../../domain/actor.ts';
import type { ChannelChange } from '../../domain/connection/connectable.ts';
import { hasChannel } from '../../domain/connection/connection.ts';
import type { Ref } from '../../domain/record.ts';
import { AppError } from '../../errors.ts';
import type { Log } from '../../runtime.ts';
import type { VobizClient } from '../../vobiz/client.ts';
import type { Connect, ReadConnectFailure } from './connect.ts';
import type { ConnectionChanged, Connections } from './connections.ts';

/** Renames a channel, replaces its Meta token or disconnects it. All of these are safe to repeat. */
export function createManageChannel(deps: {
  connections: Connections;
  forbids: Connect['forbids'];
  vobiz: Pick<VobizClient, 'updateChannel' | 'deleteChannel'>;
  readFailure: ReadConnectFailure;
  log: Log;
}) {
  const { connections, vobiz, log } = deps;

  async function managed(
    actor: Actor,
    id: string,
    act: (channelId: string) => Promise<ConnectionChanged>,
  ): Promise<ChannelChange> {
    const record = await connections.get({ team: actor.teamId, id });
    if (!record) return { ok: false, refusal: { kind: 'unknown' } };
    const why = await deps.forbids(actor, record);
    if (why) return { ok: false, refusal: { kind: 'forbidden', why } };
    const { connection } = record;
    if (!hasChannel(connection)) return { ok: false, refusal: { kind: 'no_channel', connection } };
    try {
      return await toldWhoWasFaster(record, await act(connection.channelId));
    } catch (error) {
      if (!(error instanceof AppError) || !error.code.startsWith('vobiz_')) throw error;
      log.warn({ event: 'channel.not_changed', record_id: id, err: error });
      const failed = deps.readFailure(error);
      if (failed.sent === 'maybe') {
        return { ok: false, refusal: { kind: 'unclear', said: failed.said } };
      }
      const { sent: _no, ...refused } = failed;
      return { ok: false, refusal: { kind: 'refused', ...refused } };
    }
  }

  /** The change came too late: the record says who disconnected it. */
  async function toldWhoWasFaster(ref: Ref, acted: ConnectionChanged): Promise<ChannelChange> {
    if (acted.ok || acted.refusal.kind !== 'out_of_turn') return acted;
    const now = await connections.get(ref);
    return { ok: false, refusal: { kind: 'no_channel', connection: now?.connection } };
  }

  return {
    /** `accessToken` is Meta's; it only passes through, like a one-time code. */
    change: (
      actor: Actor,
      id: string,
      wanted: { displayName: string; accessToken?: string | undefined },
    ): Promise<ChannelChange> =>
      managed(actor, id, async (channelId) => {
        const { displayName, accessToken } = wanted;
        const change = { displayName, ...(accessToken && { accessToken }) };
        const channel = await vobiz.updateChannel(channelId, change);
        const rotated = accessToken !== undefined;
        const by = actor.userId;
        return connections.changeConnection(
          { team: actor.teamId, id },
          { type: 'changed', by, displayName, rotated, channel },
          { user: by, team: actor.userTeamId },
        );
      }),
    disconnect: (actor: Actor, id: string): Promise<ChannelChange> =>
      managed(actor, id, async (channelId) => {
        await vobiz.deleteChannel(channelId);
        return connections.changeConnection(
          { team: actor.teamId, id },
          { type: 'disconnected', by: actor.userId },
          { user: actor.userId, team: actor.userTeamId },
        );
      }),
  };
}
export type ManageChannel = ReturnType<typeof createManageChannel>;
