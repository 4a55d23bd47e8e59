import type { Button, InputBlock, PlainTextOption } from '@slack/types';
import { type InputName, inputs } from '../../slack/ids.ts';
import { LIMITS } from './blocks.ts';
import { clipPlain, plain } from './text.ts';

type Common = { label: string; hint?: string; optional?: boolean };

function inputBlock(
  name: InputName,
  common: Common,
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

/** A text field. `value` is shown again cut to `maxLength`, because Slack refuses a longer initial value. */
export function textInput(
  name: InputName,
  field: Common & {
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

export type Choice = { value: string; label: string };

function choiceOption(choice: Choice): PlainTextOption {
  return { text: plain(choice.label, LIMITS.optionText), value: choice.value };
}

/** A menu of one choice. With `dispatch`, choosing is reported at once instead of with the submission. */
export function selectInput(
  name: InputName,
  field: Common & { choices: readonly Choice[]; chosen: Choice | undefined; dispatch?: boolean },
): InputBlock {
  const block = inputBlock(name, field, {
    type: 'static_select',
    action_id: inputs[name].actionId,
    options: field.choices.slice(0, LIMITS.selectOptions).map(choiceOption),
    ...(field.chosen && { initial_option: choiceOption(field.chosen) }),
  });
  return field.dispatch ? { ...block, dispatch_action: true } : block;
}

export function radioInput(
  name: InputName,
  field: Common & { choices: readonly Choice[]; chosen: Choice },
): InputBlock {
  return inputBlock(name, field, {
    type: 'radio_buttons',
    action_id: inputs[name].actionId,
    options: field.choices.map(choiceOption),
    initial_option: choiceOption(field.chosen),
  });
}

/** A button for what cannot be taken back: red, and asked about before it counts. */
export function confirmed(
  button: Button,
  ask: { title: string; text: string; confirm: string; deny: string },
): Button {
  return {
    ...button,
    style: 'danger',
    confirm: {
      title: plain(ask.title, LIMITS.confirmTitle),
      text: plain(ask.text, LIMITS.confirmText),
      confirm: plain(ask.confirm, LIMITS.confirmButton),
      deny: plain(ask.deny, LIMITS.confirmButton),
      style: 'danger',
    },
  };
}
