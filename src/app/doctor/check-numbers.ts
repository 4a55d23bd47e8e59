import { join } from 'node:path';
import { vanishedNow } from '../../domain/account/appeared.ts';
import { connectRedis } from '../../store/connect-redis.ts';
import { runningEmbeddedRedisUrl } from '../../store/embedded-redis.ts';
import { createKeys } from '../../store/keys.ts';
import { createLastSeenNumbers } from '../../store/last-seen-numbers.ts';
import { redisAt } from '../../store/redis-address.ts';
import type { Config } from '../config.ts';
import { QUIET } from '../log.ts';
import { type Diagnosis, ok, warning } from './diagnosis.ts';

const ABOUT = 'Vobiz numbers';

/** Whether the account's list had the numbers that were bought here, when a bot last looked. */
export async function checkNumbers(config: Config['redis']): Promise<Diagnosis[]> {
  const running = await runningEmbeddedRedisUrl(join(config.dataDir, 'redis'));
  const server = config.server ?? (running === undefined ? undefined : redisAt(running));
  if (!server) return [];
  const redis = connectRedis(server, 'interactive', QUIET);
  try {
    const keys = createKeys(config.prefix);
    const figures = await createLastSeenNumbers({ redis, keys }).figures();
    if (!figures) return [];
    const vanished = vanishedNow(figures.vanished);
    if (!vanished) return [ok(ABOUT, 'the account lists the numbers that were bought here')];
    const { lacking, of } = vanished;
    const says = `the account lacks ${lacking} of the ${of} numbers that were bought here, all at once: check that VOBIZ_AUTH_ID and its token are of the right account, else ask support@vobiz.ai`;
    return [warning(ABOUT, says)];
  } catch {
    // Redis has a check of its own.
    return [];
  } finally {
    redis.disconnect();
  }
}
