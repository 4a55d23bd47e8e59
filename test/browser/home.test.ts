import { describe, expect, it, vi } from 'vitest';
import { hasBrowser, useBrowser, WAIT_MS } from '../support/browser.ts';

describe.skipIf(!hasBrowser)('Home in the playground', () => {
  const browser = useBrowser();

  it('shows a request that waits, takes the approval, and opens the search', async () => {
    const playground = await browser.open();
    const ravi = await playground.as('ravi', 'home');
    await ravi.page.getByText("You're all caught up.").waitFor();
    const asha = await playground.as('asha');
    await asha.requestNumber('Support line in Pune');

    await ravi.page.getByText('Support line in Pune').waitFor();
    await ravi.page.getByRole('button', { name: 'Find a number' }).click();
    await ravi.modalReads(/^\d+ numbers, page 1 of/);
    await ravi.closeModal();
    await ravi.page
      .getByRole('main')
      .getByRole('button', { name: /^Approve / })
      .click();

    await ravi.page.getByText("You're all caught up.").waitFor();
    await asha.reads(/Approved by/);
    await vi.waitFor(() => expect(playground.vobiz.orders).toHaveLength(1), WAIT_MS);
    expect(playground.slack.unknownMethods).toEqual([]);
  });
});
