import type { App } from '@slack/bolt';
import { describe, expect, it, vi } from 'vitest';
import { createWindowPerson } from '../../sandbox/playground/window-person.ts';
import { recordOf } from '../../sandbox/slack/json.ts';
import { obstacles, WINDOWS } from '../support/axe.ts';
import { openBarePlayground } from '../support/bare-playground.ts';
import { hasBrowser, useBrowser, WAIT_MS } from '../support/browser.ts';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const COUNTRIES = ['India', 'Indonesia', 'Ireland', 'Brazil', 'Peru'];
const GROUPS = ['finance', 'founders', 'ops-leads'];
const optionsFor = (names: string[], typed: string) =>
  names
    .filter((name) => name.toLowerCase().startsWith(typed.toLowerCase()))
    .map((name) => ({ text: plain(name), value: name }));

const input = (id: string, label: string, element: object) => ({
  type: 'input' as const,
  block_id: id,
  label: plain(label),
  optional: true,
  element: { action_id: id, ...element },
});

const FORM = {
  type: 'modal' as const,
  callback_id: 'form',
  title: plain('Approvals'),
  submit: plain('Save'),
  blocks: [
    {
      type: 'actions' as const,
      block_id: 'place',
      elements: [
        {
          type: 'external_select' as const,
          action_id: 'country',
          min_query_length: 0,
          placeholder: plain('Country'),
        },
        { type: 'datepicker' as const, action_id: 'day', placeholder: plain('Day') },
      ],
    },
    input('channel', 'Channel', {
      type: 'conversations_select',
      filter: { include: ['public', 'private'], exclude_external_shared_channels: true },
    }),
    input('people', 'Approvers', { type: 'multi_users_select', max_selected_items: 2 }),
    input('groups', 'Groups', { type: 'multi_external_select', min_query_length: 0 }),
  ],
};

const CARD = [
  {
    type: 'actions' as const,
    block_id: 'card',
    elements: [
      { type: 'button' as const, action_id: 'open', text: plain('Edit'), value: '1' },
      {
        type: 'overflow' as const,
        action_id: 'more',
        options: ['Details', 'Withdraw'].map((name) => ({ text: plain(name), value: name })),
        confirm: { title: plain('Sure?'), text: plain('It ends.'), confirm: plain('Go on') },
      },
    ],
  },
];

/** The name of what has the focus. */
const NAMED = "document.activeElement?.getAttribute('aria-label') ?? ''";

/** A bot whose modal has every control of the set-up, in a window of the playground as a person sees it. */
async function openForm(browser: ReturnType<typeof useBrowser>, window: (typeof WINDOWS)[number]) {
  const listen = (app: App) => {
    app.action('open', async ({ ack, body, client }) => {
      await ack();
      await client.views.open({ trigger_id: String(recordOf(body).trigger_id), view: FORM });
    });
    app.action(/./, ({ ack }) => ack());
    app.view('form', ({ ack }) => ack());
    app.options('country', ({ ack, payload }) =>
      ack({ options: optionsFor(COUNTRIES, payload.value) }),
    );
    app.options('groups', ({ ack, payload }) =>
      ack({
        option_groups: [
          { label: plain('User groups'), options: optionsFor(GROUPS, payload.value) },
        ],
      }),
    );
  };
  const { slack, url, client } = await openBarePlayground(listen);
  await client.chat.postMessage({ channel: 'C0OPS', text: 'A card', blocks: CARD });
  const asha = createWindowPerson(await browser.page(`${url}/?as=asha&in=ops`, window));
  return { slack, asha, keyboard: asha.page.keyboard };
}

describe.skipIf(!hasBrowser)('the controls of the set-up in the playground', () => {
  const browser = useBrowser();

  it.each(WINDOWS)('are all used by keyboard alone, at $width px, $colorScheme', async (window) => {
    const { slack, asha, keyboard } = await openForm(browser, window);
    const isOn = (words: string) =>
      vi.waitFor(async () => {
        const focused = "document.activeElement?.textContent ?? ''";
        expect(await asha.page.evaluate<string>(focused)).toBe(words);
      }, WAIT_MS);
    const values = () => slack.openView('U0ASHA')?.inputs;

    await asha.page.getByRole('button', { name: 'Edit' }).press('Enter');
    await asha.modalReads('Approvers');
    await asha.dialog().getByRole('button', { name: 'Country' }).press('Enter');
    await asha.page.getByRole('option', { name: 'Peru' }).waitFor();
    await keyboard.type('ind');
    await vi.waitFor(
      async () => expect(await asha.page.getByRole('option').count()).toBe(2),
      WAIT_MS,
    );
    expect(await obstacles(asha.page)).toEqual([]);
    await keyboard.press('ArrowDown');
    await keyboard.press('Enter');
    await vi.waitFor(() =>
      expect(values()?.place?.country).toMatchObject({ selected_option: { value: 'Indonesia' } }),
    );
    await isOn('Indonesia');

    await asha
      .dialog()
      .getByRole('button', { name: /^Channel/ })
      .press('Enter');
    expect(await asha.page.getByRole('option').allTextContents()).toEqual([
      '#numbers-approvals',
      '#ops',
      '#board',
      '#random',
    ]);
    await keyboard.press('Escape');
    await asha
      .dialog()
      .getByRole('button', { name: /^Channel/ })
      .press('Enter');
    await keyboard.press('ArrowDown');
    await keyboard.press('Enter');
    await vi.waitFor(() =>
      expect(values()?.channel?.channel).toMatchObject({ selected_conversation: 'C0OPS' }),
    );

    await asha
      .dialog()
      .getByRole('button', { name: /^Approvers/ })
      .press('Enter');
    for (const name of ['rav', 'meer']) {
      await asha.page.getByRole('combobox').fill(name);
      await keyboard.press('Enter');
    }
    await vi.waitFor(() =>
      expect(values()?.people?.people).toMatchObject({ selected_users: ['U0RAVI', 'U0MEERA'] }),
    );
    await keyboard.press('Escape');
    expect(await asha.dialog().count()).toBe(1);
    await isOn('Ravi Menon, Meera Iyer');

    await asha
      .dialog()
      .getByRole('button', { name: /^Groups/ })
      .press('Enter');
    for (const name of ['fin', 'ops']) {
      await asha.page.getByRole('combobox').fill(name);
      await vi.waitFor(
        async () => expect(await asha.page.getByRole('option').count()).toBe(1),
        WAIT_MS,
      );
      await keyboard.press('Enter');
    }
    await vi.waitFor(() =>
      expect(recordOf(values()?.groups?.groups).selected_options).toHaveLength(2),
    );
    await keyboard.press('Escape');
    await keyboard.press('Escape');
    await asha.dialog().waitFor({ state: 'detached' });
    await isOn('Edit');
  });

  it('ask before a choice in the menu of a card, and give the focus back', async () => {
    const { slack, asha, keyboard } = await openForm(browser, { width: 390, colorScheme: 'light' });
    const more = asha.page.getByRole('button', { name: 'More', exact: true });
    const before = slack.deliveries.length;
    for (const key of ['Escape', 'Enter']) {
      await more.press('Enter');
      await keyboard.press('ArrowDown');
      await keyboard.press('Enter');
      const question = asha.page.getByRole('dialog', { name: 'Sure?' });
      await question.waitFor();
      expect(await obstacles(asha.page)).toEqual([]);
      if (key === 'Enter') await keyboard.press('Tab');
      await keyboard.press(key);
      await question.waitFor({ state: 'detached' });
      expect(await asha.page.evaluate(NAMED)).toBe('More');
    }
    await vi.waitFor(() => expect(slack.deliveries).toHaveLength(before + 1), WAIT_MS);
    const { body } = slack.deliveries.at(-1) ?? {};
    expect(body?.actions).toMatchObject([{ selected_option: { value: 'Withdraw' } }]);
  });
});
