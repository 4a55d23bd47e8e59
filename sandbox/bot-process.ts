// biome-ignore-all lint/style/noProcessEnv: what is started gets the PATH of this process and nothing else of it
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { SlackStandIn } from './slack/stand-in.ts';
import type { VobizStandIn } from './vobiz/server.ts';

/** How a process ended: with an exit code, or by a signal. */
export type Exit = { code: number | null; signal: NodeJS.Signals | null };
export type BotProcess = ReturnType<typeof startCommand>;
/** Takes each line that a process writes. */
export type Hear = (line: string, from: 'stdout' | 'stderr') => void;

/** A built program: `main` is the bot, the others are what an operator runs beside it. */
export type Program =
  | 'main'
  | 'doctor'
  | 'audit-archive'
  | 'audit-export'
  | 'audit-verify'
  | 'forget'
  | 'records-accept';

/** Where a bot between both stand-ins finds them. The transport and the bot's own data are the caller's. */
export function standInEnv(slack: SlackStandIn, vobiz: VobizStandIn): Record<string, string> {
  return {
    SLACK_API_URL: slack.apiUrl,
    SLACK_BOT_TOKEN: slack.workspace.botToken,
    SLACK_APP_TOKEN: slack.workspace.appToken,
    VOBIZ_BASE_URL: vobiz.url,
    VOBIZ_AUTH_ID: vobiz.credentials.authId,
    VOBIZ_AUTH_TOKEN: vobiz.credentials.authToken,
    META_GRAPH_URL: 'off',
    OPS_PORT: '0',
    OPS_HOST: '127.0.0.1',
  };
}

/** Starts something built as a process of its own, told everything by `env`. */
export function startBuilt(options: {
  program?: Program;
  args?: readonly string[];
  /** Options for node before the program. */
  nodeOptions?: readonly string[];
  env: Readonly<Record<string, string>>;
  hear: Hear;
}): BotProcess {
  const { program = 'main', args = [], nodeOptions = [], env, hear } = options;
  const path = program === 'main' ? 'main' : `cli/${program}`;
  const file = fileURLToPath(new URL(`../dist/${path}.js`, import.meta.url));
  return startCommand({
    command: process.execPath,
    args: [...nodeOptions, file, ...args],
    env,
    hear,
  });
}

/** Starts a command with the PATH of this process and `env`. `hear` gets each line it writes. */
export function startCommand({
  command,
  args,
  env,
  hear,
}: {
  command: string;
  args: readonly string[];
  env: Readonly<Record<string, string>>;
  hear: Hear;
}) {
  const child = spawn(command, args, {
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const from of ['stdout', 'stderr'] as const) {
    createInterface(child[from]).on('line', (line) => hear(line, from));
  }
  const exited: Promise<Exit> = once(child, 'close').then(([code, signal]) => ({ code, signal }));

  return {
    /** Undefined when it could not be started. */
    pid: child.pid,
    /** Resolves when it has ended and everything it wrote was heard. */
    exited,
    /** Sends the signal and returns at once: after SIGKILL the process gets nothing more done. */
    signal: (signal: NodeJS.Signals): void => void child.kill(signal),
    /** Whether it was told to end or has ended. */
    isDying: () => child.killed || child.exitCode !== null || child.signalCode !== null,
    /** Sends the signal and waits until it is gone. */
    async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<Exit> {
      child.kill(signal);
      return exited;
    },
  };
}

/** Runs a built program to its end, as an operator would; `out` and `err` are what it wrote. */
export async function runBuilt(
  program: Program,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<{ code: number | null; out: string; err: string }> {
  const said = { stdout: '', stderr: '' };
  const { exited } = startBuilt({
    program,
    args,
    env,
    hear: (line, from) => {
      said[from] += `${line}\n`;
    },
  });
  const { code } = await exited;
  return { code, out: said.stdout, err: said.stderr };
}
