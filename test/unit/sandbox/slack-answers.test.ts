import type { App } from '@slack/bolt';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { handleControl } from '../../../sandbox/slack/control.ts';
import { visibleText } from '../../../sandbox/slack/elements.ts';
import { parseJson, recordOf } from '../../../sandbox/slack/json.ts';
import { type SlackStandIn, startSlackStandIn } from '../../../sandbox/slack/stand-in.ts';
import { startHttpBot, startSocketBot } from '../../support/sandbox-slack-bot.ts';

const cleanUp: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of cleanUp.splice(0).reverse()) await stop();
});

/** A short ack limit: these tests wait for it to pass. */
const ackLimitMs = 300;
let clock = 1_800_000_000_000;

async function setUp(listen: (app: App) => void): Promise<SlackStandIn> {
  clock = Date.now();
  const slack = await startSlackStandIn({
    ackLimitMs,
    now: () => clock,
    extraRoute: (request, response) => handleControl(slack, request, response),
  });
  cleanUp.push(() => slack.stop());
  const bot = await startHttpBot(slack, listen);
  cleanUp.push(() => bot.stop());
  return slack;
}

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const modal = (title: string, extra: object = {}) => ({
  type: 'modal' as const,
  callback_id: 'form',
  title: plain(title),
  submit: plain('Send'),
  blocks: [{ type: 'section' as const, block_id: 'words', text: plain('Words') }],
  ...extra,
});

/** Opens a modal whose submission the given function answers. */
async function withForm(answer: (app: App) => void): Promise<SlackStandIn> {
  const slack = await setUp((app) => {
    app.command('/open', async ({ ack, body, client }) => {
      await client.views.open({ trigger_id: body.trigger_id, view: modal('First') });
      await ack();
    });
    answer(app);
  });
  await slack.as('U0ASHA').command('C0OPS', '/open');
  return slack;
}

describe('a command', () => {
  it('that is not acknowledged in time fails before the eyes of the person', async () => {
    const slack = await setUp((app) => app.command('/slow', () => new Promise(() => undefined)));
    const delivery = await slack.as('U0ASHA').command('C0OPS', '/slow');
    const told = '/slow failed with the error "operation_timeout"';
    expect(delivery).toMatchObject({ error: 'operation_timeout', toldPerson: told });
    expect(slack.ephemerals('U0ASHA')).toMatchObject([{ text: told, source: 'slack' }]);
  });

  it('whose answer breaks a limit is not shown', async () => {
    const slack = await setUp((app) =>
      app.command('/wide', async ({ ack }) => {
        await ack({ blocks: [{ type: 'header', text: plain('x'.repeat(151)) }] });
      }),
    );
    const { error } = await slack.as('U0ASHA').command('C0OPS', '/wide');
    expect(error).toBe('invalid_command_response');
  });

  it('with a forged or stale signature is refused by the bot', async () => {
    const slack = await setUp((app) => app.command('/open', ({ ack }) => ack('in')));
    const { body } = await slack.as('U0ASHA').command('C0OPS', '/open');
    const asha = slack.as('U0ASHA');
    const forged = await asha.sendRaw('slash_command', body, { signingSecret: 'guess' });
    const stale = await asha.sendRaw('slash_command', body, { timestamp: 1_600_000_000 });
    const sound = await asha.sendRaw('slash_command', body);
    expect([forged.ackStatus, stale.ackStatus, sound.ackStatus]).toEqual([401, 401, 200]);
  });
});

describe('a submission', () => {
  it('updates, stacks and clears modals as the ack says', async () => {
    const answers = [
      { response_action: 'update' as const, view: modal('Second') },
      { response_action: 'push' as const, view: modal('Third') },
      { response_action: 'clear' as const },
    ];
    const slack = await withForm((app) =>
      app.view('form', async ({ ack }) => {
        const answer = answers.shift();
        if (answer) await ack(answer);
      }),
    );
    const titles = () => slack.viewStack('U0ASHA').map(({ view }) => visibleText(view.title));
    await slack.as('U0ASHA').submit();
    expect(titles()).toEqual(['Second']);
    await slack.as('U0ASHA').submit();
    expect(titles()).toEqual(['Second', 'Third']);
    await slack.as('U0ASHA').submit();
    expect(titles()).toEqual([]);
  });

  const TROUBLE = 'We had some trouble connecting. Try again?';

  it('with an answer Slack cannot use leaves the form open in trouble', async () => {
    const slack = await withForm((app) =>
      app.view('form', async ({ ack }) => {
        await ack({ response_action: 'errors', errors: { words: 'not an input' } });
      }),
    );
    const delivery = await slack.as('U0ASHA').submit();
    expect(delivery).toMatchObject({ error: 'invalid_response', toldPerson: TROUBLE });
    expect(slack.openView('U0ASHA')).toMatchObject({ trouble: TROUBLE, errors: {} });
  });

  it('with no answer in time leaves the form open in trouble', async () => {
    const slack = await withForm((app) => app.view('form', () => new Promise(() => undefined)));
    const delivery = await slack.as('U0ASHA').submit();
    expect(delivery.error).toBe('operation_timeout');
    expect(slack.openView('U0ASHA')?.trouble).toBe(TROUBLE);
  });

  it('an update right after the ack counts after the ack', async () => {
    const slack = await withForm((app) =>
      app.view('form', async ({ ack, view, client }) => {
        await ack({ response_action: 'update', view: modal('Loading') });
        await client.views.update({ view_id: view.id, view: modal('Loaded') });
      }),
    );
    await slack.as('U0ASHA').submit();
    await vi.waitFor(() =>
      expect(slack.openView('U0ASHA')?.view.title).toMatchObject({ text: 'Loaded' }),
    );
  });
});

it('tells the bot about a closed modal when it asked to know', async () => {
  const slack = await setUp((app) => {
    app.command('/open', async ({ ack, body, client }) => {
      const view = modal('Asking', { notify_on_close: true });
      await client.views.open({ trigger_id: body.trigger_id, view });
      await ack();
    });
    app.view({ callback_id: 'form', type: 'view_closed' }, ({ ack }) => ack());
  });
  await slack.as('U0ASHA').command('C0OPS', '/open');
  const delivery = await slack.as('U0ASHA').close();
  expect(delivery).toMatchObject({ ackStatus: 200, body: { is_cleared: false } });
  expect(slack.openView('U0ASHA')).toBeUndefined();
});

describe('a response_url', () => {
  it('works five times within thirty minutes', async () => {
    const slack = await setUp((app) => app.command('/open', ({ ack }) => ack()));
    const { body } = await slack.as('U0ASHA').command('C0OPS', '/open');
    const respond = async (answer: object) => {
      const url = String(body.response_url);
      const response = await fetch(url, { method: 'POST', body: JSON.stringify(answer) });
      return response.status;
    };
    expect(await respond({ text: 'one' })).toBe(200);
    expect(await respond({ text: 'two', response_type: 'in_channel' })).toBe(200);
    expect(await respond({})).toBe(400);
    for (const text of ['three', 'four', 'five']) expect(await respond({ text })).toBe(200);
    expect(await respond({ text: 'six' })).toBe(404);
    const notes = slack.ephemerals('U0ASHA').map(({ text }) => text);
    expect(notes).toEqual(['one', 'three', 'four', 'five']);
    expect(slack.messages('C0OPS').map(({ text }) => text)).toEqual(['two']);
  });

  it('ends after thirty minutes', async () => {
    const slack = await setUp((app) => app.command('/open', ({ ack }) => ack()));
    const { body } = await slack.as('U0ASHA').command('C0OPS', '/open');
    clock += 30 * 60 * 1000 + 1;
    const url = String(body.response_url);
    const response = await fetch(url, { method: 'POST', body: JSON.stringify({ text: 'late' }) });
    expect(await response.json()).toEqual({ ok: false, error: 'expired_url' });
  });
});

describe('elements of a message', () => {
  const options = ['price', 'number'].map((value) => ({ text: plain(`By ${value}`), value }));
  const blocks = [
    {
      type: 'actions' as const,
      block_id: 'controls',
      elements: [
        { type: 'static_select' as const, action_id: 'sort', options },
        { type: 'external_select' as const, action_id: 'region', min_query_length: 1 },
        {
          type: 'button' as const,
          action_id: 'deny',
          text: plain('Deny'),
          confirm: { title: plain('Sure?'), text: plain('It is final.') },
        },
      ],
    },
  ];

  async function withCard(): Promise<{ slack: SlackStandIn; regions: string[] }> {
    const regions: string[] = [];
    const slack = await setUp((app) => {
      app.command('/card', async ({ ack, client }) => {
        await client.chat.postMessage({ channel: 'C0OPS', text: 'card', blocks });
        await ack();
      });
      app.action(/sort|deny/, ({ ack }) => ack());
      app.action('region', async ({ ack, body }) => {
        if (body.type === 'block_actions') regions.push(JSON.stringify(body.state?.values));
        await ack();
      });
      app.options('region', async ({ ack, payload }) => {
        await ack({ options: [{ text: plain(`${payload.value}!`), value: payload.value }] });
      });
    });
    await slack.as('U0ASHA').command('C0OPS', '/card');
    return { slack, regions };
  }

  function card(slack: SlackStandIn) {
    const [message] = slack.messages('C0OPS');
    if (!message) throw new Error('no card');
    return message;
  }

  it('report a choice by value or by its words', async () => {
    const { slack } = await withCard();
    const ravi = slack.as('U0RAVI');
    const byWords = await ravi.select(card(slack), { actionId: 'sort', value: 'By number' });
    expect(byWords?.body).toMatchObject({
      actions: [{ type: 'static_select', selected_option: { value: 'number' } }],
      state: { values: { controls: { sort: { selected_option: { value: 'number' } } } } },
    });
    await expect(ravi.select(card(slack), { actionId: 'sort', value: 'age' })).rejects.toThrow(
      'there is no option "age"; offered: price, number',
    );
  });

  it('ask the bot for the options of an external menu', async () => {
    const { slack, regions } = await withCard();
    const choice = { actionId: 'region', typed: 'mh', value: 'mh' };
    const delivery = await slack.as('U0RAVI').select(card(slack), choice);
    expect(delivery).toMatchObject({ ackStatus: 200 });
    expect(regions).toHaveLength(1);
    expect(regions[0]).toContain('"value":"mh"');
  });

  it('show their confirmation dialog', async () => {
    const { slack } = await withCard();
    expect(slack.as('U0RAVI').confirmDialog(card(slack), { actionId: 'deny' })).toEqual({
      title: 'Sure?',
      text: 'It is final.',
      confirm: 'Yes',
      deny: 'No',
    });
  });

  it('are out of reach once the message is gone, except for a stale or forged click', async () => {
    const { slack } = await withCard();
    const shown = card(slack);
    const url = `${slack.apiUrl}chat.delete`;
    await fetch(url, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${slack.workspace.botToken}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ channel: shown.channel, ts: shown.ts }),
    });
    const ravi = slack.as('U0RAVI');
    await expect(ravi.click(shown, { actionId: 'deny' })).rejects.toThrow('cannot see');
    const stale = await ravi.click(shown, { actionId: 'deny' }, { asShown: true });
    expect(stale.body).toMatchObject({
      message: { ts: shown.ts },
      actions: [{ action_id: 'deny' }],
    });
    const action = { type: 'button', action_id: 'deny', block_id: 'x', value: 'forged' };
    const forged = await ravi.rawAction(shown, action, { team: { id: 'T0OTHER' } });
    expect(forged.body).toMatchObject({ team: { id: 'T0OTHER' }, actions: [action] });
  });
});

it('publishes a Home tab when someone opens it', async () => {
  const slack = await setUp((app) =>
    app.event('app_home_opened', async ({ event, client }) => {
      const blocks = [{ type: 'divider' as const }];
      await client.views.publish({ user_id: event.user, view: { type: 'home', blocks } });
    }),
  );
  const { ackStatus } = await slack.as('U0ASHA').openHome();
  expect(ackStatus).toBe(200);
  await vi.waitFor(() => expect(slack.home('U0ASHA')).toMatchObject({ type: 'home' }));
});

describe('menus of people and channels', () => {
  const menus = {
    users: { type: 'users_select' as const },
    inside: {
      type: 'conversations_select' as const,
      filter: { include: ['private' as const], exclude_external_shared_channels: true },
    },
    anywhere: { type: 'conversations_select' as const },
    open: { type: 'channels_select' as const },
  };

  it.each([
    ['users', 'U0DEV', 'U0GONE'],
    ['inside', 'C0PRIVATE', 'C0OPS'],
    ['anywhere', 'C0RANDOM', 'C0NOWHERE'],
    ['open', 'C0SHARED', 'C0PRIVATE'],
  ] as const)('offer in %s what Slack offers', async (menu, offered, not) => {
    const slack = await setUp((app) => {
      app.command('/open', async ({ ack, body, client }) => {
        const elements = [{ ...menus[menu], action_id: 'menu', placeholder: plain('Menu') }];
        const blocks = [{ type: 'actions' as const, elements }];
        await client.views.open({ trigger_id: body.trigger_id, view: modal('First', { blocks }) });
        await ack();
      });
      app.action('menu', ({ ack }) => ack());
    });
    await slack.as('U0RAVI').command('C0OPS', '/open');
    const view = slack.openView('U0RAVI');
    if (!view) throw new Error('no modal');
    const choose = (value: string) => slack.as('U0RAVI').select(view, { actionId: 'menu', value });
    await expect(choose(not)).rejects.toThrow(`menu offers`);
    expect(await choose(offered)).toMatchObject({ type: 'block_actions' });
  });
});

it('reports an unanswered envelope over Socket Mode and a bot that hung up', async () => {
  const slack = await startSlackStandIn({ ackLimitMs });
  cleanUp.push(() => slack.stop());
  const bot = await startSocketBot(slack, (app) => {
    app.command('/slow', () => new Promise(() => undefined));
  });
  expect(slack.socketConnected()).toBe(1);
  const slow = await slack.as('U0ASHA').command('C0OPS', '/slow');
  expect(slow).toMatchObject({ transport: 'socket', error: 'operation_timeout' });
  await bot.stop();
  await vi.waitFor(() => expect(slack.socketConnected()).toBe(0));
  const gone = await slack.as('U0ASHA').command('C0OPS', '/slow');
  expect(gone).toMatchObject({ transport: 'none', error: 'dispatch_failed' });
});

it('asks sockets to reconnect, and each address lets one socket in', async () => {
  const slack = await startSlackStandIn();
  cleanUp.push(() => slack.stop());
  const headers = { authorization: `Bearer ${slack.workspace.appToken}` };
  const answer = await fetch(`${slack.apiUrl}apps.connections.open`, { method: 'POST', headers });
  const url = String(recordOf(await answer.json()).url);
  const socket = new WebSocket(url);
  const messages: unknown[] = [];
  socket.on('message', (data) => messages.push(parseJson(String(data))));
  await vi.waitFor(() => expect(messages).toMatchObject([{ type: 'hello' }]));
  slack.disconnectSockets('refresh_requested');
  await vi.waitFor(() =>
    expect(messages[1]).toMatchObject({ type: 'disconnect', reason: 'refresh_requested' }),
  );
  const again = new WebSocket(url);
  const refusal = new Promise((resolve) => again.once('error', resolve));
  expect(String(await refusal)).toContain('401');
});

it('leaves a call hanging when told to', async () => {
  const slack = await startSlackStandIn();
  cleanUp.push(() => slack.stop());
  slack.fault('auth.test', { hang: true });
  const call = fetch(`${slack.apiUrl}auth.test`, {
    method: 'POST',
    signal: AbortSignal.timeout(100),
  });
  await expect(call).rejects.toThrow('timeout');
});

it('obeys a person and shows the state over its control address', async () => {
  const slack = await setUp((app) => app.command('/open', ({ ack }) => ack('Hello <@U0ASHA>')));
  const post = async (wish: object) => {
    const url = `${slack.url}/sandbox/do`;
    const response = await fetch(url, { method: 'POST', body: JSON.stringify(wish) });
    return { status: response.status, answer: JSON.stringify(await response.json()) };
  };
  const done = await post({ as: 'U0ASHA', do: 'command', channel: 'C0OPS', command: '/open' });
  expect(done.status).toBe(200);
  expect((await post({ as: 'U0ASHA', do: 'submit' })).answer).toContain('asha has no modal open');
  expect((await post({ as: 'U0ASHA', do: 'dance' })).status).toBe(400);
  const state = await fetch(`${slack.url}/sandbox/state`);
  expect(await state.text()).toContain('"lines":["Hello @Asha Rao"]');
  expect((await fetch(`${slack.url}/elsewhere`)).status).toBe(404);
});
