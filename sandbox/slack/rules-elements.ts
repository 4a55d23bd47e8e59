import { optionsOf } from './elements.ts';
import { recordsIn } from './json.ts';
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
  ofType,
  oneOf,
  optional,
  type Rule,
  required,
  string,
  url,
} from './rules.ts';
import {
  actionId,
  choiceOption,
  confirm,
  conversationFilter,
  FILE_FIELD,
  focusable,
  menuFields,
  menuOption,
  optionsOrGroups,
  overflowOption,
  placeholder,
  plainText,
  TEXT_FIELDS,
} from './rules-objects.ts';

/** Elements: docs.slack.dev/reference/block-kit/block-elements, fields as in @slack/types 3.2.0 */

const style = { style: optional(oneOf('primary', 'danger')) };
const label = { accessibility_label: optional(string(LIMITS.accessibilityLabel)) };
const confirmable = { ...actionId, confirm: optional(confirm) };
const menu = { ...confirmable, ...focusable, placeholder: optional(placeholder) };
const id = string(255);
const ids = list(id, 100, 0);
const several = { max_selected_items: optional(integer(1, 100)) };
const responding = { response_url_enabled: optional(boolean) };
const conversations = {
  default_to_current_conversation: optional(boolean),
  filter: optional(conversationFilter),
};
const queried = { min_query_length: optional(integer(0, 255)) };
const date = matching(/^\d{4}-\d{2}-\d{2}$/, 'must be a date as YYYY-MM-DD');
const time = matching(/^\d{2}:\d{2}$/, 'must be a time as HH:mm');

/** An initial choice must be one of the options. */
const initialIsOffered = about((value) => {
  const offered = new Set(optionsOf(value).map((option) => option.value));
  const initial = [...recordsIn([value.initial_option]), ...recordsIn(value.initial_options)];
  const isOffered = initial.every((option) => offered.has(option.value));
  return isOffered ? undefined : 'initial option is not one of the options';
});

const buttons: Record<string, Rule> = {
  button: ofType('button', {
    ...confirmable,
    ...style,
    ...label,
    text: required(plainText(LIMITS.button.text)),
    value: optional(string(LIMITS.button.value, 0)),
    url: optional(url(LIMITS.url)),
  }),
  workflow_button: ofType('workflow_button', {
    ...confirmable,
    ...style,
    ...label,
    text: required(plainText(LIMITS.button.text)),
    workflow: required(anything),
  }),
};

const overflow: Record<string, Rule> = {
  overflow: ofType('overflow', {
    ...confirmable,
    options: required(list(overflowOption, LIMITS.choices.overflow)),
  }),
};

const staticMenu = { ...menu, ...menuFields };
const choices: Record<string, Rule> = {
  checkboxes: both(
    ofType('checkboxes', {
      ...confirmable,
      ...focusable,
      options: required(list(choiceOption, LIMITS.choices.checkboxes)),
      initial_options: optional(list(choiceOption, LIMITS.choices.checkboxes)),
    }),
    initialIsOffered,
  ),
  radio_buttons: both(
    ofType('radio_buttons', {
      ...confirmable,
      ...focusable,
      options: required(list(choiceOption, LIMITS.choices.radio_buttons)),
      initial_option: optional(choiceOption),
    }),
    initialIsOffered,
  ),
  static_select: both(
    ofType('static_select', { ...staticMenu, initial_option: optional(menuOption) }),
    optionsOrGroups,
    initialIsOffered,
  ),
  multi_static_select: both(
    ofType('multi_static_select', {
      ...staticMenu,
      ...several,
      initial_options: optional(list(menuOption, LIMITS.select.options)),
    }),
    optionsOrGroups,
    initialIsOffered,
  ),
  external_select: ofType('external_select', {
    ...menu,
    ...queried,
    initial_option: optional(menuOption),
  }),
  multi_external_select: ofType('multi_external_select', {
    ...menu,
    ...queried,
    ...several,
    initial_options: optional(list(menuOption, LIMITS.select.options)),
  }),
  users_select: ofType('users_select', { ...menu, initial_user: optional(id) }),
  multi_users_select: ofType('multi_users_select', {
    ...menu,
    ...several,
    initial_users: optional(ids),
  }),
  conversations_select: ofType('conversations_select', {
    ...menu,
    ...conversations,
    ...responding,
    initial_conversation: optional(id),
  }),
  multi_conversations_select: ofType('multi_conversations_select', {
    ...menu,
    ...conversations,
    ...several,
    initial_conversations: optional(ids),
  }),
  channels_select: ofType('channels_select', {
    ...menu,
    ...responding,
    initial_channel: optional(id),
  }),
  multi_channels_select: ofType('multi_channels_select', {
    ...menu,
    ...several,
    initial_channels: optional(ids),
  }),
  datepicker: ofType('datepicker', { ...menu, initial_date: optional(date) }),
  timepicker: ofType('timepicker', {
    ...menu,
    initial_time: optional(time),
    timezone: optional(string(100)),
  }),
};

const momentPicker: Record<string, Rule> = {
  datetimepicker: ofType('datetimepicker', {
    ...confirmable,
    ...focusable,
    initial_date_time: optional(integer(0, 9_999_999_999)),
  }),
};

export const image = both(
  ofType('image', {
    alt_text: required(string(LIMITS.image.altText)),
    image_url: optional(url(LIMITS.url)),
    slack_file: optional(anything),
  }),
  about((value) =>
    (value.image_url === undefined) === (value.slack_file === undefined)
      ? 'must define either image_url or slack_file'
      : undefined,
  ),
);

/** What may stand where. */
export const accessory = byType({ ...buttons, ...overflow, ...choices, image }, 'element');
export const actionElement = byType(
  { ...buttons, ...overflow, ...choices, ...momentPicker },
  'element',
);
export const cardButton = byType(buttons, 'element');
export function inputElement(inModal: boolean): Rule {
  const table = { ...choices, ...momentPicker, ...TEXT_FIELDS };
  return byType(inModal ? { ...table, ...FILE_FIELD } : table, 'element');
}
export const contextAction = byType(
  {
    icon_button: ofType('icon_button', {
      ...confirmable,
      ...label,
      icon: required(oneOf('trash')),
      text: required(plainText(LIMITS.button.text)),
      value: optional(string(LIMITS.button.value, 0)),
      visible_to_user_ids: optional(ids),
    }),
    feedback_buttons: ofType('feedback_buttons', {
      ...actionId,
      positive_button: required(anything),
      negative_button: required(anything),
    }),
  },
  'element',
);
