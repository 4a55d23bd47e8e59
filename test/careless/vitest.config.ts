import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Tests that go wrong in one way each, for test/slow/project/guards.test.ts: nothing else runs them. */
// biome-ignore lint/style/noDefaultExport: vitest reads the default export
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: ['test/careless/*.test.ts'],
    pool: 'forks',
    maxWorkers: 1,
    isolate: false,
    setupFiles: './test/support/guards.ts',
    globalSetup: './test/support/global-setup.ts',
  },
});
