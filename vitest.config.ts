import { defineConfig } from 'vitest/config';

const SHARED = { pool: 'forks', maxWorkers: 2 } as const;
/** Real servers, sockets and processes: a slow machine is not a failure. */
const SLOW = { ...SHARED, testTimeout: 20_000, hookTimeout: 30_000 };

// biome-ignore lint/style/noDefaultExport: vitest reads the default export
export default defineConfig({
  test: {
    ...SHARED,
    // Belongs to the root, not to the projects: one redis-server for the whole run (test/support/redis.ts).
    globalSetup: './test/support/global-setup.ts',
    projects: [
      { test: { ...SHARED, name: 'unit', include: ['test/unit/**/*.test.ts'] } },
      { test: { ...SLOW, name: 'integration', include: ['test/integration/**/*.test.ts'] } },
      // Thousands of random sequences on all cores; MODEL_RUNS=20000 for more.
      {
        test: {
          ...SLOW,
          name: 'model',
          include: ['test/model/**/*.test.ts'],
          sequence: { groupOrder: 1 },
        },
      },
      // Runs dist/: `npm test` builds it first.
      {
        test: { ...SLOW, testTimeout: 60_000, name: 'e2e', include: ['test/e2e/**/*.test.ts'] },
      },
      // Plays in Chromium, which wants the machine for itself. Runs dist/ and the built page.
      {
        test: {
          ...SLOW,
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          globalSetup: './test/support/browser-setup.ts',
          maxWorkers: 1,
          testTimeout: 90_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 2 },
        },
      },
      // Five busy processes, whose calls to each other must not take longer than a click may wait. Runs dist/.
      {
        test: {
          ...SLOW,
          name: 'crowd',
          include: ['test/crowd/**/*.test.ts'],
          maxWorkers: 1,
          sequence: { groupOrder: 3 },
        },
      },
      // Searches what all the others left behind (Redis, logs), so it runs when they are done.
      {
        test: {
          ...SLOW,
          name: 'last',
          include: ['test/last/**/*.test.ts'],
          sequence: { groupOrder: 4 },
        },
      },
    ],
  },
});
