import type { Page } from 'playwright-core';

/** Everything in a part of the page that can be pressed, typed in or chosen from; a group of radio buttons is one. */
const CONTROLS = (part: string) => `
  const part = document.querySelector('${part}');
  const isShown = (one) => one.getClientRects().length > 0 && !one.disabled;
  const named = (one) => one.type === 'radio' ? 'radio ' + one.name : one;
  const controls = [...new Set([...part.querySelectorAll('button, input, textarea, select, a[href]')].filter(isShown).map(named))];
`;

/**
 * The controls in a part of the page that Tab does not reach from where the focus is, or reaches without showing it.
 * `part` is a selector.
 */
export async function unreachable(page: Page, part: string): Promise<string[]> {
  await page.evaluate(`(() => { ${CONTROLS(part)} globalThis.unreached = new Set(controls); })()`);
  const look = `(() => {
    ${CONTROLS(part)}
    const one = document.activeElement;
    if (getComputedStyle(one).outlineStyle !== 'none') globalThis.unreached.delete(named(one));
    return globalThis.unreached.size;
  })()`;
  const most = 2 * Number(await page.evaluate(look)) + 60;
  for (let steps = 0; steps < most && (await page.evaluate<number>(look)) > 0; steps += 1) {
    await page.keyboard.press('Tab');
  }
  return page.evaluate<string[]>(
    '[...globalThis.unreached].map((one) => one.outerHTML?.slice(0, 120) ?? one)',
  );
}
