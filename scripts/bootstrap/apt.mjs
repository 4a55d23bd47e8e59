// biome-ignore-all lint/style/noProcessEnv: apt-get gets this environment and one variable more
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { output, run, say } from './step.mjs';

/** Whether packages can be installed here without asking anybody: root on Debian or one of its relatives. */
export function canUseApt() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  return (
    /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(release) &&
    output('apt-get', ['--version']) !== undefined
  );
}

/** Installs one package, with fresh package lists when there are none or the old ones do not do. Returns whether it did. */
export function installPackage(name) {
  const fresh = !hasPackageLists() && aptGet('update');
  if (aptGet('install', name)) return true;
  if (fresh) return false;
  say('apt-get update, then again', 'the package lists may be old');
  aptGet('update');
  return aptGet('install', name);
}

function aptGet(command, ...packages) {
  const options = ['-y', '-q', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=120'];
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return run('apt-get', [command, ...options, ...packages], { env });
}

function hasPackageLists() {
  const lists = '/var/lib/apt/lists';
  return existsSync(lists) && readdirSync(lists).some((name) => name.includes('_Packages'));
}
