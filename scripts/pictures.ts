import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { findBrowser, launchBrowser } from '../sandbox/playground/browser.ts';
import { startPlayground } from '../sandbox/playground/playground.ts';
import { createWindowPerson, type WindowPerson } from '../sandbox/playground/window-person.ts';

/**
 * `npm run pictures`: the screenshots of README and docs, from journeys in the playground. The clock of the bot and of
 * both stand-ins starts at the same moment in every run and the bot draws the same ids, so the pictures change only when
 * what they show does. Fonts are the machine's.
 */
const FOLDER = new URL('../docs/pictures/', import.meta.url);
/** 10:00 in Kolkata. A picture is taken well within this minute. */
const MOMENT = Date.parse('2026-03-02T04:30:01Z');

type As = (handle: string, channel?: string) => Promise<WindowPerson>;
interface Picture {
  name: string;
  size: { width: number; height: number };
  /** Plays until there is something to see; answers the window that shows it. */
  play(as: As): Promise<WindowPerson>;
}

const PICTURES: Picture[] = [
  {
    name: 'search-modal',
    size: { width: 1000, height: 860 },
    async play(as) {
      const asha = await as('asha');
      await asha.command('/vobiz-number search IN');
      await asha.modalReads(/^\d+ numbers, page 1 of/);
      return asha;
    },
  },
  {
    name: 'approval-card',
    size: { width: 1000, height: 520 },
    async play(as) {
      const asha = await as('asha');
      await asha.requestNumber('WhatsApp line of the Pune support desk');
      const ravi = await as('ravi');
      await ravi.message('Approve ₹').getByRole('button', { name: 'Approve' }).waitFor();
      return ravi;
    },
  },
  {
    name: 'home',
    size: { width: 1000, height: 600 },
    async play(as) {
      const asha = await as('asha');
      await asha.requestNumber('WhatsApp line of the Pune support desk');
      const ravi = await as('ravi', 'home');
      await ravi.page.getByText('WhatsApp line of the Pune support desk').waitFor();
      return ravi;
    },
  },
  {
    name: 'code-relay',
    size: { width: 1180, height: 600 },
    async play(as) {
      const asha = await as('asha', 'ops');
      await asha.command('/vobiz-number byon +919876501234');
      await asha.inModal('Send code');
      await asha.modalReads(/We sent a code to/);
      const dev = await as('dev', 'ops');
      await dev.message('Enter code').getByRole('button', { name: 'Enter code' }).click();
      await dev.modalReads(/We sent a code to/);
      const phones = await dev.openPanel('Vobiz');
      await phones.getByText(/^Your code is/).waitFor();
      return dev;
    },
  },
];

async function take(browser: Browser, picture: Picture): Promise<void> {
  const offset = MOMENT - Date.now();
  const playground = await startPlayground({
    now: () => Date.now() + offset,
    vobiz: { completeAfterMs: Number.POSITIVE_INFINITY },
    nodeOptions: ['--import', new URL('pictures/steady.mjs', import.meta.url).href],
    env: { STEADY_OFFSET_MS: String(offset) },
  });
  try {
    const context = await browser.newContext({
      viewport: picture.size,
      deviceScaleFactor: 2,
      colorScheme: 'light',
      reducedMotion: 'reduce',
      timezoneId: 'Asia/Kolkata',
    });
    const as: As = async (handle, channel = 'numbers-approvals') => {
      const page = await context.newPage();
      await page.goto(`${playground.url}/?as=${handle}&in=${channel}`);
      await page.getByText('bot connected', { exact: true }).waitFor();
      return createWindowPerson(page);
    };
    const window = await picture.play(as);
    const path = fileURLToPath(new URL(`${picture.name}.png`, FOLDER));
    await window.page.screenshot({ path, animations: 'disabled' });
    process.stdout.write(`docs/pictures/${picture.name}.png\n`);
    await context.close();
  } finally {
    await playground.stop();
  }
}

const file = findBrowser();
if (!file) throw new Error('there is no Chromium: run "node scripts/bootstrap.mjs --browser"');
await mkdir(FOLDER, { recursive: true });
const browser = await launchBrowser(file);
try {
  for (const picture of PICTURES) await take(browser, picture);
} finally {
  await browser.close();
}
