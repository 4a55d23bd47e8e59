import { onboardingOf } from '../../domain/connection/connectable.ts';
import { indexChannels } from '../../domain/connection/connection.ts';
import type { GiveBackEvent } from '../../domain/giveback/give-back-events.ts';
import {
  giveBackObstacle,
  isForFormerOwner,
  obstacleElsewhere,
} from '../../domain/giveback/give-back-rules.ts';
import { releaseStatus } from '../../domain/giveback/release-status.ts';
import type { Returnable } from '../../domain/giveback/returnable.ts';
import { AppError } from '../../errors.ts';
import type { Log } from '../../runtime.ts';
import type { VobizClient } from '../../vobiz/client.ts';
import { channelOf } from '../connection/connections.ts';
import { createNumberRecords, type NumberRecordsDeps } from '../numbers/number-records.ts';

/**
 * The last look before a release: what keeps the number here, or what Vobiz's lists show of it. Undefined if it may be sent. A
 * number that is on its way out already is not sent again, whatever our records lost.
 */
export function createCheckBeforeRelease(
  deps: NumberRecordsDeps & {
    vobiz: Pick<VobizClient, 'ownedNumbers' | 'channelList'>;
    log: Log;
  },
) {
  const { vobiz, log } = deps;
  const numberRecords = createNumberRecords(deps);

  async function seen(record: Returnable): Promise<GiveBackEvent | 'not_checkable' | undefined> {
    const { e164 } = onboardingOf(record);
    const status = releaseStatus(await vobiz.ownedNumbers({ search: e164 }), e164);
    switch (status) {
      case 'absent':
      case 'elsewhere':
        return { type: 'stop', why: 'not_listed' };
      case 'pending_release':
      case 'released':
        return { type: 'observed', status, showsUntil: 0 };
      case 'pending_purchase':
      case 'unknown':
        return 'not_checkable';
      case 'active':
      case 'blocked': {
        const channels = indexChannels(await vobiz.channelList());
        if (channelOf(record, channels)) return { type: 'stop', why: 'channel' };
        return channels.isWhole ? undefined : 'not_checkable';
      }
    }
  }

  return async (record: Returnable): Promise<GiveBackEvent | 'not_checkable' | undefined> => {
    const records = await numberRecords(record.team, [onboardingOf(record).e164]);
    const obstacle =
      giveBackObstacle(record) ??
      (isForFormerOwner(record) ? 'new_owner' : obstacleElsewhere(record, records));
    if (obstacle) return { type: 'stop', why: obstacle };
    try {
      return await seen(record);
    } catch (error) {
      if (!(error instanceof AppError) || !error.code.startsWith('vobiz_')) throw error;
      log.warn({ event: 'give_back.check_failed', record_id: record.id, err: error });
      return 'not_checkable';
    }
  };
}
export type CheckBeforeRelease = ReturnType<typeof createCheckBeforeRelease>;
