import type { Browser, Page } from 'playwright-core';
import { findBrowser, launchBrowser } from '../sandbox/playground/browser.ts';
import { type Playground, startPlayground } from '../sandbox/playground/playground.ts';
import type { Result } from './report.ts';
import { median } from './statistics.ts';

const LOADS = 5;
const MESSAGES = 500;
const FIRST_PAINT_MS = 1_000;
const LONG_TASK_MS = 200;

/** Runs in the page before its own script: remembers every task that kept the page busy for 50 ms or more. */
const WATCH = `
  window.longTasks = [];
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) window.longTasks.push(duration);
  }).observe({ type: 'longtask', buffered: true });
`;

const CARD = [
  { type: 'header', text: { type: 'plain_text', text: '⏳ Approve ₹700 · +91 98100 85657' } },
  {
    type: 'section',
    text: {
      type: 'mrkdwn',
      text: 'Requested by <@U0ASHA>, <!date^1772425800^{date_short_pretty} at {time}|then>',
    },
  },
  {
    type: 'actions',
    elements: [
      {
        type: 'button',
        action_id: 'yes',
        style: 'primary',
        text: { type: 'plain_text', text: 'Approve' },
      },
      { type: 'button', action_id: 'no', text: { type: 'plain_text', text: 'Deny' } },
    ],
  },
];

async function openPage(browser: Browser, url: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.addInitScript({ content: WATCH });
  await page.goto(`${url}/?as=ravi&in=ops`);
  await page.getByRole('textbox', { name: /^Message to #ops/ }).waitFor();
  return page;
}

async function firstPaints(browser: Browser, url: string): Promise<number[]> {
  const paints: number[] = [];
  for (let load = 0; load < LOADS; load += 1) {
    const page = await openPage(browser, url);
    paints.push(
      Number(
        await page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime"),
      ),
    );
    await page.context().close();
  }
  return paints;
}

function postCard(playground: Playground, index: number): Promise<Response> {
  const { apiUrl, workspace } = playground.slack;
  return fetch(`${apiUrl}chat.postMessage`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${workspace.botToken}` },
    body: JSON.stringify({ channel: 'C0OPS', text: `card ${index}`, blocks: CARD }),
  });
}

/** The longest tasks of the page while messages arrive: all in one update, then as cards one after the other. */
async function longestTasks(browser: Browser, playground: Playground): Promise<number[]> {
  const page = await openPage(browser, playground.url);
  const asha = playground.slack.as('U0ASHA');
  const longest = async () => Number(await page.evaluate('Math.max(0, ...longTasks.splice(0))'));
  await longest();

  for (let index = 1; index <= MESSAGES; index += 1) asha.say('C0OPS', `message ${index}`);
  await page.getByText(`message ${MESSAGES}`, { exact: true }).waitFor();
  const atOnce = await longest();

  for (let index = 1; index <= MESSAGES; index += 1) await postCard(playground, index);
  asha.say('C0OPS', 'the last');
  await page.getByText('the last', { exact: true }).waitFor();
  const oneByOne = await longest();
  await page.context().close();
  return [atOnce, oneByOne];
}

/** How quickly the page shows, and how smoothly it changes. Answers nothing, and says so, where there is no browser. */
export async function measurePlayground(): Promise<Result[]> {
  const file = findBrowser();
  if (!file) {
    process.stdout.write('not measured: the playground, for there is no Chromium\n');
    return [];
  }
  const playground = await startPlayground();
  const browser = await launchBrowser(file);
  try {
    const paints = await firstPaints(browser, playground.url);
    const [atOnce = 0, oneByOne = 0] = await longestTasks(browser, playground);
    const result = (name: string, value: number, atMost: number, detail: string): Result => ({
      name: `playground, ${name}`,
      value,
      unit: 'ms',
      bound: { atMost },
      detail,
    });
    return [
      result('first paint of the built page', median(paints), FIRST_PAINT_MS, `median of ${LOADS}`),
      result('longest task, all in one update', atOnce, LONG_TASK_MS, `${MESSAGES} messages`),
      result('longest task, one by one', oneByOne, LONG_TASK_MS, `${MESSAGES} cards`),
    ];
  } finally {
    await browser.close();
    await playground.stop();
  }
}
