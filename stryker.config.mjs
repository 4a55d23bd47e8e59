// biome-ignore lint/style/noDefaultExport: Stryker reads the default export
export default {
  mutate: [
    'src/domain/**/*.ts',
    // Tables of names: a test of each entry would only repeat the table.
    '!src/domain/numbers/place-names.ts',
  ],
  testRunner: 'vitest',
  vitest: { configFile: 'vitest.domain.config.ts' },
  plugins: ['@stryker-mutator/vitest-runner'],
  // Points at nothing: Stryker reads it with an API that TypeScript 7 does not have.
  tsconfigFile: 'none',
  // What is copied to where the mutants are made.
  ignorePatterns: ['**', '!src/**/*', '!test/**/*', '!package.json', '!vitest.domain.config.ts'],
  concurrency: 2,
  incremental: true,
  incrementalFile: 'reports/mutation/incremental.json',
  tempDirName: 'reports/mutation/sandbox',
  reporters: ['progress-append-only', 'html', 'json'],
  warnings: { slow: false },
};
