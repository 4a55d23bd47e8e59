import { defineConfig } from 'vitest/config';

/** For stryker.config.mjs: the unit tests of the domain alone, without the Redis of the others. */
// biome-ignore lint/style/noDefaultExport: vitest reads the default export
export default defineConfig({
  test: {
    include: ['test/unit/domain/**/*.test.ts'],
    // Loads every file again, so it would count as a test of all that runs while they load.
    exclude: ['test/unit/domain/loads.test.ts'],
    // Each mutant gets a worker of its own anyway, which then imports the domain once.
    isolate: false,
    reporters: [],
  },
});
