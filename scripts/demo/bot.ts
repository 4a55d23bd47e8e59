import { createWriteStream } from 'node:fs';
import { startBuilt } from '../../sandbox/bot-process.ts';

type Env = Readonly<Record<string, string>>;

const LAST_LINES = 12;

export type Bot = ReturnType<typeof startBot>;

/** The built bot, told everything by `env`. What it writes also goes to `logFile`. */
export function startBot(env: Env, logFile: string) {
  const file = createWriteStream(logFile);
  const lines: string[] = [];
  let running = run(env);

  function run(told: Env) {
    const state: { since: number; ended?: string } = { since: lines.length };
    const hear = (line: string) => {
      lines.push(line);
      file.write(`${line}\n`);
    };
    const bot = startBuilt({ env: told, hear });
    void bot.exited.then(({ code, signal }) => {
      state.ended = signal ? `by ${signal}` : `with exit code ${code}`;
    });
    return { state, end: bot.end };
  }

  return {
    /** Everything it has written, a line each. */
    lines: (): readonly string[] => lines,
    /** How it ended; undefined while it runs. */
    ended: () => running.state.ended,
    /** The fields of the newest log line with this `event`, since it was started. */
    logged(event: string): Record<string, unknown> | undefined {
      const said = lines.slice(running.state.since);
      const line = said.findLast((one) => one.includes(`"event":"${event}"`));
      return line === undefined ? undefined : JSON.parse(line);
    },
    lastLines: (): string => lines.slice(-LAST_LINES).join('\n') || '(nothing)',
    /** Ends it and starts it again, with some settings changed. */
    async restart(changed: Env): Promise<void> {
      await running.end();
      running = run({ ...env, ...changed });
    },
    /** Asks it to end; resolves with its exit code. */
    async stop(): Promise<number | null> {
      const { code } = await running.end();
      file.end();
      return code;
    },
  };
}
