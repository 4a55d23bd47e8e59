import type { HomeView, ModalView } from '@slack/types';
import { validateBlocks } from '../../../sandbox/slack/validate-blocks.ts';
import { isTooLarge, validateView } from '../../../sandbox/slack/validate-view.ts';
import { buttonOf } from '../../../src/slack/codec.ts';
import type { Message } from '../../../src/views/kit/blocks.ts';

type Json = Readonly<Record<string, unknown>>;

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Every object in a payload, with the way to it. */
function* objects(value: unknown, path = ''): Generator<[string, Json]> {
  if (Array.isArray(value)) {
    for (const [at, item] of value.entries()) yield* objects(item, `${path}/${at}`);
  } else if (isJson(value)) {
    yield [path, value];
    for (const [key, item] of Object.entries(value)) yield* objects(item, `${path}/${key}`);
  }
}

/** What may stand between < and >: tokens of ours that name the people and places of the tests. */
const OURS =
  /<(?:@U0(?:REQUESTER|APPROVER\d*|HOLDER)|#C0(?:APPROVALS|SALES)|!subteam\^S0FINANCE|!date\^\d+\^[^|<>]+\|[^|<>]+|https:\/\/acme\.slack\.com\/[\w/]+\|[\w ]+|https:\/\/console\.vobiz\.ai\|[\w ]+)>/g;

/** Why this markup could ping, link or be cut in half; empty when it cannot. */
function markupProblems(text: string): string[] {
  // A line of ours may begin as a quotation.
  const rest = text.replace(OURS, '').replace(/&(?:amp|lt|gt);|^> /gm, '');
  return /[<>&]/.test(rest) || /\p{Surrogate}/u.test(text)
    ? [`unsafe markup: ${rest.slice(0, 200)}`]
    : [];
}

/** Slack's own limits once more, apart from the table the views use. */
const MAX_CHARS: readonly [RegExp, number][] = [
  [/\/(?:title|submit|close)\/text$/, 24],
  [/\/accessory\/text\/text$|\/elements\/\d+\/text\/text$/, 75],
  [/accessibility_label$|\/options?\/\d+\/text\/text$|\/initial_option\/text\/text$/, 75],
  [/\/(?:options?\/\d+|initial_option)\/value$/, 75],
  [/\/placeholder\/text$/, 150],
  [/action_id$|block_id$|callback_id$/, 255],
  [/\/(?:label|hint)\/text$/, 2000],
  [/\/elements\/\d+\/value$|\/accessory\/value$/, 2000],
  [/private_metadata$/, 3000],
  [/text$/, 3000],
];

function lengthProblems(path: string, object: Json): string[] {
  return Object.entries(object).flatMap(([key, value]) => {
    if (typeof value !== 'string') return [];
    const at = `${path}/${key}`;
    const max = MAX_CHARS.find(([where]) => where.test(at))?.[1] ?? Number.POSITIVE_INFINITY;
    if (value.length > max) return [`${at}: ${value.length} characters, at most ${max}`];
    return key === 'text' && value.length === 0 ? [`${at}: empty`] : [];
  });
}

function textProblems(path: string, object: Json): string[] {
  const problems = lengthProblems(path, object);
  if (object.type === 'header' && isJson(object.text) && String(object.text.text).length > 150) {
    problems.push(`${path}: header too long`);
  }
  if (object.type === 'mrkdwn') {
    if (object.verbatim !== true) problems.push(`${path}: links bare addresses`);
    problems.push(...markupProblems(String(object.text)));
  }
  if (object.type === 'plain_text' && object.emoji !== false) problems.push(`${path}: emoji`);
  return problems;
}

function inputProblems(path: string, object: Json): string[] {
  const { initial_value: value, max_length: max, initial_option: initial, options } = object;
  const problems: string[] = [];
  if (typeof value === 'string' && typeof max === 'number' && value.length > max) {
    problems.push(`${path}: initial value longer than max_length`);
  }
  if (initial !== undefined && Array.isArray(options)) {
    const known = options.map((option) => JSON.stringify(option));
    if (!known.includes(JSON.stringify(initial))) problems.push(`${path}: foreign initial option`);
  }
  if (Array.isArray(options) && (options.length === 0 || options.length > 100)) {
    problems.push(`${path}: ${options.length} options`);
  }
  return problems;
}

function blockProblems(blocks: readonly unknown[], max: number): string[] {
  const problems = [...objects(blocks, '/blocks')].flatMap(([path, object]) => [
    ...textProblems(path, object),
    ...inputProblems(path, object),
  ]);
  if (blocks.length === 0 || blocks.length > max) problems.push(`${blocks.length} blocks`);
  const ids = blocks.flatMap((block) => (isJson(block) && block.block_id ? [block.block_id] : []));
  if (new Set(ids).size !== ids.length) problems.push('two blocks with one block_id');
  const primary = [...objects(blocks)].filter(([, object]) => object.style === 'primary');
  if (primary.length > 1) problems.push('more than one primary button');
  return problems;
}

/** Everything Slack would refuse, or that could ping or link, in a message. */
export function messageProblems({ text, blocks }: Message): string[] {
  const problems = [
    ...validateBlocks(blocks, 'message'),
    ...blockProblems(blocks, 50),
    ...markupProblems(text),
  ];
  if (text.trim() === '' || text.length > 4000) problems.push(`text of ${text.length} characters`);
  return problems;
}

/** The same of a modal or a Home. */
export function viewProblems(view: ModalView | HomeView): string[] {
  const { blocks, ...rest } = view;
  const problems = [...validateView({ ...view }, view.type), ...blockProblems(blocks, 100)];
  for (const [path, object] of objects(rest)) problems.push(...textProblems(path, object));
  const submits = view.type === 'modal' && view.submit;
  if (blocks.some(({ type }) => type === 'input') && !submits) problems.push('no submit');
  if (isTooLarge({ ...view })) problems.push('view too large');
  return problems;
}

/** Every button in a payload, with those that options of overflow menus stand for. */
export function buttonsIn(blocks: readonly unknown[]): { actionId: string; value: string }[] {
  return [...objects(blocks)].flatMap(([, { type, action_id, value, options }]) => {
    if (type === 'button') return [{ actionId: String(action_id), value: String(value) }];
    if (type !== 'overflow' || !Array.isArray(options)) return [];
    return options
      .map((option) => buttonOf(String(option.value)))
      .map(({ id, value }) => ({ actionId: id, value }));
  });
}

/** Everything a reader of a modal or a Home reads, a line per text. */
export function readView(view: ModalView | HomeView): string {
  return [...objects(view.blocks)]
    .filter(([, { type }]) => type === 'mrkdwn' || type === 'plain_text')
    .map(([, { text }]) => String(text))
    .join('\n');
}

/**
 * The words of ours that a reader sees before any click, buttons included. Emoji and signs are no words, and what people or
 * Vobiz wrote is not ours: views quote it with “”, mark its lines with >, or show it as plain text, whose label alone counts.
 */
export function ourWords(blocks: readonly unknown[]): string[] {
  return blocks
    .flatMap((block) => [...objects(block)].map(([path, object]) => ({ path, object, block })))
    .filter(
      ({ path, object: { type } }) =>
        !IN_MENU.test(path) && /^(mrkdwn|plain_text)$/.test(String(type)),
    )
    .map(({ object, block }) => {
      const isQuotation = isJson(block) && block.type === 'section' && object.type === 'plain_text';
      return isQuotation && !isInAccessory(block, object)
        ? String(object.text).split(':')[0]
        : String(object.text).replace(/^>.*$|“[^”]*”/gm, '');
    })
    .join(' ')
    .replace(/<!date\^[^>]*>/g, 'today 8:02')
    .replace(/<[^|>]*\|([^>]*)>/g, '$1')
    .split(/\s+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word));
}

const IN_MENU = /\/(?:options|confirm)\b/;

function isInAccessory(block: Json, object: Json): boolean {
  return [...objects(block.accessory)].some(([, inner]) => inner === object);
}
