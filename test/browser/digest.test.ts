import { describe, expect, it, vi } from 'vitest';
import { obstacles } from '../support/axe.ts';
import { hasBrowser, useBrowser } from '../support/browser.ts';

/** 10:00 in Kolkata. */
const THURSDAY = Date.parse('2026-03-05T04:30:00Z');

describe.skipIf(!hasBrowser)('the weekly digest in the playground', () => {
  const browser = useBrowser();

  it('comes on Monday with its picture, and takes Keep and Give back', async () => {
    // So that all of it is in one month.
    const offset = THURSDAY - Date.now();
    const now = () => Date.now() + offset;
    const playground = await browser.open({ now, vobiz: { completeAfterMs: 0 } });
    const asha = await playground.as('asha');
    const ravi = await playground.as('ravi', undefined, { width: 390 });
    for (const [place, purpose] of [
      ['MH', 'Pune desk'],
      ['DL', 'Delhi sales'],
    ]) {
      await asha.command(`/vobiz-number search IN ${place}`);
      await asha.sendRequest(purpose ?? '');
      await ravi
        .message(purpose ?? '')
        .getByRole('button', { name: /^Approve/ })
        .click();
      await ravi.reads(new RegExp(`✅ Bought[\\s\\S]*${purpose}`));
    }
    await asha.command('/vobiz-number digest');
    await asha.reads(/Only admins and approvers can see the digest/);
    await asha.leap('Two weeks later');
    await ravi.command('/vobiz-number digest');
    await ravi.reads(/Only visible to you[\s\S]*Last 7 days[\s\S]*Unused · 2 numbers/);
    expect(await obstacles(ravi.page)).toEqual([]);

    await asha.leap('To Monday, 9:00');
    const digest = asha.message(/Last 7 days[\s\S]*Unused · 2 numbers/);
    await digest.getByRole('button', { name: '1 reply' }).click();
    const picture = asha.page.getByRole('img', { name: /^Spend in/ });
    await picture.waitFor();
    const isDrawn = "document.querySelector('.thread img').naturalWidth > 0";
    await vi.waitFor(async () => expect(await asha.page.evaluate<boolean>(isDrawn)).toBe(true));
    expect(await obstacles(asha.page)).toEqual([]);
    await asha.page.getByRole('button', { name: 'Close thread' }).click();

    await ravi
      .message(/Last 7 days/)
      .getByRole('button', { name: /^Keep/ })
      .first()
      .click();
    await asha.reads(/Last 7 days[\s\S]*Kept by @Ravi Menon until/);
    await digest.getByRole('button', { name: /^Give back/ }).click();
    await asha.fill(/Why don't you need it/, 'Nobody calls');
    await asha.inModal('Ask to give back');
    await asha.modalReads(/^Sent to @finance or @Ravi Menon/);
    await asha.closeModal();
    await ravi.reads(/Give it back\?[\s\S]*Nobody calls/);
    expect(await obstacles(ravi.page)).toEqual([]);
    expect(playground.slack.unknownMethods).toEqual([]);
  });
});
