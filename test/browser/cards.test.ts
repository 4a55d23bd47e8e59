import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { Order } from '../../src/domain/order/order.ts';
import type { Message } from '../../src/views/kit/blocks.ts';
import { orderCard } from '../../src/views/order/order-card.ts';
import { byonCard } from '../../src/views/verification/byon-card.ts';
import { obstacles, WINDOWS } from '../support/axe.ts';
import { openBarePlayground } from '../support/bare-playground.ts';
import { hasBrowser, useBrowser } from '../support/browser.ts';
import {
  everyOrder,
  HOSTILE,
  orderStates,
  SET_UP,
  T0,
  verificationStates,
} from '../unit/views/views-support.ts';

/** Noon of the day on which the orders of the tests were made, so that their times are today's. */
const now = () => T0 + 2 * 3_600_000;

async function show(cards: Message[]) {
  const playground = await openBarePlayground((app) => app.action(/./, ({ ack }) => ack()), now);
  for (const card of cards) {
    await playground.client.chat.postMessage({ channel: 'C0OPS', ...card });
  }
  return playground;
}

/** What each card says and offers, by words and roles. */
async function contents(page: Page): Promise<string[]> {
  const cards = await page.getByRole('article').all();
  return Promise.all(cards.map((card) => card.ariaSnapshot()));
}

describe.skipIf(!hasBrowser)('the cards of an order', () => {
  const browser = useBrowser();

  it('say and offer the same in every window, and keep nobody out', async () => {
    const states = Object.entries<Order>(orderStates());
    const { url } = await show(states.map(([, order]) => orderCard(order, SET_UP)));
    const seen: string[][] = [];
    for (const look of WINDOWS) {
      const page = await browser.page(`${url}/?as=ravi&in=ops`, look);
      await page
        .getByRole('article')
        .nth(states.length - 1)
        .waitFor();
      expect(await obstacles(page)).toEqual([]);
      seen.push(await contents(page));
    }
    expect(new Set(seen.map((one) => one.join('\n'))).size).toBe(1);
    for (const [at, [state]] of states.entries()) expect(seen[0]?.[at]).toMatchSnapshot(state);
  });

  it.each(WINDOWS)('fit $width px, $colorScheme, with the longest words', async (look) => {
    const orders = everyOrder(HOSTILE)
      .slice(0, 40)
      .map((order) => orderCard(order, SET_UP));
    const { url } = await show([
      ...orders,
      ...Object.values(verificationStates()).map((record) => byonCard(record, SET_UP)),
    ]);
    const page = await browser.page(`${url}/?as=ravi&in=ops`, look);
    await page.getByRole('article').nth(20).waitFor();
    expect(await obstacles(page)).toEqual([]);
  });

  it('are worked by keyboard alone', async () => {
    const { url } = await show(
      Object.values<Order>(orderStates()).map((order) => orderCard(order, SET_UP)),
    );
    const page = await browser.page(`${url}/?as=ravi&in=ops`);
    const controls = page.getByRole('article').locator('.actions button');
    await controls.first().waitFor();
    await page.getByRole('log').focus();
    const reached = new Set<string>();
    const focused = `(() => {
      const { activeElement: one } = document;
      const all = [...document.querySelectorAll('article .actions button')];
      const isSeen = getComputedStyle(one).outlineStyle !== 'none';
      return isSeen && all.includes(one) ? String(all.indexOf(one)) : '';
    })()`;
    for (let steps = 0; steps < 150 && reached.size < (await controls.count()); steps += 1) {
      await page.keyboard.press('Tab');
      const at = await page.evaluate<string>(focused);
      if (at) reached.add(at);
    }
    expect(reached.size).toBe(await controls.count());

    const menu = page.getByRole('article').getByRole('button', { name: 'More' }).first();
    await menu.press('Enter');
    await page.getByRole('option').first().waitFor();
    await page.keyboard.press('Escape');
    expect(await page.getByRole('option').count()).toBe(0);
    expect(await page.evaluate("document.activeElement?.getAttribute('aria-label')")).toBe('More');
  });
});
