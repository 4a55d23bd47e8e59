import type {
  ActionsBlock,
  Button,
  ContextBlock,
  HeaderBlock,
  KnownBlock,
  Overflow,
  SectionBlock,
} from '@slack/types';
import { buttonOf, type Definition, optionOf } from '../../slack/codec.ts';
import { MENU } from '../../slack/ids.ts';
import {
  clipMrkdwn,
  escapeMrkdwn,
  LIMITS,
  link,
  mrkdwn,
  plain,
  present,
  TEXT_SHOWN,
} from './text.ts';

/** A chat message. `text` says everything the blocks say: it is the notification and what screen readers read. */
export type Message = { text: string; blocks: KnownBlock[] };

export function header(text: string): HeaderBlock {
  return { type: 'header', text: plain(text, LIMITS.headerText) };
}

/** A paragraph of our own words. Other people's text goes into `quoted`, or through `inlineText` first. */
export function section(text: string, accessory?: Button | Overflow): SectionBlock {
  const block = { type: 'section', text: mrkdwn(text, LIMITS.sectionText) } as const;
  return accessory ? { ...block, accessory } : block;
}

/** Short facts of our own words side by side, at most ten. */
export function fields(...texts: string[]): SectionBlock {
  return { type: 'section', fields: texts.map((text) => mrkdwn(text, LIMITS.fieldText)) };
}

/** Lines of our own words in as few paragraphs as hold them. */
export function paragraphs(lines: readonly string[]): SectionBlock[] {
  const filled: string[] = [];
  for (const line of lines) {
    const last = filled.at(-1);
    const longer = `${last}\n${line}`;
    if (last === undefined || longer.length > LIMITS.sectionText) filled.push(line);
    else filled[filled.length - 1] = longer;
  }
  return filled.map((text) => section(text));
}

/**
 * A paragraph that Slack shows unchanged: for text that people or Vobiz wrote. Each further line is marked, so that none
 * passes for a line of ours, a price or an approval.
 */
export function quoted(label: string, text: string): SectionBlock {
  const marked = text.replace(LINE_BREAK, '\n> ');
  return { type: 'section', text: plain(`${label}: ${marked}`, TEXT_SHOWN.block) };
}

const LINE_BREAK = /\r\n|[\n\v\f\r\u0085\u2028\u2029]/g;

export function context(text: string): ContextBlock {
  return { type: 'context', elements: [mrkdwn(text, LIMITS.contextText)] };
}

export function actions(...elements: (Button | Overflow)[]): ActionsBlock {
  return { type: 'actions', elements };
}

/** The buttons that apply now; no block where none does. */
export function buttonRow(...some: (Button | Overflow | false)[]): ActionsBlock[] {
  const elements = present(some);
  return elements.length > 0 ? [actions(...elements)] : [];
}

export function button<T>(
  definition: Definition<T>,
  value: T,
  label: string,
  more: { style?: 'primary'; describes?: string } = {},
): Button {
  const { style, describes } = more;
  return {
    type: 'button',
    action_id: definition.id,
    value: definition.encode(value),
    text: plain(label, LIMITS.buttonText),
    ...(style && { style }),
    ...(describes && {
      accessibility_label: plain(`${label} ${describes}`, LIMITS.accessibilityLabel).text,
    }),
  };
}

/** What an overflow menu offers instead of a button. */
export function menuItem<T>(definition: Definition<T>, value: T, label: string): MenuItem {
  return { text: plain(label, LIMITS.optionText), value: optionOf(definition, value) };
}
export type MenuItem = Overflow['options'][number];

/** The menu behind three dots, of at most five items. A choice acts like a press of the button it stands for. */
export function menu(...items: MenuItem[]): Overflow {
  return { type: 'overflow', action_id: MENU, options: items };
}

/** The end of a row: a menu behind three dots, or a button if there is only one item. */
export function lastInRow(items: readonly MenuItem[], describes: string): (Button | Overflow)[] {
  const [only, ...others] = items;
  if (!only) return [];
  if (others.length > 0) return [menu(...items)];
  const { id, value } = buttonOf(only.value ?? '');
  const label = plain(`${only.text.text} ${describes}`, LIMITS.accessibilityLabel).text;
  return [{ type: 'button', action_id: id, value, text: only.text, accessibility_label: label }];
}

type Turn = Definition<{ page: number }>;

/** Previous and Next, where there are such pages. */
export function turnPages(at: { page: number; pages: number }, previous: Turn, next: Turn) {
  return buttonRow(
    at.page > 0 && button(previous, { page: at.page - 1 }, 'Previous'),
    at.page < at.pages - 1 && button(next, { page: at.page + 1 }, 'Next'),
  );
}

/** A context line that leads to the card, when its address is known. */
export function permalinkLine(permalink: string | undefined, label: string): ContextBlock[] {
  return permalink ? [context(link(permalink, label))] : [];
}

/** A message whose `text` is read off its blocks, so that the two can never differ. */
export function message(blocks: KnownBlock[]): Message {
  return { text: textOf(blocks), blocks };
}

function textOf(blocks: readonly KnownBlock[], first: readonly string[] = []): string {
  return clipMrkdwn([...first, ...blocks.flatMap(readable)].join('\n'), LIMITS.messageText);
}

/**
 * The one message of a record. Ids of its blocks tell what was pressed on an older card by its revision. `push` stands in its
 * `text` for the header: a phone shows the first 80 characters or so.
 */
export function card(
  record: { id: string; revision: number },
  blocks: KnownBlock[],
  push?: string,
): Message {
  const { id, revision } = record;
  const shown = blocks.map((block, index) => ({
    ...block,
    block_id: `${id}.${revision}.${index}`,
  }));
  return push === undefined
    ? message(shown)
    : { text: textOf(shown.slice(1), [push]), blocks: shown };
}

/** A message of one paragraph of our own words. */
export function sentence(text: string): Message {
  return message([section(text)]);
}

function readable(block: KnownBlock): string[] {
  switch (block.type) {
    case 'header':
      return [escapeMrkdwn(block.text.text)];
    case 'section':
      return [...(block.text ? [block.text] : []), ...(block.fields ?? [])].map(asMrkdwn);
    case 'context':
      return block.elements.flatMap((element) =>
        element.type === 'image' ? [] : [asMrkdwn(element)],
      );
    case 'actions': {
      const labels = block.elements.flatMap((element) =>
        element.type === 'button'
          ? [element.text.text]
          : element.type === 'overflow'
            ? element.options.map(({ text }) => text.text)
            : [],
      );
      return [`Buttons: ${labels.join(', ')}.`];
    }
    default:
      return [];
  }
}

/** Cuts free text, so that it can't push our own words out of the message's `text`. */
function asMrkdwn(text: { type: 'plain_text' | 'mrkdwn'; text: string }): string {
  return text.type === 'mrkdwn'
    ? text.text
    : clipMrkdwn(escapeMrkdwn(text.text), TEXT_SHOWN.inText);
}
