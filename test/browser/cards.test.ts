import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { giveBackCard } from '../../src/views/giveback/give-back-card.ts';
import type { Message } from '../../src/views/kit/blocks.ts';
import { orderCard } from '../../src/views/order/order-card.ts';
import { byonCard } from '../../src/views/verification/byon-card.ts';
import { obstacles, turnTo, WINDOWS } from '../support/axe.ts';
import { openBarePlayground } from '../support/bare-playground.ts';
import { hasBrowser, useBrowser } from '../support/browser.ts';
import { unreachable } from '../support/keyboard.ts';
import { cardStates, connectionStates, giveBackStates } from '../support/shown-cards.ts';
import {
  everyOrder,
  everyVerification,
  HOSTILE,
  orderStates,
  SET_UP,
  T0,
  verificationStates,
} from '../unit/views/views-support.ts';

/** Noon of the day on which the records of the tests were made, so that their times are today's. */
const now = () => T0 + 2 * 3_600_000;

/** As many messages as the page shows at once. */
const SHOWN = 40;

/** What each card says and offers, by words and roles. */
async function contents(page: Page): Promise<string[]> {
  const cards = await page.getByRole('article').all();
  return Promise.all(cards.map((card) => card.ariaSnapshot()));
}

/** The longest words that cards can have: of people, of Vobiz, and ours. */
function longestCards(): Message[] {
  const { completed } = orderStates({}, HOSTILE);
  const { verified } = verificationStates();
  const connections = Object.values(connectionStates(HOSTILE));
  return [
    ...everyOrder(HOSTILE)
      .slice(0, SHOWN)
      .map((order) => orderCard(order, SET_UP)),
    ...everyVerification().map((record) => byonCard(record, SET_UP)),
    ...connections.map((connection) => orderCard({ ...completed, connection }, SET_UP)),
    ...Object.values(giveBackStates(HOSTILE)).flatMap(
      (giveBack) => giveBackCard({ ...completed, giveBack }) ?? [],
    ),
    ...connections.map((connection) => byonCard({ ...verified, connection }, SET_UP)),
  ];
}

describe.skipIf(!hasBrowser)('the cards of', () => {
  const browser = useBrowser();

  /** A window with these cards, when the last of them is there. */
  async function show(cards: readonly Message[]): Promise<Page> {
    const playground = await openBarePlayground((app) => app.action(/./, ({ ack }) => ack()), now);
    for (const card of cards) {
      await playground.client.chat.postMessage({ channel: 'C0OPS', ...card });
    }
    const page = await browser.page(`${playground.url}/?as=ravi&in=ops`);
    await page
      .getByRole('article')
      .nth(cards.length - 1)
      .waitFor();
    return page;
  }

  it.each(Object.entries(cardStates()))(
    '%s say and offer the same in every window, keep nobody out, and are worked by keyboard alone',
    async (_what, cards) => {
      const page = await show(Object.values(cards));
      const seen = await contents(page);
      for (const [at, state] of Object.keys(cards).entries()) {
        expect(seen[at]).toMatchSnapshot(state);
      }
      for (const look of WINDOWS) {
        await turnTo(page, look);
        expect(await obstacles(page)).toEqual([]);
        expect(await contents(page)).toEqual(seen);
      }
      await page.getByRole('log').focus();
      expect(await unreachable(page, '[role="log"]')).toEqual([]);
    },
  );

  it('every record fit every window with the longest words', async () => {
    const cards = longestCards();
    for (let at = 0; at < cards.length; at += SHOWN) {
      const page = await show(cards.slice(at, at + SHOWN));
      for (const look of WINDOWS) {
        await turnTo(page, look);
        expect(await obstacles(page)).toEqual([]);
      }
    }
  });

  it('an order open their menu by keyboard, and close it', async () => {
    const page = await show(Object.values(cardStates()['an order'] ?? {}));
    const menu = page.getByRole('article').getByRole('button', { name: 'More' }).first();
    await menu.press('Enter');
    await page.getByRole('option').first().waitFor();
    await page.keyboard.press('Escape');
    expect(await page.getByRole('option').count()).toBe(0);
    expect(await page.evaluate("document.activeElement?.getAttribute('aria-label')")).toBe('More');
  });
});
