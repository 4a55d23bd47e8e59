// Loaded into the bot's process before the bot (node --import): its clock goes ahead of the machine's, as those of both
// stand-ins do. The bot knows nothing of it, and nothing of it is in the bot.
// biome-ignore-all lint/style/noProcessEnv: told by the environment, as the bot is
const ahead = Number(process.env.CLOCK_AHEAD_MS ?? 0);
const RealDate = Date;

globalThis.Date = class extends RealDate {
  constructor(...parts) {
    super(...(parts.length === 0 ? [RealDate.now() + ahead] : parts));
  }

  static now() {
    return RealDate.now() + ahead;
  }
};
