import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import { type Hear, type BotProcess as Process, startBuilt } from '../../sandbox/bot-process.ts';
import { expectNoFaults, type LogLine, readLine } from './log-lines.ts';
import { testRunDir } from './redis.ts';
import type { Outside } from './world.ts';

const READY_WITHIN_MS = 60_000;

/** Bots that still run when the test run itself is ended. */
const running = new Set<Process>();
process.once('exit', () => {
  for (const bot of running) bot.signal('SIGKILL');
});

export type BotProcess = ReturnType<typeof spawnBot>;

/** How a bot is started, where it is not simply the one built here. */
type Start = (options: { env: Record<string, string>; hear: Hear }) => Process;

/**
 * The built bot as its own process, configured by `env` alone. What it writes goes to `<REDIS_PREFIX>.log` in the
 * directory of the run, which is searched for secrets at the end. It ends with the test at the latest.
 */
export function spawnBot(env: Record<string, string>, start: Start = startBuilt) {
  const file = createWriteStream(join(testRunDir(), `${env.REDIS_PREFIX ?? 'bot'}.log`), {
    flags: 'a',
  });
  const lines: LogLine[] = [];
  let errors = '';
  const bot = start({
    env: { LOG_LEVEL: 'debug', ...env },
    hear: (line, from) => {
      file.write(`${line}\n`);
      if (from === 'stdout') lines.push(readLine(line));
      else errors += `${line}\n`;
    },
  });
  running.add(bot);
  const exited = bot.exited.finally(() => running.delete(bot));

  /** The log line with this `event`, once it is there. */
  function said(event: string, timeout = READY_WITHIN_MS): Promise<LogLine> {
    return vi.waitFor(
      () => {
        const line = lines.findLast((one) => one.event === event);
        if (!line) throw new Error(`the bot has not logged ${event}:\n${tail()}`);
        return line;
      },
      { timeout, interval: 20 },
    );
  }

  /** The answer of the operator's port to a path. */
  async function ops(path: string): Promise<{ status: number; body: string }> {
    const { port } = await said('ops.listening');
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      headers: { connection: 'close' },
    });
    return { status: response.status, body: await response.text() };
  }

  function tail(): string {
    return [...lines.slice(-8).map((line) => JSON.stringify(line)), errors].join('\n');
  }

  const expected = new Set<string>();
  onTestFinished(async () => {
    await bot.end('SIGKILL');
    file.end();
    expectNoFaults(lines.filter(({ event = '' }) => !expected.has(event)));
  });

  return {
    lines,
    exited,
    said,
    ops,
    /** Of the faults that nobody catches (log-lines.ts), those that this test means to cause. */
    mayLog: (...events: string[]) => {
      for (const event of events) expected.add(event);
    },
    /** What it wrote to standard error. */
    errors: () => errors,
    /** Ends it without warning. Returns at once: the process gets nothing more done. */
    killNow: () => bot.signal('SIGKILL'),
    signal: bot.signal,
    isDying: bot.isDying,
    kill: () => bot.end('SIGKILL'),
    terminate: () => bot.end('SIGTERM'),
    /** Waits until `/readyz` answers 200. */
    ready: () =>
      vi.waitFor(
        async () => {
          const { status, body } = await ops('/readyz');
          if (status !== 200) throw new Error(`not ready: ${body}${tail()}`);
        },
        { timeout: READY_WITHIN_MS, interval: 30 },
      ),
  };
}

/** Starts the built bot against the stand-ins, waits until it is ready and tells the Slack stand-in where it is. */
export async function startBuiltBot(
  outside: Outside,
  env: Record<string, string> = {},
  nodeOptions: readonly string[] = [],
): Promise<BotProcess> {
  const bot = spawnBot({ ...outside.env, ...env }, (options) =>
    startBuilt({ nodeOptions, ...options }),
  );
  await bot.ready();
  const { port } = await bot.said('app.started');
  if (port) outside.slack.sendTo({ requestUrl: `http://127.0.0.1:${port}/slack/events` });
  return bot;
}
