import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { inject, onTestFinished } from 'vitest';
import { z } from 'zod';
import { type BotProcess, type Hear, startCommand } from '../../../sandbox/bot-process.ts';
import { storageOptions } from './buildah.ts';
import { IMAGE } from './setup.ts';

/** What the image says of itself, as `docker image inspect` would show it. */
const inspected = z.object({
  Docker: z.object({
    config: z.object({
      User: z.string(),
      Cmd: z.array(z.string()).min(1),
      Healthcheck: z.object({ Test: z.tuple([z.literal('CMD')], z.string()) }),
      Volumes: z.record(z.string(), z.unknown()),
      ExposedPorts: z.record(z.string(), z.unknown()),
    }),
  }),
});

type Env = Readonly<Record<string, string>>;

/** A container of the image, on the network of this machine. */
export async function createContainer() {
  const storage = storageOptions(inject('imageDir'));
  const name = `bot-${randomBytes(4).toString('hex')}`;
  const buildah = async (...args: string[]) =>
    (await promisify(execFile)('buildah', [...storage, ...args])).stdout;

  await buildah('from', '--pull-never', '--name', name, IMAGE);
  onTestFinished(async () => void (await buildah('rm', name)));
  const { config } = inspected.parse(JSON.parse(await buildah('inspect', name))).Docker;

  const runArgs = (env: Env, command: readonly string[]) => {
    const settings = Object.entries(env).flatMap(([key, value]) => ['--env', `${key}=${value}`]);
    return ['run', '--isolation', 'chroot', ...settings, name, '--', ...command];
  };

  return {
    config,
    /** Runs another command in it, as its user, and resolves with what it printed; rejects when it fails. */
    exec: (command: readonly string[], env: Env = {}) => buildah(...runArgs(env, command)),
    /** Runs the command of the image. Signals go to that, not to buildah, which would kill it. */
    start({ env, hear }: { env: Env; hear: Hear }): BotProcess {
      const args = [...storage, ...runArgs(env, config.Cmd)];
      const run = startCommand({ command: 'buildah', args, env: {}, hear });
      const signal = (name: NodeJS.Signals) => {
        if (run.pid && !run.isDying()) process.kill(innermost(run.pid), name);
      };
      return {
        pid: run.pid,
        exited: run.exited,
        isDying: run.isDying,
        signal,
        async end(name: NodeJS.Signals = 'SIGTERM') {
          signal(name);
          return run.exited;
        },
      };
    },
  };
}

/** The last of the processes that were started from one another, as this machine numbers them. */
function innermost(pid: number): number {
  const child = readdirSync(`/proc/${pid}/task`)
    .flatMap((task) => readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' '))
    .find((each) => each !== '');
  return child ? innermost(Number(child)) : pid;
}
