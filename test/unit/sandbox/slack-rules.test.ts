import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SlackStandIn, startSlackStandIn } from '../../../sandbox/slack/stand-in.ts';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const modal = (title: string, blockId = 'note', initial = 'draft') => ({
  type: 'modal' as const,
  title: plain(title),
  submit: plain('Send'),
  blocks: [
    {
      type: 'input' as const,
      block_id: blockId,
      label: plain('Note'),
      element: {
        type: 'plain_text_input' as const,
        action_id: 'text',
        initial_value: initial,
        max_length: 10,
        min_length: 2,
      },
    },
    {
      type: 'actions' as const,
      block_id: 'more',
      elements: [{ type: 'button' as const, action_id: 'next', text: plain('Next') }],
    },
  ],
});

let clock = 1_800_000_000_000;
let slack: SlackStandIn;
let client: WebClient;
beforeEach(async () => {
  clock = 1_800_000_000_000;
  slack = await startSlackStandIn({ now: () => clock });
  client = clientFor(slack, slack.workspace.botToken);
});
afterEach(() => slack.stop());

function clientFor(standIn: SlackStandIn, token: string): WebClient {
  return new WebClient(token, { slackApiUrl: standIn.apiUrl, retryConfig: { retries: 0 } });
}

/** A live trigger: what the bot would find in the payload, even though no bot is listening. */
async function trigger(): Promise<string> {
  const { body } = await slack.as('U0ASHA').command('C0OPS', '/vobiz-number');
  return String(body.trigger_id);
}

/** Presses Next in the open modal and hands out the trigger of that click. */
async function triggerInModal(): Promise<string> {
  const view = slack.openView('U0ASHA');
  if (!view) throw new Error('no modal is open');
  const { body } = await slack.as('U0ASHA').click(view, { actionId: 'next' });
  return String(body.trigger_id);
}

const refusedWith = (error: string) => ({ data: { ok: false, error } });

describe('triggers', () => {
  it('open one modal only', async () => {
    const trigger_id = await trigger();
    await client.views.open({ trigger_id, view: modal('One') });
    await expect(client.views.open({ trigger_id, view: modal('Two') })).rejects.toMatchObject(
      refusedWith('exchanged_trigger_id'),
    );
  });

  it('expire after three seconds', async () => {
    const trigger_id = await trigger();
    clock += 3001;
    await expect(client.views.open({ trigger_id, view: modal('Late') })).rejects.toMatchObject(
      refusedWith('expired_trigger_id'),
    );
    expect(slack.openView('U0ASHA')).toBeUndefined();
  });

  it('survive a refused view', async () => {
    const trigger_id = await trigger();
    await expect(
      client.views.open({ trigger_id, view: modal('A title that is too long for Slack') }),
    ).rejects.toMatchObject({
      data: {
        error: 'invalid_arguments',
        response_metadata: {
          messages: ['[ERROR] must be less than 25 characters [json-pointer:/view/title/text]'],
        },
      },
    });
    await client.views.open({ trigger_id, view: modal('Short') });
    expect(slack.openView('U0ASHA')?.view).toMatchObject({ title: { text: 'Short' } });
  });
});

describe('modals', () => {
  it('stack three deep and no deeper', async () => {
    await client.views.open({ trigger_id: await trigger(), view: modal('1') });
    await client.views.push({ trigger_id: await triggerInModal(), view: modal('2') });
    await client.views.push({ trigger_id: await triggerInModal(), view: modal('3') });
    await expect(
      client.views.push({ trigger_id: await triggerInModal(), view: modal('4') }),
    ).rejects.toMatchObject(refusedWith('push_limit_reached'));
    const [root, second] = slack.viewStack('U0ASHA');
    expect(second).toMatchObject({ rootViewId: root?.id, previousViewId: root?.id });
    await slack.as('U0ASHA').close();
    expect(slack.openView('U0ASHA')?.view).toMatchObject({ title: { text: '2' } });
  });

  it('refuse an update with a stale hash, and any update once closed', async () => {
    const { view } = await client.views.open({ trigger_id: await trigger(), view: modal('1') });
    const view_id = view?.id ?? '';
    const hash = view?.hash ?? '';
    await client.views.update({ view_id, hash, view: modal('2') });
    await expect(client.views.update({ view_id, hash, view: modal('3') })).rejects.toMatchObject(
      refusedWith('hash_conflict'),
    );
    await slack.as('U0ASHA').close();
    await expect(client.views.update({ view_id, view: modal('3') })).rejects.toMatchObject(
      refusedWith('not_found'),
    );
  });

  it('keep typing across an update unless the block_id changes', async () => {
    const { view } = await client.views.open({ trigger_id: await trigger(), view: modal('1') });
    const open = slack.openView('U0ASHA');
    if (!open) throw new Error('no modal is open');
    await slack.as('U0ASHA').type(open, { label: 'Note' }, 'typed');
    const view_id = view?.id ?? '';
    await client.views.update({ view_id, view: modal('2', 'note', 'other') });
    expect(slack.openView('U0ASHA')?.inputs.note?.text).toMatchObject({ value: 'typed' });
    await client.views.update({ view_id, view: modal('3', 'note-2', 'other') });
    expect(slack.openView('U0ASHA')?.inputs['note-2']?.text).toMatchObject({ value: 'other' });
  });

  it('hold a person to the length of a field', async () => {
    await client.views.open({ trigger_id: await trigger(), view: modal('1') });
    const open = slack.openView('U0ASHA');
    if (!open) throw new Error('no modal is open');
    const asha = slack.as('U0ASHA');
    await expect(asha.type(open, { blockId: 'note' }, 'far too long')).rejects.toThrow(
      'at most 10 characters',
    );
    await asha.type(open, { blockId: 'note' }, 'x');
    await expect(asha.submit()).rejects.toThrow('Must be at least 2 characters.');
    await asha.type(open, { blockId: 'note' }, '');
    await expect(asha.submit()).rejects.toThrow('Please complete this required field.');
    expect(slack.deliveries.filter(({ type }) => type === 'view_submission')).toEqual([]);
  });

  it('belong to one person', async () => {
    await client.views.open({ trigger_id: await trigger(), view: modal('1') });
    const open = slack.openView('U0ASHA');
    if (!open) throw new Error('no modal is open');
    await expect(slack.as('U0RAVI').click(open, { actionId: 'next' })).rejects.toThrow(
      'ravi cannot see that view',
    );
  });
});

describe('messages', () => {
  it('are refused where the bot may not post', async () => {
    const post = (channel: string) => client.chat.postMessage({ channel, text: 'hello' });
    await expect(post('C0NOWHERE')).rejects.toMatchObject(refusedWith('channel_not_found'));
    await expect(post('C0PRIVATE')).rejects.toMatchObject(refusedWith('channel_not_found'));
    await expect(post('C0RANDOM')).rejects.toMatchObject(refusedWith('not_in_channel'));
    const ops = slack.workspace.channels.find(({ id }) => id === 'C0OPS');
    if (ops) ops.isArchived = true;
    await expect(post('C0OPS')).rejects.toMatchObject(refusedWith('is_archived'));
  });

  it('are refused with pointers when a block breaks a limit', async () => {
    const blocks = [{ type: 'header' as const, text: plain('x'.repeat(151)) }];
    await expect(
      client.chat.postMessage({ channel: 'C0OPS', text: 'hello', blocks }),
    ).rejects.toMatchObject({
      data: {
        error: 'invalid_blocks',
        response_metadata: {
          messages: ['[ERROR] must be less than 151 characters [json-pointer:/blocks/0/text/text]'],
        },
      },
    });
    expect(slack.messages('C0OPS')).toEqual([]);
  });

  it('lose their blocks when updated with text alone, and take no text over 4,000', async () => {
    const blocks = [{ type: 'divider' as const }];
    const { ts = '' } = await client.chat.postMessage({ channel: 'C0OPS', text: 'a', blocks });
    await client.chat.update({ channel: 'C0OPS', ts, text: 'b' });
    expect(slack.message('C0OPS', ts)).toMatchObject({ text: 'b', blocks: [], edited: true });
    await expect(
      client.chat.update({ channel: 'C0OPS', ts, text: 'x'.repeat(4001) }),
    ).rejects.toMatchObject(refusedWith('msg_too_long'));
    await expect(
      client.chat.update({ channel: 'C0OPS', ts: '1.000001', text: 'b' }),
    ).rejects.toMatchObject(refusedWith('message_not_found'));
  });

  it('to one person are seen by that person in that channel only', async () => {
    const note = (user: string) =>
      client.chat.postEphemeral({ channel: 'C0APPROVALS', user, text: 'psst' });
    await note('U0RAVI');
    expect(slack.ephemerals('U0RAVI')).toMatchObject([{ text: 'psst', channel: 'C0APPROVALS' }]);
    expect(slack.messages('C0APPROVALS')).toEqual([]);
    await expect(note('U0EXTERNAL')).rejects.toMatchObject(refusedWith('user_not_in_channel'));
  });

  it('to a user id land in the direct message, threads are read with their metadata', async () => {
    const metadata = { event_type: 'order', event_payload: { id: 'ord_1' } };
    const posted = await client.chat.postMessage({ channel: 'U0ASHA', text: 'hi', metadata });
    expect(posted.channel).toBe('D0ASHA');
    const ts = posted.ts ?? '';
    await client.chat.postMessage({ channel: 'D0ASHA', thread_ts: ts, text: 'done' });
    expect(slack.directMessages('U0ASHA').map(({ text }) => text)).toEqual(['hi', 'done']);
    const history = await client.conversations.history({
      channel: 'D0ASHA',
      include_all_metadata: true,
    });
    expect(history.messages).toMatchObject([{ ts, metadata, reply_count: 1 }]);
    const { messages } = await client.conversations.replies({ channel: 'D0ASHA', ts });
    expect(messages?.map(({ text }) => text)).toEqual(['hi', 'done']);
    expect(messages?.[0]).not.toHaveProperty('metadata');
  });
});

describe('tokens and scopes', () => {
  it('refuses a wrong token and the wrong kind of token', async () => {
    const withToken = (token: string) => clientFor(slack, token).auth.test();
    await expect(withToken('xoxb-other')).rejects.toMatchObject(refusedWith('invalid_auth'));
    await expect(withToken(slack.workspace.appToken)).rejects.toMatchObject(
      refusedWith('not_allowed_token_type'),
    );
  });

  it('names the scope that is missing', async () => {
    slack.workspace.scopes = ['chat:write'];
    await expect(client.users.info({ user: 'U0ASHA' })).rejects.toMatchObject({
      data: { error: 'missing_scope', needed: 'users:read', provided: 'chat:write' },
    });
    const { response_metadata } = await client.auth.test();
    expect(response_metadata?.scopes).toEqual(['chat:write']);
  });

  it('remembers methods it does not know', async () => {
    await expect(client.apiCall('stars.add')).rejects.toMatchObject(refusedWith('unknown_method'));
    expect(slack.unknownMethods).toEqual(['stars.add']);
  });
});

describe('people', () => {
  it('are told apart by kind and team', async () => {
    const kinds = await Promise.all(
      ['U0ASHA', 'U0GUEST', 'U0EXTERNAL', 'U0GONE', 'U0HELPERBOT'].map(async (user) => {
        const { user: found } = await client.users.info({ user });
        return [found?.team_id, found?.is_restricted, found?.deleted, found?.is_bot];
      }),
    );
    expect(kinds).toEqual([
      ['T0NUMBERS', false, false, false],
      ['T0NUMBERS', true, false, false],
      ['T0PARTNER', false, false, false],
      ['T0NUMBERS', false, true, false],
      ['T0NUMBERS', false, false, true],
    ]);
    const { users } = await client.usergroups.users.list({ usergroup: 'S0FINANCE' });
    expect(users).toEqual(['U0MEERA']);
  });

  it('from another team cannot run commands, and the deactivated cannot act', async () => {
    const eli = slack.as('U0EXTERNAL');
    await expect(eli.command('C0SHARED', '/vobiz-number')).rejects.toThrow('installing team');
    expect(() => slack.as('U0GONE')).toThrow('deactivated');
  });
});

describe('faults', () => {
  const post = () => client.chat.postMessage({ channel: 'C0OPS', text: 'hello' });
  const posted = () => slack.messages('C0OPS').length;

  it('rate-limit a method for as many calls as asked', async () => {
    slack.fault('chat.postMessage', { error: 'ratelimited', retryAfter: 7, times: 1 });
    const strict = new WebClient(slack.workspace.botToken, {
      slackApiUrl: slack.apiUrl,
      rejectRateLimitedCalls: true,
    });
    await expect(
      strict.chat.postMessage({ channel: 'C0OPS', text: 'hello' }),
    ).rejects.toMatchObject({ retryAfter: 7 });
    await post();
    expect(posted()).toBe(1);
  });

  it('lose the answer of a call that took effect', async () => {
    slack.fault('chat.postMessage', { resetAfter: true });
    await expect(post()).rejects.toThrow();
    expect(posted()).toBe(1);
    expect(slack.calls.at(-1)).not.toHaveProperty('answer');
  });

  it('break a call before it takes effect', async () => {
    slack.fault('chat.postMessage', { reset: true });
    await expect(post()).rejects.toThrow();
    slack.fault('chat.postMessage', { status: 502 });
    await expect(post()).rejects.toThrow();
    slack.fault('chat.postMessage', { error: 'internal_error' });
    await expect(post()).rejects.toMatchObject(refusedWith('internal_error'));
    expect(posted()).toBe(0);
  });

  it('take everything down until the outage ends', async () => {
    slack.outage(true);
    await expect(post()).rejects.toThrow();
    const delivery = await slack.as('U0ASHA').command('C0OPS', '/vobiz-number');
    expect(delivery.error).toBe('dispatch_failed');
    slack.outage(false);
    await post();
    expect(posted()).toBe(1);
  });
});
