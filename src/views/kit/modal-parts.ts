import type { InputBlock, KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import type { NotAPhone, PhoneProblem } from '../../domain/phone.ts';
import { REASON_MAX } from '../../domain/typed.ts';
import type { Definition } from '../../slack/codec.ts';
import { modalIds } from '../../slack/ids.ts';
import { type InputName, inputs } from '../../slack/inputs.ts';
import { context, type Message, message, section } from './blocks.ts';
import { clipPlain, inlineText, LIMITS, plain, plural } from './text.ts';

/** A modal that only says something: a message, or a sentence of our own mrkdwn. */
export function noticeView(title: string, said: string | Message): ModalView {
  return {
    type: 'modal',
    callback_id: modalIds.notice.id,
    private_metadata: modalIds.notice.encode({}),
    title: plain(title, LIMITS.modalTitle),
    close: plain('Close', LIMITS.modalTitle),
    blocks: typeof said === 'string' ? [section(said)] : said.blocks,
  };
}

const OPEN_AGAIN = 'close it and open it again.';

/** While we look something up or carry something out. `then`: as in `working`. */
export function workingView(title: string, says: string, then: string = OPEN_AGAIN): ModalView {
  return noticeView(title, message(working(says, then)));
}

/** If the process dies meanwhile, nobody draws the modal again: so this says by itself what to do then. */
export function working(says: string, then: string = OPEN_AGAIN): KnownBlock[] {
  return [section(says), context(`If you still see this in a minute, ${then}`)];
}

/** What a modal says, for somebody who closed it before it said so. */
export function asMessage({ blocks }: ModalView): Message {
  return message(blocks.filter(isSaid));
}

/** Our own blocks are all known ones; fields and buttons belong to the window. */
function isSaid(block: ModalView['blocks'][number]): block is KnownBlock {
  return ['section', 'context', 'header', 'divider'].includes(block.type);
}

/** In place of something we didn't do. A sentence is our own mrkdwn. */
export function notDone(said: string | Message): ModalView {
  return noticeView('Not done', said);
}

/** In place of a form that we can't read any more. */
export function tooOld(said: Message): ModalView {
  return noticeView('Too old', said);
}

/**
 * A modal with something to fill in; `value` travels as its private_metadata. `problem` says why it is shown again, above
 * the fields: words that may hold what others wrote.
 */
export function formView<T>(state: {
  form: Definition<T>;
  value: T;
  title: string;
  submit: string;
  /** What closes it with nothing done. */
  close?: string;
  problem?: string | undefined;
  blocks: KnownBlock[];
}): ModalView {
  const { form, value, title, submit, close = 'Cancel', problem, blocks } = state;
  return {
    type: 'modal',
    callback_id: form.id,
    private_metadata: form.encode(value),
    title: plain(title, LIMITS.modalTitle),
    submit: plain(submit, LIMITS.modalTitle),
    close: plain(close, LIMITS.modalTitle),
    blocks: problem ? [section(inlineText(problem, 1000)), ...blocks] : blocks,
  };
}

export type FieldWords = { label: string; hint?: string; optional?: boolean };

export function inputBlock(
  name: InputName,
  common: FieldWords,
  element: InputBlock['element'],
  blockId: string = inputs[name].blockId,
): InputBlock {
  return {
    type: 'input',
    block_id: blockId,
    label: plain(common.label, LIMITS.inputLabel),
    ...(common.hint && { hint: plain(common.hint, LIMITS.inputLabel) }),
    ...(common.optional && { optional: true }),
    element,
  };
}

/** A text field. `value` is cut to `maxLength`, because Slack refuses a longer initial value. */
export function textInput(
  name: InputName,
  field: FieldWords & {
    value?: string | undefined;
    maxLength: number;
    minLength?: number;
    multiline?: boolean;
    placeholder?: string;
    focus?: boolean;
    blockId?: string;
  },
): InputBlock {
  const element = {
    type: 'plain_text_input',
    action_id: inputs[name].actionId,
    max_length: Math.min(field.maxLength, LIMITS.inputValue),
    ...(field.minLength && { min_length: field.minLength }),
    ...(field.multiline && { multiline: true }),
    ...(field.value && { initial_value: clipPlain(field.value, field.maxLength) }),
    ...(field.placeholder && { placeholder: plain(field.placeholder, LIMITS.placeholder) }),
    ...(field.focus && { focus_on_load: true }),
  } as const;
  return inputBlock(name, field, element, field.blockId);
}

/** A few sentences: a reason, a question, an answer. `isPublic`: everybody who sees the card can read them. */
export function sentencesInput(
  name: InputName,
  state: FieldWords & { value: string | undefined; focus?: boolean; isPublic?: boolean },
): InputBlock {
  const { isPublic, ...field } = state;
  const hint = isPublic && { hint: 'Everyone in the channel can read this.' };
  return textInput(name, { ...field, ...hint, maxLength: REASON_MAX, multiline: true });
}

/** A whole number from `min` to `max`, as typed. */
export function numberInput(
  name: InputName,
  field: FieldWords & { value: string; min: number; max: number; focus?: boolean },
): InputBlock {
  return inputBlock(name, field, {
    type: 'number_input',
    action_id: inputs[name].actionId,
    is_decimal_allowed: false,
    min_value: String(field.min),
    max_value: String(field.max),
    ...(field.value && { initial_value: field.value }),
    ...(field.focus && { focus_on_load: true }),
  });
}

export type Choice = { value: string; label: string };

/** What a menu offers: as many as Slack takes. */
export function optionsFor(choices: readonly Choice[]): PlainTextOption[] {
  return choices.slice(0, LIMITS.selectOptions).map(choiceOption);
}

export function choiceOption(choice: Choice): PlainTextOption {
  return { text: plain(choice.label, LIMITS.optionText), value: choice.value };
}

/** A menu of one choice. With `dispatch`, choosing is reported at once instead of with the submission. */
export function selectInput(
  name: InputName,
  field: FieldWords & {
    choices: readonly Choice[];
    chosen: Choice | undefined;
    dispatch?: boolean;
  },
): InputBlock {
  const block = inputBlock(name, field, {
    type: 'static_select',
    action_id: inputs[name].actionId,
    options: optionsFor(field.choices),
    ...(field.chosen && { initial_option: choiceOption(field.chosen) }),
  });
  return field.dispatch ? { ...block, dispatch_action: true } : block;
}

export function radioInput(
  name: InputName,
  field: FieldWords & { choices: readonly Choice[]; chosen: Choice },
): InputBlock {
  return inputBlock(name, field, {
    type: 'radio_buttons',
    action_id: inputs[name].actionId,
    options: field.choices.map(choiceOption),
    initial_option: choiceOption(field.chosen),
  });
}

const PHONE_PROBLEMS: Readonly<Record<PhoneProblem, string>> = {
  no_digits: 'There are no digits in it.',
  no_country_code: 'It has no country code: start with + and the country, like +91.',
  odd_characters: "It has characters that don't belong in a phone number.",
  too_long: "It's too long: a phone number has at most 15 digits.",
  too_short: "It's too short for a phone number with its country code.",
  no_such_number: 'No country has a number of that form. Check for a missing or an extra digit.',
};

/** The problem with a typed number, for the form and for an error under its field. */
export function phoneProblem({ problem, likely }: Pick<NotAPhone, 'problem' | 'likely'>): string {
  const says = PHONE_PROBLEMS[problem];
  return likely ? `${says} Did you mean ${likely}?` : says;
}

/** Under a field that has too many characters, and how many. */
export function shorten(tooLong: number): string {
  return `Shorten it by ${plural(tooLong, 'character')}.`;
}
