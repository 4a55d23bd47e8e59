import { type BotProcess, startBuilt } from '../bot-process.ts';
import type { ShownBot } from './shown.ts';

const KEPT_LINES = 200;

export type RestartableBot = ReturnType<typeof createRestartableBot>;

/** The built bot, to be stopped and started again by hand. `changed` is called whenever there is news of it. */
export function createRestartableBot(options: {
  env: Readonly<Record<string, string>>;
  nodeOptions?: readonly string[];
  changed: () => void;
}) {
  const { nodeOptions = [], changed } = options;
  let { env } = options;
  const log: string[] = [];
  let state: ShownBot['state'] = 'stopped';
  let running: BotProcess | undefined;

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
    const ending = running;
    if (!ending) return;
    running = undefined;
    await ending.end(signal);
    become('stopped');
  }

  function start(): void {
    if (running) return;
    become('starting');
    const started = startBuilt({ nodeOptions, env, hear });
    running = started;
    void started.exited.then(() => {
      if (running !== started) return;
      running = undefined;
      become('crashed');
    });
  }

  return {
    start,
    /** Settings of its next start, over those it had. */
    tell(changes: Readonly<Record<string, string>>): void {
      env = { ...env, ...changes };
    },
    /** Ends it and waits until it is gone; SIGKILL gives it no time to tidy up. */
    stop,
    state: (): ShownBot['state'] => state,
    log: (): string[] => [...log],
  };
}
