import { describe, expect, it } from 'vitest';
import { hasBrowser, useBrowser } from '../support/browser.ts';

describe.skipIf(!hasBrowser)('the relay of a code in the playground', () => {
  const browser = useBrowser();

  it('lets the colleague with the phone enter the code that somebody else asked for', async () => {
    const playground = await browser.open();
    const asha = await playground.as('asha', 'ops');
    const dev = await playground.as('dev', 'ops');

    await asha.command('/vobiz-number byon +919876501234');
    await asha.inModal('Send code');
    await asha.modalReads(/We sent a code to/);
    await dev.message('Enter code').getByRole('button', { name: 'Enter code' }).click();
    const phones = await dev.openPanel('Vobiz');
    const code = await phones
      .getByText(/^Your code is/)
      .locator('code')
      .textContent();
    await dev.fill(/Code/, code ?? '');
    await dev.inModal('Verify number');

    await dev.modalReads(/is verified/);
    await asha.closeModal();
    await asha.reads(/✅ Verified · [\s\S]*@Dev Shah/);
    expect(await asha.page.getByText(code ?? '', { exact: true }).count()).toBe(0);
  });

  it('takes the number from a message that mentions it', async () => {
    const playground = await browser.open();
    const asha = await playground.as('asha', 'ops');

    await asha.command('The Pune desk answers 098765 01234. Can we bring it?');
    const message = asha.message('The Pune desk');
    await message.hover();
    await message.getByRole('button', { name: 'More actions' }).click();
    await asha.page.getByRole('option', { name: 'Verify this number' }).click();

    await asha.modalReads(/We filled in the number from that message/);
    expect(await asha.dialog().getByRole('textbox').first().inputValue()).toBe('+919876501234');
  });

  it('refuses somebody from another company who sees the card in a shared channel', async () => {
    const playground = await browser.open();
    const asha = await playground.as('asha', 'partner-shared');
    const eli = await playground.as('eli', 'partner-shared');

    await asha.command('/vobiz-number byon +919876501234');
    await asha.inModal('Send code');
    await eli.message('Enter code').getByRole('button', { name: 'Enter code' }).click();

    await eli.reads(/Only members of this app's workspace can use it/);
    expect(await eli.dialog().count()).toBe(0);
  });
});
