// Loaded into the bot's process before the bot (node --import): its clock starts at a moment of our choice and the ids
// it draws are the same in every run. The bot knows nothing of it, and nothing of it is in the bot.
// biome-ignore-all lint/style/noProcessEnv: told by the environment, as the bot is
import crypto, { createHash } from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';

const offset = Number(process.env.STEADY_OFFSET_MS ?? 0);
const RealDate = Date;

globalThis.Date = class extends RealDate {
  constructor(...parts) {
    super(...(parts.length === 0 ? [RealDate.now() + offset] : parts));
  }

  static now() {
    return RealDate.now() + offset;
  }
};

/** Ids of records are drawn from 8 bytes and references from 5; everything else stays as random as it was. */
const STEADY_SIZES = new Set([5, 8]);
const { randomBytes } = crypto;
let drawn = 0;

crypto.randomBytes = (size, ...rest) => {
  if (!STEADY_SIZES.has(size) || rest.length > 0) return randomBytes(size, ...rest);
  drawn += 1;
  return createHash('sha256').update(`picture ${drawn}`).digest().subarray(0, size);
};
syncBuiltinESMExports();
