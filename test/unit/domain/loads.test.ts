import { readdirSync } from 'node:fs';
import { expect, it, vi } from 'vitest';

const SRC = new URL('../../../src/domain/', import.meta.url);
const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.ts'),
);

/** Files that need each other while they load fail in one order of imports only. */
it.each(files)('%s loads by itself', async (name) => {
  vi.resetModules();
  await expect(import(new URL(name, SRC).href)).resolves.toBeDefined();
});
