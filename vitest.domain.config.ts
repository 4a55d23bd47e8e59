import { defineConfig } from 'vitest/config';

/** For stryker.config.mjs: the unit tests of the domain alone, without the Redis of the others. */
// biome-ignore lint/style/noDefaultExport: vitest reads the default export
export default defineConfig({
  test: {
    include: ['test/unit/domain/**/*.test.ts'],
    // Each mutant gets a worker of its own anyway, which then imports the domain once.
    isolate: false,
    reporters: [],
  },
});
