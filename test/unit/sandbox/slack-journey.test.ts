import type { App } from '@slack/bolt';
import { afterEach, describe, expect, it } from 'vitest';
import { type SlackStandIn, startSlackStandIn } from '../../../sandbox/slack/stand-in.ts';
import { startHttpBot, startSocketBot } from '../../support/sandbox-slack-bot.ts';

const cleanUp: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of cleanUp.splice(0).reverse()) await stop();
});

const plain = (text: string) => ({ type: 'plain_text' as const, text });

const FORM = {
  type: 'modal' as const,
  callback_id: 'order',
  title: plain('Order a number'),
  submit: plain('Send'),
  private_metadata: 'C0APPROVALS',
  blocks: [
    {
      type: 'input' as const,
      block_id: 'purpose',
      label: plain('What is it for?'),
      element: { type: 'plain_text_input' as const, action_id: 'text', max_length: 20 },
    },
  ],
};

const CARD = [
  { type: 'section' as const, text: { type: 'mrkdwn' as const, text: 'A number is wanted' } },
  {
    type: 'actions' as const,
    elements: [
      { type: 'button' as const, action_id: 'approve', value: 'ord_1', text: plain('Approve') },
    ],
  },
];

/** A small bot with the shape of the real one: command, modal, card, click. */
function listen(app: App): void {
  app.command('/vobiz-number', async ({ ack, body, client }) => {
    if (body.text === 'help') {
      await ack('Try `search IN`');
      return;
    }
    await ack();
    await client.views.open({ trigger_id: body.trigger_id, view: FORM });
  });
  app.view('order', async ({ ack, view, client }) => {
    const purpose = view.state.values.purpose?.text?.value ?? '';
    if (purpose === 'fun') {
      await ack({ response_action: 'errors', errors: { purpose: 'Name a team' } });
      return;
    }
    await ack();
    await client.chat.postMessage({ channel: view.private_metadata, text: purpose, blocks: CARD });
  });
  app.action('approve', async ({ ack, respond, body }) => {
    await ack();
    await respond({ text: `Approved by <@${body.user.id}>`, replace_original: true });
  });
}

const TRANSPORTS = { 'signed HTTP': startHttpBot, 'Socket Mode': startSocketBot };

describe.each(Object.entries(TRANSPORTS))('a bot over %s', (_name, start) => {
  async function setUp(): Promise<SlackStandIn> {
    const slack = await startSlackStandIn();
    cleanUp.push(() => slack.stop());
    const bot = await start(slack, listen);
    cleanUp.push(() => bot.stop());
    return slack;
  }

  it('answers a command privately', async () => {
    const slack = await setUp();
    const delivery = await slack.as('U0ASHA').command('C0OPS', '/vobiz-number', 'help');
    expect(delivery).toMatchObject({ type: 'slash_command', ackStatus: 200 });
    expect(slack.ephemerals('U0ASHA')).toMatchObject([{ text: 'Try `search IN`', source: 'ack' }]);
    expect(slack.ephemerals('U0RAVI')).toEqual([]);
  });

  it('goes from command to modal to card to a click by someone else', async () => {
    const slack = await setUp();
    const opened = changed(slack, 'view');
    await slack.as('U0ASHA').command('C0OPS', '/vobiz-number', 'search');
    await opened;
    expect(slack.openView('U0ASHA')?.view).toMatchObject({ callback_id: 'order' });

    const asha = slack.as('U0ASHA');
    const form = slack.openView('U0ASHA');
    if (!form) throw new Error('no form');
    await asha.type(form, { label: 'What is it for?' }, 'fun');
    await asha.submit();
    expect(slack.openView('U0ASHA')?.errors).toEqual({ purpose: 'Name a team' });
    await asha.type(form, { blockId: 'purpose' }, 'Support line');
    const posted = changed(slack, 'message');
    await asha.submit();
    expect(slack.openView('U0ASHA')).toBeUndefined();
    await posted;

    const [card] = slack.messages('C0APPROVALS');
    if (!card) throw new Error('no card');
    expect(card.text).toBe('Support line');
    const updated = changed(slack, 'message');
    const click = await slack.as('U0RAVI').click(card, { text: 'Approve' });
    expect(click.body).toMatchObject({
      user: { id: 'U0RAVI', team_id: 'T0NUMBERS' },
      actions: [{ action_id: 'approve', value: 'ord_1' }],
      channel: { id: 'C0APPROVALS', name: 'numbers-approvals' },
    });
    await updated;
    expect(slack.message('C0APPROVALS', card.ts)).toMatchObject({
      text: 'Approved by <@U0RAVI>',
      blocks: [],
    });
    expect(slack.unknownMethods).toEqual([]);
  });
});

function changed(slack: SlackStandIn, type: string): Promise<void> {
  return new Promise((resolve) => {
    const stop = slack.onChange((change) => {
      if (change.type !== type) return;
      stop();
      resolve();
    });
  });
}
