import { describe, expect, it } from 'vitest';
import { obstacles } from '../support/axe.ts';
import { hasBrowser, useBrowser } from '../support/browser.ts';

describe.skipIf(!hasBrowser)('watched numbers in the playground', () => {
  const browser = useBrowser();

  it('tells on the card and in its thread that Meta suspended a channel, and that it is over', async () => {
    const playground = await browser.open({
      vobiz: { completeAfterMs: 0, metaReviewMs: 0 },
      env: { WATCH_EVERY_MS: '1000' },
    });
    const asha = await playground.as('asha');
    const ravi = await playground.as('ravi', undefined, { width: 390 });
    await asha.requestNumber('Bookings');
    await ravi
      .message('Bookings')
      .getByRole('button', { name: /^Approve/ })
      .click();
    await asha
      .message(/✅ Bought/)
      .getByRole('button', { name: /^Connect/ })
      .click();
    await asha.fill('Display name', 'Bookings of Pune');
    await asha.inModal('Connect number');
    await ravi.reads(/🟢 Live on WhatsApp/);
    await asha.closeModal();

    const vobiz = await asha.openPanel('Vobiz');
    await vobiz.getByRole('button', { name: /^Suspend its WhatsApp/ }).click();
    await ravi.reads(/⚠️ WhatsApp suspended · \+91/);
    expect(await obstacles(ravi.page)).toEqual([]);
    await ravi
      .message(/WhatsApp suspended/)
      .getByRole('button', { name: /replies$/ })
      .click();
    const thread = ravi.page.getByRole('complementary', { name: 'Thread' });
    await thread.getByText(/@Asha Rao ⚠️ WhatsApp suspended/).waitFor();
    expect(await obstacles(ravi.page)).toEqual([]);

    await vobiz.getByRole('button', { name: /^Make its WhatsApp active/ }).click();
    await thread.getByText(/@Asha Rao ✅ Back to normal/).waitFor();
    expect(await obstacles(ravi.page)).toEqual([]);
    await asha.reads(/🟢 Live on WhatsApp/);
    expect(playground.slack.unknownMethods).toEqual([]);
  });
});
