import { defineConfig } from 'vitest/config';

const SHARED = {
  pool: 'forks',
  maxWorkers: 2,
  setupFiles: './test/support/guards.ts',
  // As `vi.waitFor` in guards.ts.
  expect: { poll: { timeout: 10_000, interval: 20 } },
} as const;
/** Real servers and processes, thousands of generated answers: a slow machine is not a failure. */
const SLOW = { ...SHARED, testTimeout: 20_000, hookTimeout: 30_000 };
/** Files share a process, one after the other: loading Bolt and BullMQ anew for each costs more than most of them take. */
const TOGETHER = { ...SLOW, testTimeout: 60_000, isolate: false };

/** `npm test`: a few minutes. */
const QUICK = [
  { test: { ...TOGETHER, name: 'unit', include: ['test/unit/**/*.test.ts'] } },
  // Runs dist/, as `kill`, `redis` and `crowd` do: the scripts build it first. Processes wait for each other half of the time.
  {
    test: {
      ...SLOW,
      testTimeout: 60_000,
      name: 'e2e',
      include: ['test/e2e/**/*.test.ts'],
      maxWorkers: 3,
      sequence: { groupOrder: 1 },
    },
  },
  // Beside e2e: a file keeps one core busy.
  {
    test: {
      ...SLOW,
      name: 'model-short',
      include: ['test/model/orders*.test.ts'],
      env: { MODEL_RUNS: '100' },
      maxWorkers: 3,
      sequence: { groupOrder: 1 },
    },
  },
  // Waiting is most of what these do, so more of them than there are cores.
  {
    test: {
      ...TOGETHER,
      name: 'integration',
      include: ['test/integration/**/*.test.ts'],
      maxWorkers: 6,
      sequence: { groupOrder: 2 },
    },
  },
];

/** `npm run test:deep`: what takes minutes by itself or wants the machine for itself. */
const DEEP = [
  // As `integration`, with tables so long that they are a minute each.
  {
    test: {
      ...TOGETHER,
      name: 'slow',
      include: ['test/slow/**/*.test.ts'],
      maxWorkers: 4,
      sequence: { groupOrder: 2 },
    },
  },
  // Thousands of random sequences on all cores; MODEL_RUNS=20000 for more.
  {
    test: {
      ...SLOW,
      name: 'model',
      include: ['test/model/**/*.test.ts'],
      sequence: { groupOrder: 4 },
    },
  },
  {
    test: {
      ...SLOW,
      name: 'kill',
      include: ['test/kill/**/*.test.ts'],
      sequence: { groupOrder: 5 },
    },
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
      sequence: { groupOrder: 6 },
    },
  },
  // Five busy processes, whose calls to each other must not take longer than a click may wait.
  {
    test: {
      ...SLOW,
      name: 'crowd',
      include: ['test/crowd/**/*.test.ts'],
      maxWorkers: 1,
      sequence: { groupOrder: 7 },
    },
  },
  // Real servers that fail. Waiting for others to notice is most of what these do.
  {
    test: {
      ...SLOW,
      name: 'redis',
      include: ['test/redis/**/*.test.ts'],
      globalSetup: './test/support/redis-servers/setup.ts',
      sequence: { groupOrder: 8 },
    },
  },
];

/** `npm run test:container`: builds the image of the Dockerfile, where buildah and root are to be had. */
const CONTAINER = {
  test: {
    ...SLOW,
    name: 'container',
    include: ['test/container/**/*.test.ts'],
    globalSetup: './test/support/image/setup.ts',
    maxWorkers: 1,
    sequence: { groupOrder: 9 },
  },
};

/** Part of both: searches what all the others of its run left behind (Redis, logs), so it runs when they are done. */
const LAST = {
  test: {
    ...SLOW,
    name: 'last',
    include: ['test/last/**/*.test.ts'],
    sequence: { groupOrder: 10 },
  },
};

// biome-ignore lint/style/noDefaultExport: vitest reads the default export
export default defineConfig({
  test: {
    ...SHARED,
    // Belongs to the root, not to the projects: one redis-server for the whole run (test/support/redis.ts).
    globalSetup: './test/support/global-setup.ts',
    provide: { leftToDeep: DEEP.map(({ test }) => test.name) },
    projects: [...QUICK, ...DEEP, CONTAINER, LAST],
  },
});
