import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WebClient } from '@slack/web-api';
import type { Browser, Locator } from 'playwright-core';
import { findBrowser, launchBrowser } from '../sandbox/playground/browser.ts';
import { type Playground, startPlayground } from '../sandbox/playground/playground.ts';
import { createWindowPerson, type WindowPerson } from '../sandbox/playground/window-person.ts';
import { drawPng } from '../src/app/svg-picture.ts';
import { spendChart } from '../src/views/digest/spend-chart.ts';
import { digestStates, EXAMPLE } from '../test/support/shown-digests.ts';

/**
 * `npm run pictures`: the screenshots of README and docs, from journeys in the playground. The clock of the bot and of
 * both stand-ins starts at the same moment in every run and the bot draws the same ids, so the pictures change only when
 * what they show does. Fonts are the machine's.
 */
const FOLDER = new URL('../docs/pictures/', import.meta.url);
/** 10:00 in Kolkata. A picture is taken well within this minute. */
const MOMENT = Date.parse('2026-03-02T04:30:01Z');

/** Neither Vobiz nor Meta takes its time. */
const AT_ONCE = { completeAfterMs: 0, metaReviewMs: 0 };

const DESK = { width: 1000, height: 1000 };
const PHONE = { width: 390, height: 700 };
const PURPOSE = 'WhatsApp line of the Pune support desk';

/** What is asked for in which region. */
const SEVERAL = {
  MH: PURPOSE,
  DL: 'Delhi sales desk',
  KA: 'Order updates of the web shop',
};

interface Stage {
  playground: Playground;
  /** A window of its own for a person, by handle. */
  as(handle: string, channel?: string, size?: typeof DESK): Promise<WindowPerson>;
  /** Takes a picture of a part of a window. */
  take(name: string, part: Locator): Promise<void>;
}

interface Journey {
  /** `npm run pictures -- set-up` takes the pictures of one journey alone. */
  name: string;
  env?: Record<string, string>;
  vobiz?: typeof AT_ONCE;
  play(stage: Stage): Promise<void>;
}

const whole = ({ page }: WindowPerson) => page.locator('body');
const APPROVE = { name: /^Approve/ };
const inCard = (window: WindowPerson, button: { name: string | RegExp }) =>
  window.page.getByRole('article').getByRole('button', button).last();

const scratch = await mkdtemp(join(tmpdir(), 'pictures-'));
/** The playground's policy, with numbers that are offered as unused at once. */
const LATER_POLICY = join(scratch, 'policy.yml');
const policy = await readFile(new URL('../sandbox/playground/policy.yml', import.meta.url), 'utf8');
await writeFile(LATER_POLICY, `${policy}reuse: { unused_for_days: 0 }\n`);

const JOURNEYS: Journey[] = [
  {
    name: 'request',
    async play({ playground, as, take }) {
      const asha = await as('asha');
      await asha.command('/vobiz-number search IN');
      await asha
        .dialog()
        .getByRole('button', { name: /^Choose/ })
        .first()
        .waitFor();
      await take('search', asha.dialog());
      await asha.inModal(/^Several/);
      await asha.fill(/How many/, '3');
      await asha.fill(/Highest price each/, '740');
      await take('several', asha.dialog());
      await asha.inModal('Next');
      await asha.fill(/What is it for/, PURPOSE);
      await take('several-form', asha.dialog());
      await asha.inModal('Back to results');
      await asha.inModal(/^Choose/);
      await asha.fill(/What is it for/, PURPOSE);
      await take('request-form', asha.dialog());
      await asha.inModal('Send for approval');
      await asha.dialog().waitFor({ state: 'detached' });
      await asha.reads(/Sent to/);
      await take('sent', asha.message(/Sent to/));

      const ravi = await as('ravi', undefined, PHONE);
      await inCard(ravi, APPROVE).waitFor();
      await take('approval-card', whole(ravi));
      const home = await as('ravi', 'home');
      await home.page.getByText(PURPOSE).waitFor();
      await take('home', home.page.locator('.home'));
      const desk = await as('ravi');
      await inCard(desk, { name: /^Ask/ }).click();
      await desk.modalReads('What do you want to know?');
      await take('ask', desk.dialog());
      await desk.closeModal();
      await inCard(ravi, APPROVE).click();
      await ravi.reads(/Ordered/);
      playground.vobiz.completeOrder(playground.vobiz.orders[0]?.id ?? '');
      await ravi.reads(/✅ Bought/);
      await take('bought', whole(ravi));
      await inCard(desk, { name: /^Details/ }).click();
      await desk.modalReads('Timeline');
      await take('details', desk.dialog());
      await desk.closeModal();
      await inCard(desk, { name: /^Connect/ }).click();
      await desk.fill(/^Display name/, 'Acme support');
      await take('connect-form', desk.dialog());
    },
  },
  {
    name: 'several',
    async play({ as, take }) {
      const asha = await as('asha');
      for (const [place, purpose] of Object.entries(SEVERAL)) {
        await asha.command(`/vobiz-number search IN ${place}`);
        await asha.sendRequest(purpose);
      }
      const ravi = await as('ravi', 'home', PHONE);
      await ravi.page.getByRole('button', { name: 'Approve several…' }).click();
      const boxes = ravi.dialog().getByRole('checkbox');
      await boxes.nth(0).check();
      await boxes.nth(2).check();
      await ravi.modalReads(/^2 requests: ₹/);
      await take('approve-several', whole(ravi));
    },
  },
  {
    name: 'two-of-three',
    vobiz: AT_ONCE,
    async play({ playground, as, take }) {
      const asha = await as('asha');
      await asha.command('/vobiz-number search IN MH');
      await asha.inModal(/^Several/);
      await asha.fill(/How many/, '3');
      await asha.inModal('Next');
      await asha.fill(/What is it for/, PURPOSE);
      await asha.inModal('Send for approval');
      const ravi = await as('ravi', undefined, PHONE);
      await inCard(ravi, APPROVE).waitFor();
      await take('several-card', whole(ravi));
      const [first] = /\+91 \d+ \d+/.exec((await ravi.message(PURPOSE).textContent()) ?? '') ?? [];
      playground.vobiz.sell((first ?? '').replaceAll(' ', ''));
      await inCard(ravi, APPROVE).click();
      await ravi.reads(/2 of 3 numbers bought/);
      await take('two-of-three', whole(ravi));
    },
  },
  {
    name: 'later',
    env: { POLICY_FILE: LATER_POLICY, WATCH_EVERY_MS: '1000' },
    vobiz: AT_ONCE,
    async play({ playground: { vobiz }, as, take }) {
      const asha = await as('asha');
      const ravi = await as('ravi', undefined, PHONE);
      await asha.requestNumber(PURPOSE);
      await inCard(ravi, APPROVE).click();
      await ravi.reads(/✅ Bought/);
      const dev = await as('dev', 'ops');
      await dev.command('/vobiz-number search IN');
      await dev.fill(/^Digits in the number/, '47392');
      await dev.inModal('Search');
      await dev.modalReads(/^1 number · /);
      await take('unused', dev.dialog());

      await inCard(asha, { name: /^Connect/ }).click();
      await asha.fill(/^Display name/, 'Acme support');
      await asha.inModal('Connect number');
      await ravi.reads(/🟢 Live/);
      await asha.closeModal();
      vobiz.addOwnedNumber({ e164: '+919845678901', setup_fee: 500, monthly_fee: 250 });
      vobiz.setChannelStatus(vobiz.channels[0]?.id ?? '', 'suspended');
      await ravi.reads(/⚠️ WhatsApp suspended/);
      await take('suspended', whole(ravi));
      const desk = await as('ravi', 'ops');
      await desk.command('/vobiz-number numbers');
      await desk.fill(/^Digits or words/, '78901');
      await desk.inModal('Filter');
      await desk.modalReads('1 of 2 numbers');
      await desk.inModal(/^Details/);
      await desk.inModal(/^Adopt it/);
      await desk.fill(/What is it for/, 'The old hotline in Bengaluru');
      await take('adopt', desk.dialog());
    },
  },
  {
    name: 'hand-over',
    env: { POLICY_FILE: LATER_POLICY },
    vobiz: AT_ONCE,
    async play({ as, take }) {
      const asha = await as('asha');
      const ravi = await as('ravi');
      await asha.requestNumber(PURPOSE);
      await inCard(ravi, APPROVE).click();
      await ravi.reads(/✅ Bought/);
      const dev = await as('dev', 'ops');
      await dev.command('/vobiz-number search IN');
      await dev.inModal(/^Ask for it/);
      await dev.fill(/What do you need it for/, SEVERAL.DL);
      await dev.inModal('Ask');
      const owner = await as('asha', 'messages', { width: 700, height: 500 });
      await owner.reads(SEVERAL.DL);
      await take('hand-over', owner.message(SEVERAL.DL));
    },
  },
  {
    name: 'give-back',
    vobiz: AT_ONCE,
    async play({ as, take }) {
      const asha = await as('asha');
      const ravi = await as('ravi', undefined, PHONE);
      await asha.requestNumber(PURPOSE);
      await inCard(ravi, APPROVE).click();
      await ravi.reads(/✅ Bought/);
      await inCard(asha, { name: /^Details/ }).click();
      await asha.inModal(/^Give back/);
      await asha.fill(/^Why don't you need it/, 'The Pune desk has closed');
      await take('give-back', asha.dialog());
      await asha.inModal('Ask to give back');
      await inCard(ravi, { name: /^Approve giving back/ }).waitFor();
      await take('give-back-card', whole(ravi));
    },
  },
  {
    name: 'unconfirmed',
    async play({ playground, as, take }) {
      const asha = await as('asha');
      await asha.requestNumber(PURPOSE);
      playground.vobiz.faults.next('order', { kind: 'reset_after' });
      playground.vobiz.faults.hold('ownedNumbers');
      const ravi = await as('ravi', undefined, PHONE);
      await inCard(ravi, APPROVE).click();
      await ravi.reads(/Purchase unconfirmed/);
      await take('unconfirmed', whole(ravi));
    },
  },
  {
    name: 'digest',
    async play({ playground, as, take }) {
      const client = new WebClient(playground.slack.workspace.botToken, {
        slackApiUrl: playground.slack.apiUrl,
      });
      const { news } = digestStates();
      await client.chat.postMessage({ channel: 'C0APPROVALS', ...news });
      const ravi = await as('ravi', undefined, { width: 700, height: 1100 });
      await ravi.reads(/Last 7 days/);
      await take('digest', ravi.message(/Last 7 days/));
      const png = await drawPng(spendChart(EXAMPLE)?.svg ?? '');
      await writeFile(new URL('digest-spend.png', FOLDER), png);
    },
  },
  {
    name: 'code',
    async play({ as, take }) {
      const asha = await as('asha', 'ops');
      await asha.command('/vobiz-number byon +919876501234');
      await asha.inModal('Send code');
      await asha.modalReads(/We sent a code to/);
      const dev = await as('dev', 'ops', { width: 1180, height: 600 });
      await inCard(dev, { name: /^Enter code/ }).click();
      await dev.modalReads(/We sent a code to/);
      const phones = await dev.openPanel('Vobiz');
      await phones.getByText(/^Your code is/).waitFor();
      await take('code-relay', whole(dev));
    },
  },
  {
    name: 'set-up',
    env: { POLICY_FILE: '', META_TOKENS_FILE: '' },
    async play({ as, take }) {
      const meera = await as('meera', 'home');
      await meera.page.getByRole('button', { name: /^Start/ }).waitFor();
      await take('set-up-home', meera.page.locator('.home'));
      await meera.page.getByRole('button', { name: /^Start/ }).click();
      await meera.choose(/^Where do requests go/, '#numbers-approvals');
      await meera.choose(/^People who approve/, 'Ravi Menon');
      await meera.choose(/^People who approve/, 'Dev Shah');
      await take('set-up-approvals', meera.dialog());
      await meera.inModal('Next');
      await meera.modalReads(/Monthly budget/);
      await meera.fill(/^Monthly budget/, '50000');
      await take('set-up-amounts', meera.dialog());
      await meera.inModal('Next');
      await meera.modalReads(/A request for/);
      await take('set-up-check', meera.dialog());
      await meera.inModal('Save');
      await meera.inModal(/^Send a test request/);
      await meera.modalReads(/TEST sent/);
      await meera.closeModal();
      const ravi = await as('ravi', undefined, PHONE);
      await inCard(ravi, APPROVE).waitFor();
      await take('test-request', whole(ravi));
      const admin = await as('meera');
      await admin.command('/vobiz-number settings');
      await admin.modalReads('Export as YAML');
      await take('settings', admin.dialog());
    },
  },
];

async function takeAll(browser: Browser, { env, vobiz, play }: Journey): Promise<void> {
  const offset = MOMENT - Date.now();
  const playground = await startPlayground({
    now: () => Date.now() + offset,
    vobiz: { completeAfterMs: Number.POSITIVE_INFINITY, ...vobiz },
    nodeOptions: ['--import', new URL('pictures/steady.mjs', import.meta.url).href],
    ...(env && { env }),
  });
  try {
    await play({
      playground,
      async as(handle, channel = 'numbers-approvals', size = DESK) {
        const context = await browser.newContext({
          viewport: size,
          deviceScaleFactor: 2,
          colorScheme: 'light',
          reducedMotion: 'reduce',
          timezoneId: 'Asia/Kolkata',
        });
        const page = await context.newPage();
        await page.goto(`${playground.url}/?as=${handle}&in=${channel}`);
        await page.getByText('bot connected', { exact: true }).waitFor();
        await page.getByRole('button', { name: 'Hide the first steps' }).click();
        return createWindowPerson(page);
      },
      async take(name, part) {
        const path = fileURLToPath(new URL(`${name}.png`, FOLDER));
        // What a pointer lies on has a menu.
        await part.page().mouse.move(0, 0);
        await part.screenshot({ path, animations: 'disabled' });
        process.stdout.write(`docs/pictures/${name}.png\n`);
      },
    });
  } finally {
    await playground.stop();
  }
}

const [wanted] = process.argv.slice(2);
const file = findBrowser();
if (!file) throw new Error('there is no Chromium: run "node scripts/bootstrap.mjs --browser"');
await mkdir(FOLDER, { recursive: true });
const browser = await launchBrowser(file);
try {
  for (const journey of JOURNEYS) {
    if (wanted === undefined || wanted === journey.name) await takeAll(browser, journey);
  }
} finally {
  await browser.close();
  await rm(scratch, { recursive: true });
}
