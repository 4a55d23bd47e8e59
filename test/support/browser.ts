import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, inject, onTestFailed, onTestFinished } from 'vitest';
import { launchBrowser } from '../../sandbox/playground/browser.ts';
import {
  type Playground,
  type PlaygroundOptions,
  startPlayground,
} from '../../sandbox/playground/playground.ts';
import { createWindowPerson, type WindowPerson } from '../../sandbox/playground/window-person.ts';
import { heightAt } from './axe.ts';

export const hasBrowser = inject('browser') !== '';

/** Waits of the browser end before the test does, so that a failure says what was waited for. */
export const WAIT_MS = 30_000;

/** How a window looks; a desk by day unless told otherwise. */
export interface WindowLook {
  width?: number;
  colorScheme?: 'light' | 'dark';
}

/** One browser for the tests of a file. */
export function useBrowser() {
  let browser: Browser | undefined;
  const opened = (): Browser => {
    if (!browser) throw new Error('there is no browser');
    return browser;
  };
  beforeAll(async () => {
    if (hasBrowser) browser = await launchBrowser(inject('browser'));
  });
  afterAll(() => browser?.close());
  return {
    open: (options?: PlaygroundOptions) => openPlayground(opened(), options),
    /** A window of its own for a page of the playground; the bot is connected when it opens. */
    page: (url: string, look?: WindowLook) => openPage(opened(), url, look),
  };
}

export type OpenPlayground = Playground & {
  /** A window of its own for a person, by handle; the bot is ready when it opens. */
  as(handle: string, channel?: string, look?: WindowLook): Promise<WindowPerson>;
};

async function openPage(browser: Browser, url: string, look: WindowLook = {}): Promise<Page> {
  const { width = 1280, colorScheme = 'light' } = look;
  const context = await browser.newContext({
    viewport: { width, height: heightAt(width) },
    colorScheme,
  });
  context.setDefaultTimeout(WAIT_MS);
  const page = await context.newPage();
  onTestFinished(async ({ task }) => {
    if (task.result?.state === 'fail') {
      const handle = new URL(url).searchParams.get('as');
      const file = join(tmpdir(), `playground-failed-${handle}.png`);
      await page.screenshot({ path: file });
      process.stderr.write(`What ${handle} saw: ${file}\n`);
    }
    await context.close();
  });
  await page.goto(url);
  await page.getByText('bot connected', { exact: true }).waitFor();
  return page;
}

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
    async as(handle, channel = 'numbers-approvals', look) {
      const url = `${playground.url}/?as=${handle}&in=${channel}`;
      return createWindowPerson(await openPage(browser, url, look));
    },
  };
}
