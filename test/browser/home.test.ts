import { describe, expect, it, vi } from 'vitest';
import { obstacles } from '../support/axe.ts';
import { hasBrowser, useBrowser, WAIT_MS } from '../support/browser.ts';
import { unreachable } from '../support/keyboard.ts';

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

  it('approves several at once for the sum of what is ticked', async () => {
    const playground = await browser.open();
    const asha = await playground.as('asha');
    await asha.command('/vobiz-number search IN MH');
    await asha.sendRequest('Support line in Pune');
    await asha.command('/vobiz-number search IN DL');
    await asha.sendRequest('Sales line in Delhi');
    const ravi = await playground.as('ravi', 'home', { width: 390 });
    await ravi.page.getByRole('button', { name: 'Approve several…' }).press('Enter');
    await ravi.modalReads('Nothing ticked yet.');
    const boxes = ravi.dialog().getByRole('checkbox');
    await boxes.nth(0).check();
    await ravi.modalReads(/^1 request: ₹/);
    await boxes.nth(1).check();
    await ravi.modalReads(/^2 requests: ₹/);
    expect(await obstacles(ravi.page)).toEqual([]);
    expect(await unreachable(ravi.page, '[role="dialog"]')).toEqual([]);
    await ravi.inModal(/^Approve ₹/);

    await ravi.dialog().getByRole('heading', { name: 'Approved 2 of 2' }).waitFor();
    expect(await obstacles(ravi.page)).toEqual([]);
    await vi.waitFor(() => expect(playground.vobiz.orders).toHaveLength(2), WAIT_MS);
    expect(playground.slack.unknownMethods).toEqual([]);
  });
});
