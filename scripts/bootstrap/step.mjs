import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The root of the project, whatever directory the command was started in. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** One visible line per step: what is done, and why. */
export function say(what, why) {
  process.stdout.write(`bootstrap: ${what} (${why})\n`);
}

/** Runs a command with its output visible. Returns whether it succeeded; a missing command is a failure. */
export function run(command, args, options = {}) {
  return spawnSync(command, args, { cwd: ROOT, stdio: 'inherit', ...options }).status === 0;
}

/** What a command printed, or undefined when it is missing or failed. */
export function output(command, args) {
  const result = spawnSync(command, args, { encoding: 'utf8' });
  return result.status === 0 ? result.stdout : undefined;
}
