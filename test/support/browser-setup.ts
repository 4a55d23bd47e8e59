import type { TestProject } from 'vitest/node';
import { findBrowser } from '../../sandbox/playground/browser.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Empty where there is no browser. */
    browser: string;
  }
}

/** Says once, not once for each test, that the browser tests are skipped and how to have them. */
export function setup(project: TestProject): void {
  const browser = findBrowser();
  if (!browser) {
    process.stderr.write(
      'Browser tests are skipped: there is no Chromium. Get one: node scripts/bootstrap.mjs --browser\n',
    );
  }
  project.provide('browser', browser ?? '');
}
