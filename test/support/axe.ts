import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** The windows that every screen has to fit: a phone and a desk, by day and by night. */
export const WINDOWS = [390, 1280].flatMap((width) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ width, colorScheme })),
);

/** How high a window of this width is: a phone's or a desk's. */
export function heightAt(width: number): number {
  return width < 760 ? 844 : 800;
}

/** Runs in the page: each serious or critical finding with the elements it is about, and what sticks out sideways. */
const LOOK = (part: string) => `(async () => {
  const { violations } = await axe.run('${part}', { resultTypes: ['violations'] });
  const found = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html.slice(0, 120)).join(' | '));
  const scrolls = (one) => one === document.documentElement || getComputedStyle(one).overflowX !== 'visible';
  const wide = [...document.querySelectorAll('*:not(pre, .table-scroll, input, textarea, .unheard)')]
    .filter((one) => scrolls(one) && one.scrollWidth > one.clientWidth + 1)
    .map((one) => 'too wide: ' + one.outerHTML.slice(0, 120));
  return [...found, ...wide];
})()`;

/**
 * What keeps people out of a page: serious findings of axe, in a `part` (a selector) if so told, and what has to be
 * scrolled sideways.
 */
export async function obstacles(page: Page, part = 'html'): Promise<string[]> {
  if (!(await page.evaluate('Boolean(globalThis.axe)'))) await page.evaluate(axe.source);
  return page.evaluate<string[]>(LOOK(part));
}

/** Makes a window that is open look like another one, without waiting for colours to fade. */
export async function turnTo(page: Page, { width, colorScheme }: (typeof WINDOWS)[number]) {
  await page.setViewportSize({ width, height: heightAt(width) });
  await page.emulateMedia({ colorScheme });
  await page.evaluate('for (const fading of document.getAnimations()) fading.finish()');
}
