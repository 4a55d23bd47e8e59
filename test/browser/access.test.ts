import { describe, expect, it, vi } from 'vitest';
import { hasBrowser, useBrowser, WAIT_MS } from '../support/browser.ts';
import { faintTexts, namelessControls } from '../support/contrast.ts';

describe.skipIf(!hasBrowser)('the playground', () => {
  const browser = useBrowser();

  it.each(['light', 'dark'] as const)(
    'has readable text and named controls in %s',
    async (colorScheme) => {
      const playground = await browser.open();
      const asha = await playground.as('asha');
      await asha.page.emulateMedia({ colorScheme });
      await asha.requestNumber('Night line');
      await asha.openPanel('Vobiz');
      expect(await faintTexts(asha.page)).toEqual([]);
      await asha.openPanel('Inspector');
      await asha.command('/vobiz-number search IN');
      await asha.modalReads(/^\d+ numbers, page 1 of/);
      expect(await faintTexts(asha.page)).toEqual([]);
      await asha.page.evaluate("document.querySelector('time').style.color = '#777'");
      expect(await faintTexts(asha.page)).toHaveLength(1);
      expect(await namelessControls(asha.page)).toEqual([]);
      const ground = await asha.page.evaluate<string>(
        'getComputedStyle(document.documentElement).backgroundColor',
      );
      expect(ground).toBe(colorScheme === 'dark' ? 'rgb(27, 30, 32)' : 'rgb(255, 255, 255)');
    },
  );

  it('moves nothing for whoever asked for less motion', async () => {
    const playground = await browser.open();
    const asha = await playground.as('asha');
    await asha.page.emulateMedia({ reducedMotion: 'reduce' });
    await asha.requestNumber('Night line');
    const moving = `[...document.querySelectorAll('*')].filter((one) => {
      const style = getComputedStyle(one);
      return parseFloat(style.transitionDuration) > 0 || style.animationName !== 'none';
    }).length`;
    expect(await asha.page.evaluate<number>(moving)).toBe(0);
  });

  it('can be used from the command to the decision by keyboard alone', async () => {
    const playground = await browser.open();
    const asha = await playground.as('asha');
    const ravi = await playground.as('ravi');
    const { keyboard } = asha.page;
    /** A new view is seen a moment before it has the focus. */
    const isFocused = (selector: string) =>
      vi.waitFor(async () => {
        const focused = `document.activeElement?.closest(${JSON.stringify(selector)}) != null`;
        expect(await asha.page.evaluate<boolean>(focused)).toBe(true);
      }, WAIT_MS);
    await asha.command('/vobiz-number search IN');
    await asha.modalReads(/^\d+ numbers, page 1 of/);
    await asha
      .dialog()
      .getByRole('button', { name: /^Choose/ })
      .first()
      .press('Enter');
    await asha
      .dialog()
      .getByRole('textbox', { name: /What is it for/ })
      .waitFor();
    await isFocused('[role=dialog] :is(input, textarea)');
    await keyboard.type('Typed only');
    const send = asha.dialog().getByRole('button', { name: 'Send for approval', exact: true });
    await send.press('Enter');
    await asha.dialog().waitFor({ state: 'detached' });

    const approve = ravi.message('Typed only').getByRole('button', { name: 'Approve' });
    await approve.waitFor();
    const isThere = () =>
      ravi.page.evaluate<boolean>(
        "document.activeElement?.textContent?.startsWith('Approve ₹') === true",
      );
    for (let steps = 0; steps < 80 && !(await isThere()); steps += 1)
      await ravi.page.keyboard.press('Tab');
    expect(await isThere()).toBe(true);
    await ravi.page.keyboard.press('Enter');
  });
});
