import { createWriteStream } from 'node:fs';
import { startBuilt } from '../../sandbox/bot-process.ts';

const LAST_LINES = 12;

export type Bot = ReturnType<typeof startBot>;

/** The built bot, told everything by `env`. What it writes also goes to `logFile`. */
export function startBot(env: Readonly<Record<string, string>>, logFile: string) {
  const file = createWriteStream(logFile);
  const lines: string[] = [];
  let ended: string | undefined;
  const bot = startBuilt({
    env,
    hear: (line) => {
      lines.push(line);
      file.write(`${line}\n`);
    },
  });
  void bot.exited.then(({ code, signal }) => {
    ended = signal ? `by ${signal}` : `with exit code ${code}`;
    file.end();
  });

  return {
    /** Everything it has written, a line each. */
    lines: (): readonly string[] => lines,
    /** How it ended; undefined while it runs. */
    ended: () => ended,
    /** The fields of the newest log line with this `event`. */
    logged(event: string): Record<string, unknown> | undefined {
      const line = lines.findLast((one) => one.includes(`"event":"${event}"`));
      return line === undefined ? undefined : JSON.parse(line);
    },
    lastLines: (): string => lines.slice(-LAST_LINES).join('\n') || '(nothing)',
    /** Asks it to end; resolves with its exit code. */
    stop: async (): Promise<number | null> => (await bot.end()).code,
  };
}
