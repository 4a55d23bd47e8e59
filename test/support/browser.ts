import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, inject, onTestFailed, onTestFinished } from 'vitest';
import { launchBrowser } from '../../sandbox/playground/browser.ts';
import {
  type Playground,
  type PlaygroundOptions,
  startPlayground,
} from '../../sandbox/playground/playground.ts';
import { createWindowPerson, type WindowPerson } from '../../sandbox/playground/window-person.ts';

export const hasBrowser = inject('browser') !== '';

/** Waits of the browser end before the test does, so that a failure says what was waited for. */
export const WAIT_MS = 30_000;

/** One browser for the tests of a file. */
export function useBrowser(): { open: (options?: PlaygroundOptions) => Promise<OpenPlayground> } {
  let browser: Browser | undefined;
  beforeAll(async () => {
    if (hasBrowser) browser = await launchBrowser(inject('browser'));
  });
  afterAll(() => browser?.close());
  return {
    open: (options) => {
      if (!browser) throw new Error('there is no browser');
      return openPlayground(browser, options);
    },
  };
}

export type OpenPlayground = Playground & {
  /** A window of its own for a person, by handle; the bot is ready when it opens. */
  as(handle: string, channel?: string): Promise<WindowPerson>;
};

async function openPlayground(
  browser: Browser,
  options: PlaygroundOptions = {},
): Promise<OpenPlayground> {
  const playground = await startPlayground({
    vobiz: { completeAfterMs: Number.POSITIVE_INFINITY },
    ...options,
  });
  onTestFinished(() => playground.stop());
  onTestFailed(() => {
    process.stderr.write(`The bot's last words:\n${playground.bot.log().slice(-15).join('\n')}\n`);
  });
  return {
    ...playground,
    async as(handle, channel = 'numbers-approvals') {
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
      context.setDefaultTimeout(WAIT_MS);
      const page = await context.newPage();
      onTestFinished(async ({ task }) => {
        if (task.result?.state === 'fail') {
          const file = join(tmpdir(), `playground-failed-${handle}.png`);
          await page.screenshot({ path: file });
          process.stderr.write(`What ${handle} saw: ${file}\n`);
        }
        await context.close();
      });
      await page.goto(`${playground.url}/?as=${handle}&in=${channel}`);
      await page.getByText('bot connected', { exact: true }).waitFor();
      return createWindowPerson(page);
    },
  };
}
