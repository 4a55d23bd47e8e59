import { expect, it } from 'vitest';
import { renderMessage, renderView } from '../../../sandbox/slack/render-text.ts';
import type { OpenView, StoredMessage } from '../../../sandbox/slack/store.ts';
import { DEFAULT_WORKSPACE } from '../../../sandbox/slack/workspace.ts';

const plain = (text: string) => ({ type: 'plain_text', text });
const reader = { ...DEFAULT_WORKSPACE, tz: 'Asia/Kolkata' };
const message = (part: Partial<StoredMessage>): StoredMessage => ({
  kind: 'message',
  channel: 'C0OPS',
  ts: '1.000001',
  user: 'U0VOBIZBOT',
  text: '',
  blocks: [],
  edited: false,
  reactions: [],
  inputs: {},
  ...part,
});

it('resolves mentions, links, dates and entities in the zone of the reader', () => {
  const text =
    '<@U0ASHA> in <#C0OPS> &amp; <!subteam^S0FINANCE>: <https://x.test|docs> until ' +
    '<!date^1800000000^{date_short} {time}|soon> &lt;b&gt;';
  const inIndia = '@Asha Rao in #ops & @finance: docs (https://x.test) until 15 Jan 2027 13:30 <b>';
  expect(renderMessage(message({ text }), reader)).toEqual([inIndia]);
  const [inNewYork] = renderMessage(message({ text }), { ...reader, tz: 'America/New_York' });
  expect(inNewYork).toContain('15 Jan 2027 03:00');
});

it('writes near days as Slack does for a reader whose moment of reading is known', () => {
  const text = '<!date^1800000000^{date_short_pretty} at {time}|soon>';
  const read = (hoursLater: number, tz: string) =>
    renderMessage(message({ text }), {
      ...reader,
      tz,
      now: (1_800_000_000 + hoursLater * 3600) * 1000,
    })[0];
  expect(read(1, 'Asia/Kolkata')).toBe('today at 13:30');
  expect(read(14, 'Asia/Kolkata')).toBe('yesterday at 13:30');
  expect(read(14, 'America/New_York')).toBe('today at 03:00');
  expect(read(-14, 'Asia/Kolkata')).toBe('tomorrow at 13:30');
  expect(read(72, 'Asia/Kolkata')).toBe('15 Jan 2027 at 13:30');
});

it('shows a card with its buttons', () => {
  const blocks = [
    { type: 'header', text: plain('Approve a number?') },
    {
      type: 'section',
      text: { type: 'mrkdwn', text: '*+91 22 4000 0001*\nfor <@U0ASHA>' },
      fields: [plain('₹500 now')],
    },
    {
      type: 'rich_text',
      elements: [
        { type: 'rich_text_quote', elements: [{ type: 'text', text: 'as *typed*' }] },
        {
          type: 'rich_text_list',
          style: 'bullet',
          elements: [
            {
              type: 'rich_text_section',
              elements: [{ type: 'user', user_id: 'U0RAVI' }],
            },
          ],
        },
      ],
    },
    { type: 'divider' },
    {
      type: 'actions',
      elements: ['Approve', 'Deny'].map((label) => ({ type: 'button', text: plain(label) })),
    },
    { type: 'context', elements: [{ type: 'mrkdwn', text: 'ord_1' }] },
  ];
  expect(renderMessage(message({ blocks }), reader)).toEqual([
    'Approve a number?',
    '*+91 22 4000 0001*',
    'for @Asha Rao',
    '₹500 now',
    '| as *typed*',
    '• @Ravi Menon',
    '--------',
    '[ Approve ]  [ Deny ]',
    'ord_1',
  ]);
});

it('shows a form with values, placeholders, hints, choices and what is wrong', () => {
  const option = (value: string) => ({ text: plain(value), value });
  const input = (block_id: string, label: string, element: object, extra: object = {}) => ({
    type: 'input',
    block_id,
    label: plain(label),
    element: { action_id: 'x', ...element },
    ...extra,
  });
  const view: OpenView = {
    kind: 'view',
    id: 'V1',
    type: 'modal',
    userId: 'U0ASHA',
    hash: '1',
    rootViewId: 'V1',
    previousViewId: null,
    view: {
      type: 'modal',
      title: plain('Order'),
      submit: plain('Send'),
      close: plain('Cancel'),
      blocks: [
        input('a', 'Purpose', { type: 'plain_text_input' }, { hint: plain('A team or a project') }),
        input(
          'b',
          'Digits',
          { type: 'plain_text_input', placeholder: plain('4000') },
          { optional: true },
        ),
        input('c', 'Holder', { type: 'users_select' }),
        input('d', 'Sort', { type: 'radio_buttons', options: [option('Price'), option('Number')] }),
        input('e', 'Country', { type: 'static_select', placeholder: plain('Pick one') }),
      ],
    },
    inputs: {
      a: { x: { type: 'plain_text_input', value: 'fun' } },
      b: { x: { type: 'plain_text_input', value: null } },
      c: { x: { type: 'users_select', selected_user: 'U0DEV' } },
      d: { x: { type: 'radio_buttons', selected_option: option('Number') } },
      e: { x: { type: 'static_select', selected_option: null } },
    },
    errors: { a: 'Name a team' },
    trouble: 'We had some trouble connecting. Try again?',
  };
  expect(renderView(view, reader)).toEqual([
    '== Order ==',
    '! We had some trouble connecting. Try again?',
    'Purpose:',
    '  [ fun ]',
    '  A team or a project',
    '  ! Name a team',
    'Digits (optional):',
    '  [ (4000) ]',
    'Holder:',
    '  [ @Dev Shah v ]',
    'Sort:',
    '  ( ) Price   (x) Number',
    'Country:',
    '  [ Pick one v ]',
    '[ Cancel ]  [ Send ]',
  ]);
});

it('breaks small print where its author did', () => {
  const elements = [{ type: 'mrkdwn', text: 'requested by <@U0ASHA>\napproved' }];
  const shown = renderMessage(message({ blocks: [{ type: 'context', elements }] }), reader);
  expect(shown).toEqual(['requested by @Asha Rao', 'approved']);
});
