// biome-ignore-all lint/style/noProcessEnv: this runs before there is any configuration to pass
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { canUseApt, installPackage } from './apt.mjs';
import { output, run, say } from './step.mjs';

const NEEDED = 'Redis 6.2 or newer, or Valkey, is needed';
const HOW_TO_GET_IT =
  'Install it (macOS: brew install redis; Debian, Ubuntu: sudo apt-get install redis-server; Fedora: sudo dnf install valkey) or set REDIS_URL to a server you have.';

/** Makes sure a Redis server binary is on the PATH, or that REDIS_URL names a server. Throws one clear sentence otherwise. */
export function installRedis() {
  const found = findServer();
  if (found?.recent) return;
  if (process.env.REDIS_URL) {
    say('use the Redis server of REDIS_URL', 'there is none on the PATH');
    return;
  }
  const why = found
    ? `${found.name} is ${found.version}`
    : 'there is no redis-server or valkey-server on the PATH';
  if (found || !canUseApt()) throw new Error(`${NEEDED}, and ${why}. ${HOW_TO_GET_IT}`);
  say('apt-get install redis-server', why);
  installWithApt();
  const installed = findServer();
  if (!installed)
    throw new Error(`${NEEDED}, and apt-get could not install it, see above. ${HOW_TO_GET_IT}`);
  if (!installed.recent)
    throw new Error(`${NEEDED}, and apt-get offers ${installed.version}. ${HOW_TO_GET_IT}`);
  say(
    `${installed.name} ${installed.version} is installed`,
    'its system service is off, the bot starts its own',
  );
}

/** The first usable server on the PATH; else the first that is too old; else undefined. */
function findServer() {
  const servers = ['redis-server', 'valkey-server'].flatMap((name) => {
    const version = /v=(\d+\.\d+\.\d+)/.exec(output(name, ['--version']) ?? '')?.[1];
    if (!version) return [];
    const [major, minor] = version.split('.').map(Number);
    return [{ name, version, recent: major > 6 || (major === 6 && minor >= 2) }];
  });
  return servers.find((server) => server.recent) ?? servers[0];
}

function installWithApt() {
  const before = systemServiceRuns();
  withoutServiceStarts(() => {
    installPackage('redis-server');
  });
  // Nobody asked for a service on this machine, now or after its next boot.
  if (existsSync('/run/systemd/system')) run('systemctl', ['disable', '--now', 'redis-server']);
  if (!before && systemServiceRuns()) run('service', ['redis-server', 'stop']);
  if (!before && systemServiceRuns()) {
    say(
      'stop the redis-server service yourself',
      'installing it started it, and it could not be stopped',
    );
  }
}

/** Debian's way to say "install, but start nothing": a policy-rc.d that answers 101. An existing one is left alone. */
function withoutServiceStarts(work) {
  const policy = '/usr/sbin/policy-rc.d';
  if (existsSync(policy)) return work();
  const ignore = () => {};
  // Ctrl-C reaches apt-get; this process has to outlive it to take the policy away again.
  process.on('SIGINT', ignore);
  try {
    writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
    work();
  } finally {
    rmSync(policy, { force: true });
    process.off('SIGINT', ignore);
  }
}

function systemServiceRuns() {
  const file = ['/run/redis/redis-server.pid', '/var/run/redis/redis-server.pid'].find(existsSync);
  if (!file) return false;
  try {
    return process.kill(Number(readFileSync(file, 'utf8')), 0);
  } catch {
    return false;
  }
}
