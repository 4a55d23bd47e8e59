// biome-ignore-all lint/style/noProcessEnv: the bot gets the PATH of this process and nothing else of it
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { ShownBot } from './shown.ts';

const KEPT_LINES = 200;

export type BotProcess = ReturnType<typeof createBotProcess>;

/** The built bot as a process of its own, told everything by `env`. `changed` is called whenever there is news of it. */
export function createBotProcess(options: {
  /** What node runs: options and file. */
  command: readonly string[];
  env: Record<string, string>;
  changed: () => void;
}) {
  const { command, env, changed } = options;
  const log: string[] = [];
  let state: ShownBot['state'] = 'stopped';
  let child: ChildProcess | undefined;

  function become(next: ShownBot['state']): void {
    state = next;
    changed();
  }

  function hear(line: string): void {
    log.push(line);
    if (log.length > KEPT_LINES) log.shift();
    if (line.includes('"event":"app.started"')) state = 'running';
    changed();
  }

  async function stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const ending = child;
    if (!ending) return;
    child = undefined;
    const exited = once(ending, 'exit');
    ending.kill(signal);
    await exited;
    become('stopped');
  }

  function start(): void {
    if (child) return;
    become('starting');
    const started = spawn(process.execPath, [...command], {
      env: { PATH: process.env.PATH ?? '', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child = started;
    createInterface(started.stdout).on('line', hear);
    createInterface(started.stderr).on('line', hear);
    started.on('exit', () => {
      if (child !== started) return;
      child = undefined;
      become('crashed');
    });
  }

  return {
    start,
    /** Ends it and waits until it is gone; SIGKILL gives it no time to tidy up. */
    stop,
    state: (): ShownBot['state'] => state,
    log: (): string[] => [...log],
  };
}
