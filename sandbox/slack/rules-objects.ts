import { LIMITS } from './limits.ts';
import {
  about,
  anything,
  boolean,
  both,
  byType,
  integer,
  list,
  matching,
  object,
  ofType,
  oneOf,
  optional,
  type Rule,
  required,
  string,
  url,
} from './rules.ts';

/** Composition objects: docs.slack.dev/reference/block-kit/composition-objects */

export function plainText(max: number): Rule {
  return object({
    type: required(oneOf('plain_text')),
    text: required(string(max)),
    emoji: optional(boolean),
  });
}

export function mrkdwn(max: number): Rule {
  return object({
    type: required(oneOf('mrkdwn')),
    text: required(string(max)),
    verbatim: optional(boolean),
  });
}

export function anyText(max: number): Rule {
  return byType({ plain_text: plainText(max), mrkdwn: mrkdwn(max) }, 'text');
}

export const confirm = object({
  title: optional(plainText(LIMITS.confirm.title)),
  text: required(anyText(LIMITS.confirm.text)),
  confirm: optional(plainText(LIMITS.confirm.button)),
  deny: optional(plainText(LIMITS.confirm.button)),
  style: optional(oneOf('primary', 'danger')),
});

function option(text: (max: number) => Rule, hasUrl = false): Rule {
  return object({
    text: required(text(LIMITS.option.text)),
    value: required(string(LIMITS.option.value)),
    description: optional(text(LIMITS.option.description)),
    ...(hasUrl ? { url: optional(url(LIMITS.url)) } : {}),
  });
}

/** Radio buttons and checkboxes may format their options; menus may not. */
export const choiceOption = option(anyText);
export const menuOption = option(plainText);
export const overflowOption = option(plainText, true);

const options = list(menuOption, LIMITS.select.options);
const optionGroups = list(
  object({
    label: required(plainText(LIMITS.optionGroup.label)),
    options: required(options),
  }),
  LIMITS.select.groups,
);

export const menuFields = { options: optional(options), option_groups: optional(optionGroups) };

export const optionsOrGroups = about((value) =>
  (value.options === undefined) === (value.option_groups === undefined)
    ? 'must define either options or option_groups'
    : undefined,
);

/** The answer of an options request; no option at all means nothing was found. */
export const suggestion = both(
  object({
    ...menuFields,
    options: optional(list(menuOption, LIMITS.select.options, 0)),
  }),
  optionsOrGroups,
);

export const placeholder = plainText(LIMITS.placeholder);

export const conversationFilter = object({
  include: optional(list(oneOf('im', 'mpim', 'private', 'public'), 4)),
  exclude_external_shared_channels: optional(boolean),
  exclude_bot_users: optional(boolean),
});

const dispatchConfig = object({
  trigger_actions_on: optional(list(oneOf('on_enter_pressed', 'on_character_entered'), 2)),
});

export const actionId = { action_id: optional(string(LIMITS.actionId)) };
export const focusable = { focus_on_load: optional(boolean) };
const typed = {
  ...actionId,
  ...focusable,
  placeholder: optional(placeholder),
  dispatch_action_config: optional(dispatchConfig),
};
const numeric = matching(/^-?\d+(\.\d+)?$/, 'must be a number in a string');
const length = LIMITS.plainTextInput.length;

/** Fields a person types into; they stand only in input blocks. */
export const TEXT_FIELDS: Record<string, Rule> = {
  plain_text_input: both(
    ofType('plain_text_input', {
      ...typed,
      initial_value: optional(string(length, 0)),
      multiline: optional(boolean),
      min_length: optional(integer(0, length)),
      max_length: optional(integer(1, length)),
    }),
    about(({ min_length: min, max_length: max, initial_value: initial }) => {
      if (Number(min ?? 0) > Number(max ?? length)) return 'min_length is above max_length';
      const isTooLong = String(initial ?? '').length > Number(max ?? length);
      return isTooLong ? 'initial_value is longer than max_length' : undefined;
    }),
  ),
  number_input: ofType('number_input', {
    ...typed,
    is_decimal_allowed: required(boolean),
    initial_value: optional(numeric),
    min_value: optional(numeric),
    max_value: optional(numeric),
  }),
  email_text_input: ofType('email_text_input', {
    ...typed,
    initial_value: optional(string(length)),
  }),
  url_text_input: ofType('url_text_input', {
    ...typed,
    initial_value: optional(string(length)),
  }),
  rich_text_input: ofType('rich_text_input', {
    ...typed,
    initial_value: optional(anything),
    min_lines: optional(integer(1, 100)),
    max_lines: optional(integer(1, 100)),
  }),
};

export const FILE_FIELD: Record<string, Rule> = {
  file_input: ofType('file_input', {
    ...actionId,
    filetypes: optional(list(string(50), 100)),
    max_files: optional(integer(1, 10)),
  }),
};
