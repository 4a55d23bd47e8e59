import { join } from 'node:path';
import type { WebClient } from '@slack/web-api';
import { errorCode } from '../../errors.ts';
import { createOwnersWhoLeft } from '../../flows/numbers/owners-who-left.ts';
import { createPeopleAtSlack } from '../../slack/people.ts';
import { connectRedis } from '../../store/connect-redis.ts';
import { runningEmbeddedRedisUrl } from '../../store/embedded-redis.ts';
import { createKeys } from '../../store/keys.ts';
import { redisAt } from '../../store/redis-address.ts';
import type { Config } from '../config.ts';
import { QUIET } from '../log.ts';
import { createStores } from '../storage.ts';
import { type Diagnosis, listed, ok, unchecked, warning } from './diagnosis.ts';

const ABOUT = 'Owners';
const SHOWN = 8;

/** Numbers whose owner has left the workspace or become a guest. */
export async function checkOwners(
  config: Config['redis'],
  client: WebClient,
  team: string,
): Promise<Diagnosis[]> {
  const running = await runningEmbeddedRedisUrl(join(config.dataDir, 'redis'));
  const server = config.server ?? (running === undefined ? undefined : redisAt(running));
  if (!server) return [];
  const redis = connectRedis(server, 'interactive', QUIET);
  try {
    const stores = createStores(redis, createKeys(config.prefix), QUIET);
    const people = createPeopleAtSlack({ client, homeTeam: team });
    const left = await createOwnersWhoLeft({ ...stores, people })(team);
    if (left.length === 0) return [ok(ABOUT, 'every owner of a number is a full member')];
    const shown = left.slice(0, SHOWN).map(({ userId, numbers }) => `${userId} (${numbers})`);
    const more = left.length - shown.length;
    const whose = listed(more > 0 ? [...shown, `${more} more`] : shown);
    const says = `numbers belong to people who left or became guests: ${whose}. Hand them over: an approver opens Details in /vobiz-number numbers`;
    return [warning(ABOUT, says)];
  } catch (error) {
    // Redis has a check of its own.
    if (errorCode(error) !== 'membership_unread') return [];
    return [unchecked(ABOUT, 'whether an owner of a number has left: Slack did not say')];
  } finally {
    redis.disconnect();
  }
}
