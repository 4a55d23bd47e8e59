import { isFilled, valueKey, visibleText } from './elements.ts';
import { isRecord, type JsonRecord, listOf, recordsIn, textOf } from './json.ts';
import { channelName, personName, type Reader, readMrkdwn } from './render-mrkdwn.ts';
import { renderRichText } from './render-rich-text.ts';
import type { Inputs } from './store.ts';

/** A text object as the reader sees it. */
export function renderText(value: unknown, reader: Reader): string {
  const text = visibleText(value);
  return isRecord(value) && value.type === 'mrkdwn' ? readMrkdwn(text, reader) : text;
}

function renderChoice(type: string, choice: unknown, reader: Reader): string {
  if (isRecord(choice)) {
    return choice.type === 'rich_text'
      ? renderRichText(choice, reader).join(' ')
      : renderText(choice.text, reader);
  }
  if (type.includes('users_select')) return personName(String(choice), reader);
  if (type.includes('channels_select') || type.includes('conversations_select')) {
    return channelName(String(choice), reader);
  }
  return String(choice);
}

/** What an element holds, as text; undefined when it is empty. */
function renderValue(value: JsonRecord | undefined, reader: Reader): string | undefined {
  if (!value || !isFilled(value)) return undefined;
  const type = String(value.type);
  const content = value[valueKey(type) ?? 'value'];
  const choices = Array.isArray(content) ? content : [content];
  return choices.map((choice) => renderChoice(type, choice, reader)).join(', ');
}

function marks(element: JsonRecord, value: JsonRecord | undefined, reader: Reader): string {
  const isMany = element.type === 'checkboxes';
  const chosen = [value?.selected_option, ...listOf(value?.selected_options)]
    .filter(isRecord)
    .map((option) => option.value);
  return recordsIn(element.options)
    .map((option) => {
      const mark = chosen.includes(option.value) ? 'x' : ' ';
      const box = isMany ? `[${mark}]` : `(${mark})`;
      return `${box} ${renderText(option.text, reader)}`;
    })
    .join('   ');
}

/** An interactive element on one line: `[ Approve ]`, `[ Sort: Price v ]`, `(x) Monthly   ( ) Yearly`. */
export function renderElement(
  element: JsonRecord,
  blockId: unknown,
  inputs: Inputs,
  reader: Reader,
): string {
  const value = inputs[String(blockId)]?.[String(element.action_id)];
  const placeholder = textOf(visibleText(element.placeholder));
  switch (element.type) {
    case 'button':
    case 'workflow_button':
      return `[ ${renderText(element.text, reader)} ]`;
    case 'overflow':
      return `[ ... ${recordsIn(element.options).map(visibleText).join(' | ')} ]`;
    case 'radio_buttons':
    case 'checkboxes':
      return marks(element, value, reader);
    case 'image':
      return `(image: ${element.alt_text})`;
    default:
      return valueKey(element.type)?.startsWith('selected')
        ? `[ ${renderValue(value, reader) ?? placeholder ?? 'Choose'} v ]`
        : `[ ${renderValue(value, reader) ?? (placeholder ? `(${placeholder})` : '          ')} ]`;
  }
}
