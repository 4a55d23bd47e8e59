/** Throws one clear sentence when Node is older than the project's floor, 20.19. */
export function requireNode(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new Error(
    `Node 20.19 or newer is needed, this is ${version}. Get one from https://nodejs.org or with your version manager.`,
  );
}
