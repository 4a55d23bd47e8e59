// biome-ignore-all lint/style/noProcessEnv: buildah and debootstrap need the PATH and the proxies of this machine
import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const OUTPUT_MAX_BYTES = 64 * 1024 * 1024;

/** Buildah's options for a storage below `dir`, apart from whatever this machine keeps. */
export const storageOptions = (dir: string): string[] => [
  '--root',
  join(dir, 'storage'),
  '--runroot',
  join(dir, 'run'),
];

/** A directory for images, and commands that work in it. `remove` ends what still runs and leaves nothing behind. */
export function createWorkshop() {
  const dir = mkdtempSync(join(tmpdir(), 'vobiz-number-bot-image-'));
  const ending = new AbortController();
  const env = { ...process.env, TMPDIR: join(dir, 'tmp') };
  mkdirSync(env.TMPDIR);

  /** Resolves with what it printed; rejects with what it said when it fails. */
  async function run(command: string, ...args: string[]): Promise<string> {
    const { signal } = ending;
    const { stdout } = await promisify(execFile)(command, args, {
      env,
      signal,
      maxBuffer: OUTPUT_MAX_BYTES,
    });
    return stdout;
  }

  return {
    dir,
    run,
    buildah: (...args: string[]) => run('buildah', ...storageOptions(dir), ...args),
    remove(): void {
      ending.abort();
      spawnSync('buildah', [...storageOptions(dir), 'rm', '--all'], { env });
      // What an interrupted command left mounted may be the machine's own /proc or /dev.
      for (const place of mountsBelow(dir)) spawnSync('umount', [place]);
      spawnSync('rm', ['-rf', '--one-file-system', dir]);
    },
  };
}
export type Workshop = ReturnType<typeof createWorkshop>;

/** The deepest first. */
function mountsBelow(dir: string): string[] {
  return readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '')
    .filter((place) => place.startsWith(`${dir}/`))
    .sort()
    .reverse();
}
