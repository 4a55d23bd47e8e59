import { LIMITS } from './limits.ts';
import {
  about,
  anything,
  boolean,
  both,
  integer,
  list,
  matching,
  ofType,
  optional,
  type Rule,
  required,
  string,
} from './rules.ts';
import { dispatchConfig, placeholder } from './rules-objects.ts';

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
