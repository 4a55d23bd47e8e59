import { describe, expect, it } from 'vitest';
import { obstacles, WINDOWS } from '../support/axe.ts';
import { hasBrowser, useBrowser } from '../support/browser.ts';

describe.skipIf(!hasBrowser)('setting up in the playground', () => {
  const browser = useBrowser();

  it.each(WINDOWS)(
    'goes from Home to an approved test request without a typed id, at $width px, $colorScheme',
    async (look) => {
      const playground = await browser.open();
      const meera = await playground.as('dev', 'random', look);
      await meera.page.getByRole('button', { name: 'Set it up as Meera' }).click();
      const start = meera.page.getByRole('button', { name: /^Start/ });
      await start.waitFor();
      expect(await obstacles(meera.page)).toEqual([]);
      await start.click();
      await meera.choose(/^Where do requests go/, '#numbers-approvals');
      await meera.choose(/^People who approve/, 'Ravi Menon');
      expect(await obstacles(meera.page)).toEqual([]);
      await meera.inModal('Next');
      await meera.modalReads(/^Monthly budget/);
      expect(await obstacles(meera.page)).toEqual([]);
      await meera.inModal('Next');
      await meera.modalReads(/A request for .* would need @Ravi Menon/);
      expect(await obstacles(meera.page)).toEqual([]);
      await meera.inModal('Save');
      await meera.inModal(/^Send a test request/);
      await meera.modalReads(/TEST sent to #numbers-approvals/);
      expect(await obstacles(meera.page)).toEqual([]);

      const ravi = await playground.as('ravi', undefined, look);
      await ravi
        .message('TEST')
        .getByRole('button', { name: /^Approve/ })
        .click();
      await ravi.reads(/TEST · ✅ Approved · nothing bought/);
      expect(await obstacles(ravi.page)).toEqual([]);
      expect(playground.vobiz.callsTo('order')).toEqual([]);
    },
  );

  it('sends a request with two clicks and one line', async () => {
    const playground = await browser.open();
    const asha = await playground.as('asha');
    await asha.command('/vobiz-number search IN');
    await asha
      .dialog()
      .getByRole('button', { name: /^Choose/ })
      .first()
      .click();
    await asha.fill(/What is it for/, 'Support line in Pune');
    await asha.inModal('Send for approval');

    await asha.dialog().waitFor({ state: 'detached' });
    await asha.reads(/Only visible to you[\s\S]*Sent to/);
    await asha
      .message('Support line in Pune')
      .getByRole('button', { name: /^Approve/ })
      .waitFor();
  });
});
