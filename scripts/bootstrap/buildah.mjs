import { canUseApt, installPackage } from './apt.mjs';
import { output, say } from './step.mjs';

/**
 * Gets what the container test builds an image with, where that needs nobody's leave. Elsewhere nothing is missing: the
 * test says that it is skipped, and why.
 */
export function installBuildah() {
  for (const name of ['buildah', 'debootstrap']) {
    if (output(name, ['--version']) !== undefined || !canUseApt()) continue;
    say(`apt-get install ${name}`, 'for the container test');
    installPackage(name);
  }
}
