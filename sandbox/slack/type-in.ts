import { CannotDoThat } from './find-element.ts';
import type { JsonRecord } from './json.ts';
import { LIMITS } from './limits.ts';

const TYPED = new Set([
  'plain_text_input',
  'number_input',
  'email_text_input',
  'url_text_input',
  'rich_text_input',
]);

export function takesTyping(element: JsonRecord): boolean {
  return TYPED.has(String(element.type));
}

/** The value of a text field after a person typed; the field stops at its max_length. */
export function typedValue(element: JsonRecord, text: string): JsonRecord {
  const type = String(element.type);
  const limit = Number(element.max_length ?? LIMITS.plainTextInput.length);
  if (text.length > limit) {
    throw new CannotDoThat(`the field takes at most ${limit} characters, not ${text.length}`);
  }
  if (type !== 'rich_text_input') return { type, value: text === '' ? null : text };
  const section = { type: 'rich_text_section', elements: [{ type: 'text', text }] };
  return { type, rich_text_value: { type: 'rich_text', elements: [section] } };
}

function numberProblem(element: JsonRecord, text: string): string | undefined {
  const value = Number(text);
  if (text.trim() === '' || Number.isNaN(value)) return 'Enter a number.';
  const isDecimal = element.is_decimal_allowed === true;
  if (!isDecimal && !Number.isInteger(value)) return 'Enter a whole number.';
  const { min_value: min, max_value: max } = element;
  if (min !== undefined && value < Number(min)) return `Must be at least ${min}.`;
  if (max !== undefined && value > Number(max)) return `Must be at most ${max}.`;
  return undefined;
}

/** What Slack's client says about a filled text field before it sends the form; undefined when it is fine. */
export function typingProblem(element: JsonRecord, text: string): string | undefined {
  switch (element.type) {
    case 'plain_text_input': {
      const least = Number(element.min_length ?? 0);
      return text.length < least ? `Must be at least ${least} characters.` : undefined;
    }
    case 'number_input':
      return numberProblem(element, text);
    case 'email_text_input':
      return /^\S+@\S+\.\S+$/.test(text) ? undefined : 'Enter a valid email address.';
    case 'url_text_input':
      return URL.canParse(text) ? undefined : 'Enter a valid URL.';
    default:
      return undefined;
  }
}
