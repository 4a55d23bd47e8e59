// biome-ignore-all lint/style/noProcessEnv: NODE_EXTRA_CA_CERTS is how this machine trusts its registry
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Workshop } from './buildah.ts';

/** The npm packages that are in the image of the same name: https://github.com/nodejs/docker-node/tree/main/24 */
const NODE = [`node-linux-${process.arch}@24`, 'npm@11'];
const CERTIFICATES = 'extra-ca-certs.pem';

/**
 * Makes an image named as the Dockerfile's `FROM`, without an image registry: this machine's Debian or Ubuntu from the
 * mirror of its apt, Node from npm, and the user `node`. Unlike the real one it has no entrypoint.
 */
export async function makeBase({ dir, run, buildah }: Workshop, name: string): Promise<void> {
  const root = join(dir, 'base');
  const { mirror, release } = await aptSource(run);
  await run('debootstrap', '--variant=minbase', release, root, mirror);
  await run('npm', 'install', '--global', '--prefix', join(root, 'usr/local'), ...NODE);
  const lines = ['FROM scratch', 'COPY base /', 'RUN useradd --uid 1000 --create-home node'];
  const trusted = process.env.NODE_EXTRA_CA_CERTS;
  if (trusted) {
    await copyFile(trusted, join(root, 'etc', CERTIFICATES));
    lines.push(`ENV NODE_EXTRA_CA_CERTS=/etc/${CERTIFICATES}`);
  }
  const file = join(dir, 'base.dockerfile');
  await writeFile(file, lines.join('\n'));
  await buildah('build', '--isolation', 'chroot', '--tag', name, '--file', file, dir);
}

/** Where apt of this machine has the release it runs. */
async function aptSource(run: Workshop['run']): Promise<{ mirror: string; release: string }> {
  const release = /^VERSION_CODENAME=(\S+)$/m.exec(await readFile('/etc/os-release', 'utf8'))?.[1];
  const printed = ['--format', '$(RELEASE) $(REPO_URI)', 'Created-By: Packages'];
  const sources = await run('apt-get', 'indextargets', ...printed);
  const lines = sources.split('\n').map((line) => line.split(' '));
  const mirror = lines.find(([name]) => name === release)?.[1];
  if (!release || !mirror) throw new Error(`apt has no source for ${release ?? 'this machine'}`);
  return { mirror, release };
}
