import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, run, say } from './step.mjs';

const LOCK = join(ROOT, 'package-lock.json');
const MODULES = join(ROOT, 'node_modules');
const INSTALLED = join(MODULES, '.package-lock.json');
const STAMP = join(MODULES, '.bootstrap-stamp');

/**
 * Runs `npm ci` unless node_modules is what package-lock.json asks for. After a complete install a stamp holds the
 * lock file's hash and the platform (native binaries differ), so the usual answer costs one hash.
 */
export function installDependencies() {
  const stamp = currentStamp();
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === stamp) return;
  const reason = staleness();
  if (reason) {
    say('npm ci', reason);
    // A production shell (NODE_ENV) would leave out what building and testing need.
    if (!run('npm', ['ci', '--include=dev'])) throw new Error('npm ci failed, see above.');
  }
  writeFileSync(STAMP, stamp);
}

function currentStamp() {
  const hash = createHash('sha256').update(readFileSync(LOCK)).digest('hex');
  return `${process.platform}-${process.arch} ${hash}\n`;
}

/** Why node_modules has to be installed again, or undefined when npm's own record of it agrees with the lock file. */
function staleness() {
  if (!existsSync(MODULES)) return 'node_modules is missing';
  if (!existsSync(INSTALLED)) return 'node_modules is incomplete';
  const wanted = readPackages(LOCK);
  const installed = readPackages(INSTALLED);
  return missing(wanted, installed) ?? unwanted(wanted, installed);
}

function readPackages(file) {
  const { '': _project, ...packages } = JSON.parse(readFileSync(file, 'utf8')).packages;
  return packages;
}

function missing(wanted, installed) {
  const path = Object.keys(wanted).find((key) =>
    // Optional packages are there or not depending on the platform.
    installed[key] ? !isSame(wanted[key], installed[key]) : !wanted[key].optional,
  );
  return path && `${path} is not the version in package-lock.json`;
}

function unwanted(wanted, installed) {
  for (const [path, entry] of Object.entries(installed)) {
    if (!wanted[path]) return `${path} is no longer in package-lock.json`;
    if (!isForThisPlatform(entry)) return `${path} was installed on another platform`;
    if (!existsSync(join(ROOT, path))) return `${path} is missing`;
  }
  return undefined;
}

function isSame(wanted, installed) {
  return wanted.version === installed.version && wanted.integrity === installed.integrity;
}

function isForThisPlatform(entry) {
  const fits = (list, own) => !list || list.includes(own) || list.some((item) => item[0] === '!');
  return fits(entry.os, process.platform) && fits(entry.cpu, process.arch);
}
