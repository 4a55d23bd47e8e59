import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { connectRedis } from '../../store/connect-redis.ts';
import { runningEmbeddedRedisUrl } from '../../store/embedded-redis.ts';
import { createKeys } from '../../store/keys.ts';
import {
  isNotAllowed,
  loginFix,
  type RedisServer,
  reasonOf,
  redisAt,
} from '../../store/redis-address.ts';
import {
  findRedisBinary,
  HOW_TO_GET_REDIS,
  isSupportedRedis,
  type RedisFacts,
  type RedisSafety,
  readRedisFacts,
  readRedisSafety,
} from '../../store/redis-facts.ts';
import { type Refusal, tryRights } from '../../store/redis-rights.ts';
import type { Config } from '../config.ts';
import { tooOld } from '../storage.ts';
import { checkGaps } from './check-records.ts';
import { type Diagnosis, listed, ok, problem, unchecked, warning } from './diagnosis.ts';

type Told = { kind: RedisServer['kind']; facts: RedisFacts; safety: RedisSafety | undefined };

/** Whether orders are safe on a server, by what it says about itself. `where` names it to people. */
function assessRedis(told: Told, refusals: readonly Refusal[], where: string): Diagnosis[] {
  const { facts } = told;
  if (facts.version !== undefined && !isSupportedRedis(facts.version)) {
    return [problem(ABOUT, tooOld(facts.version))];
  }
  const silent = `${where} answers, but its user can't run INFO. The bot works. Allow +info, or check yourself that Redis is 6.2 or newer, with "appendonly yes" and "maxmemory-policy noeviction"`;
  return [
    facts.version === undefined
      ? unchecked(ABOUT, silent)
      : ok(ABOUT, `${where} answers, version ${facts.version}`),
    ...rights(refusals),
    ...durability(told),
    ...replication(told),
  ];
}

function rights(refusals: readonly Refusal[]): Diagnosis[] {
  const missing = refusals.filter(({ says }) => isNotAllowed({ message: says }));
  const other = refusals.find((refusal) => !missing.includes(refusal));
  const diagnoses: Diagnosis[] = [];
  if (missing.length > 0) {
    const names = missing.map(({ command }) => command);
    const allow = names.map((name) => `+${name.toLowerCase()}`).join(' ');
    const says = `the user can't use ${listed(names)} on the bot's keys: give it the keys ~{REDIS_PREFIX}* (with the braces) and ${allow}`;
    diagnoses.push(problem(ABOUT, says));
  }
  if (other) diagnoses.push(problem(ABOUT, `writes fail (${other.says}): ${mend(other.says)}`));
  return diagnoses;
}

function mend(says: string): string {
  if (/OOM/.test(says)) return 'give Redis more memory (maxmemory), or remove other data from it';
  if (/READONLY/.test(says)) return 'REDIS_URL points to a replica, so name the primary';
  if (/NOREPLICAS/.test(says)) return 'start the replicas that min-replicas-to-write needs';
  if (/MISCONF/.test(says)) return "Redis can't save to its disk, so see its log";
  return "see Redis's log";
}

/** Whether another server takes over when this one fails. */
function isReplaced(kind: RedisServer['kind']): boolean {
  return kind === 'sentinel' || kind === 'cluster';
}

function durability({ kind, facts, safety }: Told): Diagnosis[] {
  const alone = facts.replicas === 0 && !isReplaced(kind);
  const diagnoses: Diagnosis[] = [];
  if (facts.appendOnly === false) {
    const says =
      'the append-only file is off, so a crash of Redis loses the newest orders: set "appendonly yes"';
    diagnoses.push(warning(ABOUT, says));
  } else if (alone && safety?.fsync !== undefined && safety.fsync !== 'always') {
    const says = `appendfsync is ${safety.fsync} without a replica, so a crash of the machine loses the last writes, even a purchase: set "appendfsync always"`;
    diagnoses.push(warning(ABOUT, says));
  }
  if (facts.eviction !== undefined && facts.eviction !== 'noeviction') {
    const says = `maxmemory-policy is ${facts.eviction}, so a full Redis deletes orders: set "maxmemory-policy noeviction"`;
    diagnoses.push(warning(ABOUT, says));
  }
  return diagnoses;
}

function replication({ kind, facts, safety }: Told): Diagnosis[] {
  if (isReplaced(kind) && facts.replicas === 0) {
    const says =
      'the master has no replica, so the bot buys nothing: add one (or set CLAIM_REPLICAS, see docs/deploy.md)';
    return [problem(ABOUT, says)];
  }
  if (!safety) {
    const says =
      'the user can\'t run CONFIG. Check yourself that "appendfsync" is always (without replicas) or "min-replicas-to-write" is 1 (with replicas)';
    return [unchecked(ABOUT, says)];
  }
  if ((facts.replicas ?? 0) > 0 && safety.minReplicas === 0) {
    const says =
      'min-replicas-to-write is 0, so a master that was cut off keeps accepting orders, and they are lost later: set "min-replicas-to-write 1"';
    return [warning(ABOUT, says)];
  }
  return [];
}

const ABOUT = 'Redis';

/** The Redis of REDIS_URL, or whether our own can run. */
export async function checkRedis(config: Config['redis']): Promise<Diagnosis[]> {
  const look = (server: RedisServer, where: string) => lookAt(server, config.prefix, where);
  if (config.server) return look(config.server, 'REDIS_URL');
  const running = await runningEmbeddedRedisUrl(join(config.dataDir, 'redis'));
  if (running) return look(redisAt(running), 'the Redis of the running bot');
  const binary = await findRedisBinary();
  if (!binary) {
    return [problem(ABOUT, `found no redis-server or valkey-server: ${HOW_TO_GET_REDIS}`)];
  }
  const says = `the bot will run its own (${binary.path}, ${binary.version}) and keep its data in ${config.dataDir}: back that directory up`;
  return [ok(ABOUT, says)];
}

async function lookAt(server: RedisServer, prefix: string, where: string): Promise<Diagnosis[]> {
  let heard = '';
  const redis: Redis = connectRedis(server, 'interactive', {
    warn: (fields) => {
      if ('reason' in fields) heard = String(fields.reason);
    },
  });
  try {
    const facts = await readRedisFacts(redis);
    const safety = await readRedisSafety(redis);
    const refusals = await tryRights(redis, createKeys(prefix));
    return [
      ...assessRedis({ kind: server.kind, facts, safety }, refusals, where),
      ...(await checkGaps(redis, prefix)),
    ];
  } catch (error) {
    const { reason } = reasonOf(error instanceof Error ? error : new Error('no answer'));
    const why = heard || reason;
    const fix = loginFix(why) ?? 'check address, password and network';
    return [problem(ABOUT, `${where} doesn't answer (${why}): ${fix}`)];
  } finally {
    redis.disconnect();
  }
}
