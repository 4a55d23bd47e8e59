import { describe, expect, it } from 'vitest';
import { obstacles } from '../support/axe.ts';
import { hasBrowser, useBrowser } from '../support/browser.ts';

const PURPOSE = 'Pune support desk';

describe.skipIf(!hasBrowser)('several numbers in the playground', () => {
  const browser = useBrowser();

  it('buys two of three when one was sold, says so, and chooses another one at no higher price', async () => {
    const playground = await browser.open({ vobiz: { completeAfterMs: 0 } });
    const asha = await playground.as('asha');
    const ravi = await playground.as('ravi', undefined, { width: 390 });
    await asha.command('/vobiz-number search IN MH');
    await asha.inModal(/^Several/);
    await asha.fill(/How many/, '3');
    await asha.inModal('Next');
    await asha.fill(/What is it for/, PURPOSE);
    await asha.inModal('Send for approval');
    await asha.dialog().waitFor({ state: 'detached' });

    const card = ravi.message(PURPOSE);
    await card.getByRole('button', { name: 'More', exact: true }).click();
    await ravi.page.getByRole('option', { name: 'Details' }).click();
    await ravi.modalReads('Numbers');
    expect(await obstacles(ravi.page)).toEqual([]);
    const said = await ravi.dialog().textContent();
    const [sold = ''] = /\+91 \d{5} \d{5}/.exec(said ?? '') ?? [];
    await ravi.closeModal();
    const vobiz = await asha.openPanel('Vobiz');
    await vobiz.getByRole('textbox', { name: 'Find a number for sale' }).fill(sold);
    await vobiz.getByRole('button', { name: /^Sell/ }).click();
    await card.getByRole('button', { name: /^Approve/ }).click();

    await ravi.reads(/2 of 3 numbers bought/);
    expect(await obstacles(ravi.page)).toEqual([]);
    await asha.page.getByRole('button', { name: 'Close panel' }).click();
    await asha
      .message(/2 of 3 numbers bought/)
      .getByRole('button', { name: /^Choose 1 other/ })
      .click();
    await asha.modalReads(/How many/);
    await asha.inModal('Next');
    await asha.modalReads('What is it for');
    expect(await asha.dialog().textContent()).not.toContain(sold);
    await asha.inModal('Send for approval');
    await asha.dialog().waitFor({ state: 'detached' });
    await ravi
      .message(/⏳ Approve/)
      .getByRole('button', { name: /^Approve/ })
      .click();

    await ravi.reads(/✅ Bought · \+91/);
    expect(playground.vobiz.orders).toHaveLength(3);
    expect(playground.slack.unknownMethods).toEqual([]);
  });
});
