import { isRecord, type JsonRecord, listOf, recordOf, recordsIn, textOf } from './json.ts';
import type { Ids, Inputs } from './store.ts';

/** One interactive element with the block it stands in. */
export interface PlacedElement {
  block: JsonRecord;
  element: JsonRecord;
  blockId: string;
  actionId: string;
}

/** The interactive elements of a block, in reading order. */
function elementsOf(block: JsonRecord): JsonRecord[] {
  switch (block.type) {
    case 'section':
      return recordsIn([block.accessory]).filter((element) => element.type !== 'image');
    case 'actions':
    case 'context_actions':
      return recordsIn(block.elements);
    case 'input':
      return recordsIn([block.element]);
    case 'card':
      return recordsIn(block.actions);
    default:
      return [];
  }
}

/** Blocks inside blocks (container, carousel) after the blocks themselves. */
function flatten(blocks: JsonRecord[]): JsonRecord[] {
  return blocks.flatMap((block) => [
    block,
    ...flatten(recordsIn(block.child_blocks)),
    ...(block.type === 'carousel' ? recordsIn(block.elements) : []),
  ]);
}

export function placedElements(blocks: JsonRecord[]): PlacedElement[] {
  return flatten(blocks).flatMap((block) =>
    elementsOf(block).map((element) => ({
      block,
      element,
      blockId: String(block.block_id),
      actionId: String(element.action_id),
    })),
  );
}

/** A copy in which every block and every interactive element has its id, as Slack stores them. */
export function withIds(blocks: JsonRecord[], ids: Ids): JsonRecord[] {
  const copy = structuredClone(blocks);
  for (const block of flatten(copy)) {
    block.block_id ??= ids.next('b');
    for (const element of elementsOf(block)) element.action_id ??= ids.next('a');
  }
  return copy;
}

/** All options of a choice element, those inside groups included. */
export function optionsOf(element: JsonRecord): JsonRecord[] {
  return [
    ...recordsIn(element.options),
    ...recordsIn(element.option_groups).flatMap((group) => recordsIn(group.options)),
  ];
}

/** Where each stateful element keeps its value, and the property that pre-fills it. */
const VALUE_KEYS: Record<string, { value: string; initial: string; many?: true }> = {
  plain_text_input: { value: 'value', initial: 'initial_value' },
  number_input: { value: 'value', initial: 'initial_value' },
  email_text_input: { value: 'value', initial: 'initial_value' },
  url_text_input: { value: 'value', initial: 'initial_value' },
  rich_text_input: { value: 'rich_text_value', initial: 'initial_value' },
  static_select: { value: 'selected_option', initial: 'initial_option' },
  external_select: { value: 'selected_option', initial: 'initial_option' },
  radio_buttons: { value: 'selected_option', initial: 'initial_option' },
  users_select: { value: 'selected_user', initial: 'initial_user' },
  conversations_select: { value: 'selected_conversation', initial: 'initial_conversation' },
  channels_select: { value: 'selected_channel', initial: 'initial_channel' },
  datepicker: { value: 'selected_date', initial: 'initial_date' },
  timepicker: { value: 'selected_time', initial: 'initial_time' },
  datetimepicker: { value: 'selected_date_time', initial: 'initial_date_time' },
  checkboxes: { value: 'selected_options', initial: 'initial_options', many: true },
  multi_static_select: { value: 'selected_options', initial: 'initial_options', many: true },
  multi_external_select: { value: 'selected_options', initial: 'initial_options', many: true },
  multi_users_select: { value: 'selected_users', initial: 'initial_users', many: true },
  multi_conversations_select: {
    value: 'selected_conversations',
    initial: 'initial_conversations',
    many: true,
  },
  multi_channels_select: { value: 'selected_channels', initial: 'initial_channels', many: true },
};

/** The property under which an element type reports its value; undefined for buttons and overflow menus. */
export function valueKey(elementType: unknown): string | undefined {
  return VALUE_KEYS[String(elementType)]?.value;
}

export function holdsMany(elementType: unknown): boolean {
  return VALUE_KEYS[String(elementType)]?.many === true;
}

function initialValue(element: JsonRecord): JsonRecord | undefined {
  const keys = VALUE_KEYS[String(element.type)];
  if (!keys) return undefined;
  const empty = keys.many ? [] : null;
  return { type: element.type, [keys.value]: element[keys.initial] ?? empty };
}

/**
 * The values of all stateful elements. A value already there survives when block_id, action_id and type are the
 * same, which is how Slack keeps a person's typing across views.update; anything else starts from its initial value.
 */
export function inputsFor(blocks: JsonRecord[], before: Inputs = {}): Inputs {
  const inputs: Inputs = {};
  for (const { element, blockId, actionId } of placedElements(blocks)) {
    const initial = initialValue(element);
    if (!initial) continue;
    const kept = before[blockId]?.[actionId];
    const value = kept?.type === element.type ? kept : initial;
    inputs[blockId] = { ...inputs[blockId], [actionId]: structuredClone(value ?? initial) };
  }
  return inputs;
}

/** True when the person has given the element a value. */
export function isFilled(value: JsonRecord | undefined): boolean {
  if (!value) return false;
  const content = value[valueKey(value.type) ?? 'value'];
  if (Array.isArray(content)) return content.length > 0;
  return content !== null && content !== undefined && content !== '';
}

/** The visible text of a text object, a button or an option. */
export function visibleText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (!isRecord(value)) return '';
  return textOf(value.text) ?? visibleText(recordOf(value.text).text);
}

/** The readable text of blocks, which Slack derives when a message has no `text`. */
export function derivedText(blocks: JsonRecord[]): string {
  return blocks
    .flatMap((block) => [visibleText(block.text), ...listOf(block.fields).map(visibleText)])
    .filter((line) => line !== '')
    .join(' ');
}
