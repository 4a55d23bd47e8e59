import { describe, expect, it } from 'vitest';
import { obstacles, WINDOWS } from '../support/axe.ts';
import { hasBrowser, useBrowser } from '../support/browser.ts';
import { SAYS } from '../support/journeys.ts';

describe.skipIf(!hasBrowser)('the first steps that the playground suggests', () => {
  const browser = useBrowser();

  it.each(WINDOWS)('do what they say at $width px, $colorScheme', async (look) => {
    const playground = await browser.open();
    const asha = await playground.as('dev', 'random', look);
    const step = (name: string) => asha.page.getByRole('button', { name }).click();
    expect(await obstacles(asha.page)).toEqual([]);

    await step('Approve as Ravi');
    await asha.page.getByText('Nothing is waiting').waitFor();
    await step('Search for a number as Asha');
    await asha.modalReads(/not reserved|a minute old/i);
    expect(await obstacles(asha.page)).toEqual([]);
    await asha.sendRequest('Support line in Pune');
    await asha.page.getByText('Today', { exact: true }).waitFor();
    expect(await obstacles(asha.page)).toEqual([]);

    await step('Lose the next answer');
    await asha.page.getByText('its answer will get lost').waitFor();
    await step('Approve as Ravi');
    await asha.page.getByText('and you approved it').waitFor();
    await asha.reads(SAYS.unconfirmed);
    expect(await obstacles(asha.page)).toEqual([]);
    expect(playground.vobiz.orders).toHaveLength(1);
  });
});
