import { describe, expect, it } from 'vitest';
import { hasBrowser, useBrowser } from '../support/browser.ts';

describe.skipIf(!hasBrowser)('trouble in the playground', () => {
  const browser = useBrowser();

  it('says that a purchase whose answer was lost may have been bought, and buys it once', async () => {
    const playground = await browser.open();
    const asha = await playground.as('asha');
    const ravi = await playground.as('ravi');
    await asha.requestNumber('Night desk');

    const vobiz = await ravi.openPanel('Vobiz');
    await vobiz.getByRole('button', { name: 'Lose the next purchase answer' }).click();
    await vobiz.getByText('next purchase: reset_after').waitFor();
    await ravi.message('Night desk').getByRole('button', { name: 'Approve' }).click();
    await asha.reads(/⚠️ Purchase unconfirmed · \+91/);
    await vobiz.getByRole('button', { name: 'Complete now' }).click();

    await asha.reads(/✅ Bought · \+91/);
    expect(playground.vobiz.callsTo('order')).toHaveLength(1);
    expect(playground.vobiz.orders).toHaveLength(1);
  });

  it('goes on with a request after the bot was restarted in between', async () => {
    const playground = await browser.open();
    const asha = await playground.as('asha');
    const ravi = await playground.as('ravi');
    await asha.requestNumber('Front desk');

    const panel = await ravi.openPanel('Vobiz');
    await panel.getByRole('button', { name: 'Kill it' }).click();
    await ravi.page.getByText('bot stopped', { exact: true }).waitFor();
    await ravi.message('Front desk').getByRole('button', { name: 'Approve' }).click();
    await ravi.message('Front desk').getByText('The app did not respond').waitFor();
    await panel.getByRole('button', { name: 'Start it' }).click();
    await ravi.page.getByText('bot connected', { exact: true }).waitFor();
    await ravi.message('Front desk').getByRole('button', { name: 'Approve' }).click();
    await panel.getByRole('button', { name: 'Complete now' }).click();

    await asha.reads(/✅ Bought · \+91/);
    expect(playground.vobiz.orders).toHaveLength(1);
  });
});
