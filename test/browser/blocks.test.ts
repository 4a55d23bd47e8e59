import { describe, expect, it, vi } from 'vitest';
import { hasBrowser, type OpenPlayground, useBrowser, WAIT_MS } from '../support/browser.ts';

const option = (text: string, value = text.toLowerCase()) => ({
  text: { type: 'plain_text', text },
  value,
});
const plain = (text: string) => ({ type: 'plain_text', text });

/** Calls a method as the bot would. */
async function asBot(playground: OpenPlayground, method: string, args: Record<string, unknown>) {
  const { apiUrl, workspace } = playground.slack;
  const response = await fetch(`${apiUrl}${method}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${workspace.botToken}`,
    },
    body: JSON.stringify(args),
  });
  return response.json();
}

const CONTROLS = [
  {
    type: 'section',
    block_id: 'city',
    text: { type: 'mrkdwn', text: 'Asked by <@U0RAVI> at <!date^1772425800^{time}|then>, *now*' },
    accessory: {
      type: 'static_select',
      action_id: 'pick',
      placeholder: plain('Pick a city'),
      option_groups: [
        { label: plain('West'), options: ['Pune', 'Mumbai', 'Surat', 'Goa'].map((c) => option(c)) },
        {
          label: plain('South'),
          options: ['Kochi', 'Salem', 'Vellore', 'Hubli'].map((c) => option(c)),
        },
      ],
    },
  },
  {
    type: 'actions',
    block_id: 'rest',
    elements: [
      { type: 'radio_buttons', action_id: 'speed', options: [option('Fast'), option('Slow')] },
      { type: 'checkboxes', action_id: 'extras', options: [option('Fax'), option('Voice')] },
      {
        type: 'overflow',
        action_id: 'more',
        options: [option('Archive')],
        confirm: {
          title: plain('Archive it?'),
          text: plain('It can be found again.'),
          confirm: plain('Archive'),
          deny: plain('Keep'),
        },
      },
    ],
  },
  { type: 'card', title: { type: 'mrkdwn', text: 'A card' } },
];

describe.skipIf(!hasBrowser)('blocks in the playground', () => {
  const browser = useBrowser();

  it('shows every control, works them by keyboard and pointer, and names what it cannot draw', async () => {
    const playground = await browser.open();
    const asha = await playground.as('asha', 'ops');
    const posted = { channel: 'C0OPS', text: 'Controls', blocks: CONTROLS };
    expect(await asBot(playground, 'chat.postMessage', posted)).toMatchObject({ ok: true });
    const message = asha.message('Asked by @Ravi Menon at 10:00, now');
    const lastAction = () => playground.slack.deliveries.at(-1)?.body.actions;

    const menu = message.getByRole('button', { name: 'Pick a city' });
    await menu.focus();
    await menu.press('Enter');
    await asha.page.getByRole('combobox', { name: 'Search' }).pressSequentially('koc');
    await asha.page.keyboard.press('Enter');
    await message.getByText('Kochi').waitFor();
    expect(lastAction()).toMatchObject([
      { action_id: 'pick', selected_option: { value: 'kochi' } },
    ]);

    await message.getByRole('radio', { name: 'Slow' }).check();
    await message.getByRole('checkbox', { name: 'Fax' }).check();
    await vi.waitFor(() => expect(lastAction()).toMatchObject([{ action_id: 'extras' }]), WAIT_MS);
    await message.getByRole('button', { name: 'More', exact: true }).click();
    await asha.page.getByRole('option', { name: 'Archive' }).click();
    const question = asha.page.getByRole('dialog', { name: 'Archive it?' });
    const asked = playground.slack.deliveries.length;
    await question.getByRole('button', { name: 'Keep' }).click();
    expect(playground.slack.deliveries).toHaveLength(asked);
    expect(
      playground.slack.message('C0OPS', playground.slack.messages('C0OPS')[0]?.ts ?? ''),
    ).toMatchObject({
      inputs: { U0ASHA: { rest: { speed: { selected_option: { value: 'slow' } } } } },
    });

    await message.getByText('Not drawn here: card').waitFor();
  });

  it('shows a payload that Slack would refuse in red, with the broken limit', async () => {
    const playground = await browser.open();
    const asha = await playground.as('asha', 'ops');
    const inspector = await asha.openPanel('Inspector');
    const button = { type: 'button', action_id: 'a', text: plain('x'.repeat(76)) };
    await asBot(playground, 'chat.postMessage', {
      channel: 'C0OPS',
      text: 'Too long',
      blocks: [{ type: 'actions', elements: [button] }],
    });
    const row = inspector.getByRole('listitem').filter({ hasText: 'invalid_blocks' });
    await row.getByText('/blocks/0/elements/0/text').waitFor();
    await row.getByRole('group').click();
    await row.getByText('xxxx').first().waitFor();
    await inspector.getByRole('checkbox', { name: 'Only what went wrong' }).check();
    expect(await inspector.getByRole('listitem').count()).toBe(1);
  });
});
