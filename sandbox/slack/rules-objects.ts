import { LIMITS } from './limits.ts';
import {
  about,
  boolean,
  both,
  byType,
  list,
  object,
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

export const dispatchConfig = object({
  trigger_actions_on: optional(list(oneOf('on_enter_pressed', 'on_character_entered'), 2)),
});
