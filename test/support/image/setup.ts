import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { makeBase } from './base.ts';
import { createWorkshop, type Workshop } from './buildah.ts';

const PROJECT = fileURLToPath(new URL('../../..', import.meta.url));
const BASE = 'docker.io/library/node:24-slim';
export const IMAGE = 'localhost/vobiz-number-bot';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the image of the Dockerfile was built; empty where none can be. */
    imageDir: string;
  }
}

/** Builds the image of the Dockerfile once for all its tests, or says in one line why they are skipped. */
export async function setup(project: TestProject): Promise<(() => void) | undefined> {
  const missing = whatIsMissing();
  project.provide('imageDir', '');
  if (missing) {
    say(`The container test is skipped: ${missing}`);
    return undefined;
  }
  const workshop = createWorkshop();
  process.once('exit', workshop.remove);
  try {
    await buildImage(workshop);
  } catch (error) {
    workshop.remove();
    throw error;
  }
  project.provide('imageDir', workshop.dir);
  return workshop.remove;
}

async function buildImage(workshop: Workshop): Promise<void> {
  say(`Making a base with the name ${BASE}: debootstrap and npm`);
  await makeBase(workshop, BASE);
  say('Building the Dockerfile');
  const options = ['--isolation', 'chroot', '--pull-never', '--format', 'docker'];
  await workshop.buildah('build', ...options, '--tag', IMAGE, PROJECT);
}

function whatIsMissing(): string | undefined {
  if (process.getuid?.() !== 0) return 'it needs root.';
  if (!works('apt-get', '--version')) return 'it makes its base image with apt, and there is none.';
  if (!works('buildah', '--version') || !works('debootstrap', '--version')) {
    return 'there is no buildah, or no debootstrap (apt-get install buildah debootstrap).';
  }
  if (!works('unshare', '--mount', 'true')) return 'nothing may be mounted here.';
  return undefined;
}

const works = (command: string, ...args: string[]) => spawnSync(command, args).status === 0;
const say = (line: string) => void process.stderr.write(`${line}\n`);
