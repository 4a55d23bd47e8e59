import { describe, expect, it } from 'vitest';
import { publishedBlock } from '../../../sandbox/slack/published-types.ts';
import { validateBlocks } from '../../../sandbox/slack/validate-blocks.ts';
import { validateView } from '../../../sandbox/slack/validate-view.ts';

const plain = (text: string) => ({ type: 'plain_text', text });
const button = (extra: object = {}) => ({ type: 'button', text: plain('Go'), ...extra });
const actions = (...elements: object[]) => ({ type: 'actions', elements });
const option = (value: string) => ({ text: plain(value), value });
const select = (extra: object) => ({ type: 'static_select', action_id: 's', ...extra });
const input = (element: object) => ({ type: 'input', block_id: 'i', label: plain('L'), element });
const many = <T>(count: number, item: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => item(index));

describe('blocks of a message', () => {
  it('accepts a card at the limits', () => {
    const blocks = [
      { type: 'header', text: plain('x'.repeat(150)) },
      {
        type: 'section',
        text: { type: 'mrkdwn', text: 'x'.repeat(3000) },
        fields: many(10, () => plain('x'.repeat(2000))),
      },
      actions(...many(25, (n) => button({ action_id: `a${n}`, value: 'x'.repeat(2000) }))),
      { type: 'context', elements: [{ type: 'mrkdwn', text: 'small' }] },
      {
        type: 'rich_text',
        elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'as typed' }] }],
      },
    ];
    expect(validateBlocks(blocks, 'message')).toEqual([]);
  });

  const refused: [string, object[], string][] = [
    [
      '51 blocks',
      many(51, () => ({ type: 'divider' })),
      '[ERROR] no more than 50 items allowed [json-pointer:/blocks]',
    ],
    [
      'a long button',
      [actions(button({ text: plain('x'.repeat(76)) }))],
      '[ERROR] must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]',
    ],
    [
      'a long button value',
      [actions(button({ value: 'x'.repeat(2001) }))],
      '[ERROR] must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]',
    ],
    [
      'an empty text',
      [{ type: 'section', text: plain('') }],
      '[ERROR] must be more than 0 characters [json-pointer:/blocks/0/text/text]',
    ],
    [
      'mrkdwn where only plain text goes',
      [{ type: 'header', text: { type: 'mrkdwn', text: 'x' } }],
      '[ERROR] must be one of: plain_text [json-pointer:/blocks/0/text/type]',
    ],
    [
      'an unknown block',
      [{ type: 'banner' }],
      '[ERROR] unsupported type: banner [json-pointer:/blocks/0/type]',
    ],
    [
      'an unknown element',
      [actions({ type: 'slider' })],
      '[ERROR] unsupported type: slider [json-pointer:/blocks/0/elements/0/type]',
    ],
    [
      'a misspelt property',
      [{ type: 'section', txt: plain('x') }],
      '[ERROR] invalid additional property: txt [json-pointer:/blocks/0]',
    ],
    [
      'a modal-only block',
      [{ type: 'alert', text: plain('x') }],
      '[ERROR] unsupported type: alert [json-pointer:/blocks/0/type]',
    ],
    [
      'two blocks of the same id',
      many(2, () => ({ type: 'divider', block_id: 'd' })),
      '[ERROR] block_id "d" already exists [json-pointer:/blocks/1/block_id]',
    ],
    [
      'two elements of the same id in a block',
      [actions(button({ action_id: 'a' }), button({ action_id: 'a' }))],
      '[ERROR] action_id "a" already exists [json-pointer:/blocks/0/elements/1/action_id]',
    ],
    [
      'a long confirmation',
      [actions(button({ confirm: { text: plain('x'.repeat(301)) } }))],
      '[ERROR] must be less than 301 characters [json-pointer:/blocks/0/elements/0/confirm/text/text]',
    ],
    [
      '101 options',
      [actions(select({ options: many(101, (n) => option(`o${n}`)) }))],
      '[ERROR] no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]',
    ],
    [
      'a long option value',
      [actions(select({ options: [option('x'.repeat(76))] }))],
      '[ERROR] must be less than 76 characters [json-pointer:/blocks/0/elements/0/options/0/value]',
    ],
    [
      'a select without options',
      [actions(select({}))],
      '[ERROR] must define either options or option_groups [json-pointer:/blocks/0/elements/0]',
    ],
    [
      'an initial option that is not offered',
      [actions(select({ options: [option('a')], initial_option: option('b') }))],
      '[ERROR] initial option is not one of the options [json-pointer:/blocks/0/elements/0]',
    ],
    [
      'a text field outside an input',
      [actions({ type: 'plain_text_input', action_id: 't' })],
      '[ERROR] unsupported type: plain_text_input [json-pointer:/blocks/0/elements/0/type]',
    ],
    [
      'an image without a description',
      [{ type: 'image', image_url: 'https://example.com/a.png' }],
      '[ERROR] missing required field: alt_text [json-pointer:/blocks/0]',
    ],
  ];

  it.each(refused)('refuses %s', (_what, blocks, problem) => {
    expect(validateBlocks(blocks, 'message')).toContain(problem);
  });

  it('refuses blocks that are no list', () => {
    expect(validateBlocks({}, 'message')).toEqual([
      '[ERROR] must provide an array [json-pointer:/blocks]',
    ]);
  });
});

describe('a view', () => {
  const field = { type: 'plain_text_input', action_id: 't' };
  const modal = (extra: object = {}) => ({
    type: 'modal',
    title: plain('Order'),
    submit: plain('Send'),
    blocks: [input(field)],
    ...extra,
  });

  it('is accepted at the limits', () => {
    const view = modal({
      title: plain('x'.repeat(24)),
      private_metadata: 'x'.repeat(3000),
      blocks: many(100, (n) => ({ ...input(field), block_id: `b${n}` })),
    });
    expect(validateView(view, 'modal')).toEqual([]);
  });

  const refused: [string, Record<string, unknown>, string][] = [
    [
      'a long title',
      modal({ title: plain('x'.repeat(25)) }),
      '[ERROR] must be less than 25 characters [json-pointer:/view/title/text]',
    ],
    [
      'no submit beside an input',
      modal({ submit: undefined }),
      '[ERROR] missing required field: submit [json-pointer:/view]',
    ],
    [
      'long private_metadata',
      modal({ private_metadata: 'x'.repeat(3001) }),
      '[ERROR] must be less than 3001 characters [json-pointer:/view/private_metadata]',
    ],
    [
      '101 blocks',
      modal({ blocks: many(101, () => ({ type: 'divider' })) }),
      '[ERROR] no more than 100 items allowed [json-pointer:/view/blocks]',
    ],
    [
      'a message-only block',
      modal({ blocks: [{ type: 'markdown', text: 'x' }] }),
      '[ERROR] unsupported type: markdown [json-pointer:/view/blocks/0/type]',
    ],
    [
      'a field that asks for more than Slack holds',
      modal({ blocks: [input({ ...field, max_length: 3001 })] }),
      '[ERROR] must be an integer from 1 to 3000 [json-pointer:/view/blocks/0/element/max_length]',
    ],
    [
      'a button as an input',
      modal({ blocks: [input(button())] }),
      '[ERROR] unsupported type: button [json-pointer:/view/blocks/0/element/type]',
    ],
    [
      'two focused fields',
      modal({
        blocks: many(2, (n) => ({
          ...input({ ...field, focus_on_load: true }),
          block_id: `b${n}`,
        })),
      }),
      '[ERROR] only one element may have focus_on_load [json-pointer:/view/blocks]',
    ],
  ];

  it.each(refused)('is refused with %s', (_what, view, problem) => {
    expect(validateView(view, 'modal')).toContain(problem);
  });
});

describe('the types that Slack publishes', () => {
  const problems = (block: unknown) => {
    const told: string[] = [];
    publishedBlock(block, '', (at, problem) => told.push(`${at} ${problem}`));
    return told;
  };
  const text = { type: 'plain_text', text: 'Words' };
  const photo = { type: 'image', alt_text: 'A photo' };

  it.each([
    [
      'an unknown field',
      { type: 'divider', colour: 'red' },
      ' invalid additional property: colour',
    ],
    ['a field left out', { type: 'header' }, ' missing required field: text'],
    ['an unknown type', { type: 'headline', text }, '/type not a published type'],
    [
      'another value',
      { type: 'alert', text, level: 'loud' },
      '/level must be one of: default, info',
    ],
    [
      'a wrong kind of value',
      { type: 'markdown', text: 1 },
      '/text the published type is a string',
    ],
    [
      'an element that stands elsewhere',
      { type: 'input', label: text, element: { type: 'overflow', options: [] } },
      '/element/type not a published type',
    ],
    ['neither of two fields', photo, ' missing required field: image_url'],
  ])('refuse %s', (_what, block, problem) => {
    expect(problems(block)).toEqual([expect.stringContaining(problem)]);
  });

  it('take what they name, also inside one another', () => {
    const said = { type: 'rich_text_section', elements: [{ type: 'text', text: 'Words' }] };
    const cell = { type: 'rich_text', elements: [said] };
    expect(problems({ ...photo, image_url: 'https://example.com/a.png' })).toEqual([]);
    expect(problems({ type: 'table', rows: [[cell]] })).toEqual([]);
  });
});
