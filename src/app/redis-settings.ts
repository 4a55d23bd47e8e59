import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { type RedisServer, readRedisUrl } from '../store/redis-address.ts';

const text = z.string().trim().min(1);

/** A PEM file, read at once: a wrong path stops the start, not the first connection. */
const pemFile = text.transform((path, context) => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    context.addIssue({ code: 'custom', message: "names a file that can't be read" });
    return z.NEVER;
  }
});

export const redisVariables = {
  REDIS_URL: z
    .string()
    .trim()
    .transform((url, context) => {
      const read = readRedisUrl(url);
      if (!('problem' in read)) return read;
      context.addIssue({ code: 'custom', message: read.problem });
      return z.NEVER;
    })
    .optional(),
  REDIS_SENTINEL_USERNAME: text.optional(),
  REDIS_SENTINEL_PASSWORD: text.optional(),
  REDIS_SENTINEL_TLS: z.enum(['on', 'off']).optional(),
  REDIS_CA_FILE: pemFile.optional(),
  REDIS_CERT_FILE: pemFile.optional(),
  REDIS_KEY_FILE: pemFile.optional(),
  REDIS_PREFIX: text
    .regex(/^[\w-]+$/, 'may have letters, digits, - and _')
    .default('vobiz-number-bot'),
  CLAIM_REPLICAS: z
    .union(
      [z.literal('auto'), z.coerce.number().int().min(0).max(16)],
      'must be auto, or a whole number from 0 to 16',
    )
    .default('auto'),
  DATA_DIR: text.default('.data'),
};
type RedisVariables = z.infer<z.ZodObject<typeof redisVariables>>;

/** `server` is undefined when the bot runs its own. */
export function groupRedis(env: RedisVariables) {
  return {
    server: serverOf(env),
    prefix: env.REDIS_PREFIX,
    dataDir: env.DATA_DIR,
    /** How many replicas must confirm a claim before the purchase is sent; `auto` asks before each. */
    claimReplicas: env.CLAIM_REPLICAS,
  };
}

function serverOf(env: RedisVariables): RedisServer | undefined {
  if (!env.REDIS_URL) return undefined;
  const { REDIS_CA_FILE: ca, REDIS_CERT_FILE: cert, REDIS_KEY_FILE: key } = env;
  const { REDIS_SENTINEL_USERNAME: username, REDIS_SENTINEL_PASSWORD: password } = env;
  const sentinelTls = env.REDIS_SENTINEL_TLS;
  return {
    ...env.REDIS_URL,
    ...(password && { sentinelLogin: { ...(username && { username }), password } }),
    ...(sentinelTls && { sentinelTls: sentinelTls === 'on' }),
    certificates: { ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) },
  };
}
