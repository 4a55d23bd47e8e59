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
  const child = spawn(process.execPath, [MAIN], {
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const file = createWriteStream(logFile);
  const lines: string[] = [];
  let ended: string | undefined;
  const exited = once(child, 'close').then(([code, signal]) => {
    ended = signal ? `by ${signal}` : `with exit code ${code}`;
    file.end();
    return code as number | null;
  });
  for (const stream of [child.stdout, child.stderr]) {
    createInterface(stream).on('line', (line) => {
      lines.push(line);
      file.write(`${line}\n`);
    });
  }

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
    async stop(): Promise<number | null> {
      child.kill('SIGTERM');
      return exited;
    },
  };
}
