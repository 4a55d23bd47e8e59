import { describe, expect, it } from 'vitest';
import { createWindowPerson } from '../../sandbox/playground/window-person.ts';
import { recordOf } from '../../sandbox/slack/json.ts';
import { obstacles, turnTo, WINDOWS } from '../support/axe.ts';
import { openBarePlayground } from '../support/bare-playground.ts';
import { hasBrowser, useBrowser } from '../support/browser.ts';
import { unreachable } from '../support/keyboard.ts';
import { homes } from '../support/shown-homes.ts';
import { modals } from '../support/shown-windows.ts';
import { T0 } from '../unit/views/views-support.ts';

const DIALOG = '[role="dialog"]';
/** Noon of the day on which the records of the tests were made, so that their times are today's. */
const now = () => T0 + 2 * 3_600_000;

describe.skipIf(!hasBrowser)('in the windows of the bot', () => {
  const browser = useBrowser();

  it('every modal says and offers the same everywhere, keeps nobody out, and is worked by keyboard alone', async () => {
    const views = Object.entries(modals());
    const left = views.map(([, view]) => view);
    const playground = await openBarePlayground((app) => {
      app.action('open', async ({ ack, body, client }) => {
        await ack();
        const view = left.shift();
        if (view) await client.views.open({ trigger_id: String(recordOf(body).trigger_id), view });
      });
      app.action(/./, ({ ack }) => ack());
      app.options(/./, ({ ack }) => ack({ options: [] }));
      app.view(/./, ({ ack }) => ack());
    }, now);
    await playground.client.chat.postMessage({
      channel: 'C0OPS',
      text: 'A message',
      blocks: [
        {
          type: 'actions',
          elements: [
            { type: 'button', action_id: 'open', text: { type: 'plain_text', text: 'Next modal' } },
          ],
        },
      ],
    });
    const page = await browser.page(`${playground.url}/?as=ravi&in=ops`);
    const { dialog } = createWindowPerson(page);
    const open = page.getByRole('button', { name: 'Next modal' });
    for (const [name, view] of views) {
      await open.press('Enter');
      await page.getByRole('dialog', { name: view.title.text, exact: true }).waitFor();
      const content = await dialog().ariaSnapshot();
      expect(content).toMatchSnapshot(name);
      for (const look of WINDOWS) {
        await turnTo(page, look);
        expect({ name, kept: await obstacles(page, DIALOG) }).toEqual({ name, kept: [] });
        expect(await dialog().ariaSnapshot()).toBe(content);
      }
      const missed = await unreachable(page, DIALOG);
      expect({ name, missed }).toEqual({ name, missed: [] });
      await page.keyboard.press('Escape');
      await dialog().waitFor({ state: 'detached' });
    }
    expect(playground.slack.unknownMethods).toEqual([]);
  });

  it('Home says and offers the same everywhere, keeps nobody out, and is worked by keyboard alone', async () => {
    const playground = await openBarePlayground((app) => app.action(/./, ({ ack }) => ack()), now);
    const page = await browser.page(`${playground.url}/?as=ravi&in=home`);
    const main = page.getByRole('main');
    for (const [name, view] of Object.entries(homes())) {
      await playground.client.views.publish({ user_id: 'U0RAVI', view });
      await page.reload();
      await main.locator('.home').waitFor();
      const content = await main.ariaSnapshot();
      expect(content).toMatchSnapshot(name);
      for (const look of WINDOWS) {
        await turnTo(page, look);
        expect({ name, kept: await obstacles(page) }).toEqual({ name, kept: [] });
      }
      await page.keyboard.press('Tab');
      const missed = await unreachable(page, '.home');
      expect({ name, missed }).toEqual({ name, missed: [] });
    }
  });
});
