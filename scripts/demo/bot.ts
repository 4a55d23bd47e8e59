// biome-ignore-all lint/style/noProcessEnv: the bot gets the PATH of this process and nothing else of it
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const LAST_LINES = 12;

export type Bot = ReturnType<typeof spawnBot>;

/** The built bot as a process of its own, told everything by `env`. What it writes also goes to `logFile`. */
export function spawnBot(env: Readonly<Record<string, string>>, logFile: string) {
  const file = createWriteStream(logFile);
  const lines: string[] = [];
  let running = run(env);

  function run(told: Readonly<Record<string, string>>) {
    const child = spawn(process.execPath, [MAIN], {
      env: { PATH: process.env.PATH ?? '', ...told },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const state: { since: number; ended?: string } = { since: lines.length };
    for (const stream of [child.stdout, child.stderr]) {
      createInterface(stream).on('line', (line) => {
        lines.push(line);
        file.write(`${line}\n`);
      });
    }
    const exited = once(child, 'close').then(([code, signal]) => {
      state.ended = signal ? `by ${signal}` : `with exit code ${code}`;
      return code as number | null;
    });
    const stop = (): Promise<number | null> => {
      child.kill('SIGTERM');
      return exited;
    };
    return { state, stop };
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
    async restart(changed: Readonly<Record<string, string>>): Promise<void> {
      await running.stop();
      running = run({ ...env, ...changed });
    },
    /** Asks it to end; resolves with its exit code. */
    async stop(): Promise<number | null> {
      const code = await running.stop();
      file.end();
      return code;
    },
  };
}
