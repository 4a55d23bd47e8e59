import type {
  ActionsBlock,
  Button,
  ExternalSelect,
  InputBlock,
  PlainTextOption,
  StaticSelect,
} from '@slack/types';
import { isForgotten } from '../../domain/people/forgotten.ts';
import { fold } from '../../domain/typed.ts';
import { type InputName, inputs } from '../../slack/inputs.ts';
import {
  type Choice,
  choiceOption,
  type FieldWords,
  inputBlock,
  optionsFor,
} from './modal-parts.ts';
import { LIMITS, plain } from './text.ts';

/** Reports each change at once, in a text field each letter or Enter, so that it is kept before anybody submits. */
export function reported(
  block: InputBlock,
  typing: 'on_character_entered' | 'on_enter_pressed' = 'on_character_entered',
): InputBlock {
  const { element } = block;
  if (element.type !== 'plain_text_input') return { ...block, dispatch_action: true };
  const dispatch_action_config = { trigger_actions_on: [typing] };
  return { ...block, dispatch_action: true, element: { ...element, dispatch_action_config } };
}

/** A channel, of those the reader can see. */
export function channelPicker(
  name: InputName,
  field: FieldWords & { chosen: string | undefined },
): InputBlock {
  return inputBlock(name, field, {
    type: 'conversations_select',
    action_id: inputs[name].actionId,
    placeholder: plain('Choose a channel', LIMITS.placeholder),
    filter: { include: ['public', 'private'] },
    ...(field.chosen && { initial_conversation: field.chosen }),
  });
}

export function peoplePicker(
  name: InputName,
  field: FieldWords & { chosen: readonly string[] },
): InputBlock {
  return inputBlock(name, field, {
    type: 'multi_users_select',
    action_id: inputs[name].actionId,
    placeholder: plain('Choose people', LIMITS.placeholder),
    ...(field.chosen.length > 0 && { initial_users: [...field.chosen] }),
  });
}

export function personPicker(name: InputName, field: FieldWords & { chosen: string }): InputBlock {
  return inputBlock(name, field, {
    type: 'users_select',
    action_id: inputs[name].actionId,
    ...(!isForgotten(field.chosen) && { initial_user: field.chosen }),
  });
}

/** A day; `chosen` is an ISO date or ''. */
export function datePicker(name: InputName, field: FieldWords & { chosen: string }): InputBlock {
  return inputBlock(name, field, {
    type: 'datepicker',
    action_id: inputs[name].actionId,
    ...(field.chosen && { initial_date: field.chosen }),
  });
}

/** A time of day, like `09:00`. */
export function timePicker(name: InputName, field: FieldWords & { chosen: string }): InputBlock {
  return inputBlock(name, field, {
    type: 'timepicker',
    action_id: inputs[name].actionId,
    initial_time: field.chosen,
  });
}

/** Several of the options that the app gives when somebody opens the menu or types. */
function askingPicker(
  name: InputName,
  field: FieldWords & { placeholder: string; chosen: readonly Choice[] },
): InputBlock {
  return inputBlock(name, field, {
    type: 'multi_external_select',
    action_id: inputs[name].actionId,
    min_query_length: 0,
    placeholder: plain(field.placeholder, LIMITS.placeholder),
    ...(field.chosen.length > 0 && { initial_options: field.chosen.map(choiceOption) }),
  });
}

/** Several of the options that stand in the form, at most `most`. `chosen`: their values; those not among them are left out. */
export function optionsPicker(
  name: InputName,
  field: FieldWords & {
    placeholder: string;
    choices: readonly Choice[];
    chosen: readonly string[];
    most: number;
  },
): InputBlock {
  const options = optionsFor(field.choices);
  const chosen = options.filter(({ value }) => value && field.chosen.includes(value));
  return inputBlock(name, field, {
    type: 'multi_static_select',
    action_id: inputs[name].actionId,
    options,
    placeholder: plain(field.placeholder, LIMITS.placeholder),
    max_selected_items: field.most,
    ...(chosen.length > 0 && { initial_options: chosen }),
  });
}

type KnownGroup = { id: string; handle: string };

/** Several user groups. Slack has no menu of its own for them. */
export function groupsPicker(
  name: InputName,
  label: string,
  chosen: readonly string[],
  known: readonly KnownGroup[] = [],
): InputBlock {
  const handles = new Map(known.map(({ id, handle }) => [id, handle]));
  return askingPicker(name, {
    label,
    optional: true,
    placeholder: 'Choose user groups',
    chosen: chosen.map((id) => groupChoice({ id, handle: handles.get(id) ?? 'a group' })),
  });
}

/** What that menu offers while somebody types. */
export function groupOptions(
  groups: readonly (KnownGroup & { name: string })[],
  typed: string,
): PlainTextOption[] {
  const wanted = fold(typed);
  const found = groups.filter(({ handle, name }) => fold(`${handle} ${name}`).includes(wanted));
  return optionsFor(found.map(groupChoice));
}

function groupChoice({ id, handle }: KnownGroup): Choice {
  return { value: id, label: `@${handle}` };
}

/** A time zone, by its IANA name or '' for none. */
export function zonePicker(name: InputName, field: FieldWords & { chosen: string }): InputBlock {
  return inputBlock(name, field, {
    ...askingMenu(name, {
      placeholder: 'Choose a time zone',
      chosen: field.chosen === '' ? undefined : zoneChoice(field.chosen),
    }),
  });
}

/** What that menu offers while somebody types. What has been chosen in it can't be emptied, so `none` is a choice too. */
export function zoneOptions(zones: readonly string[], none: string): PlainTextOption[] {
  return optionsFor([{ value: '-', label: none }, ...zones.map(zoneChoice)]);
}

/** `Asia/Kolkata` */
function zoneChoice(zone: string): Choice {
  return { value: zone, label: zone };
}

/** One box to tick. */
export function checkbox(
  name: InputName,
  field: FieldWords & { says: string; isTicked: boolean },
): InputBlock {
  const option = choiceOption({ value: 'yes', label: field.says });
  return inputBlock(
    name,
    { ...field, optional: true },
    {
      type: 'checkboxes',
      action_id: inputs[name].actionId,
      options: [option],
      ...(field.isTicked && { initial_options: [option] }),
    },
  );
}

/** Menus side by side, with buttons after them. What is chosen is reported at once, and kept by Slack until the block gets another id. */
export function menuRow(
  blockId: string,
  ...menus: (ExternalSelect | StaticSelect | Button)[]
): ActionsBlock {
  return { type: 'actions', block_id: blockId, elements: menus };
}

/** A menu that asks the app for its options whenever somebody opens it or types into it. */
export function askingMenu(
  name: InputName,
  menu: { placeholder: string; chosen: Choice | undefined },
): ExternalSelect {
  return {
    type: 'external_select',
    action_id: inputs[name].actionId,
    min_query_length: 0,
    placeholder: plain(menu.placeholder, LIMITS.placeholder),
    ...(menu.chosen && { initial_option: choiceOption(menu.chosen) }),
  };
}

export function choiceMenu(
  name: InputName,
  menu: { choices: readonly Choice[]; chosen: Choice },
): StaticSelect {
  return {
    type: 'static_select',
    action_id: inputs[name].actionId,
    options: optionsFor(menu.choices),
    initial_option: choiceOption(menu.chosen),
  };
}
