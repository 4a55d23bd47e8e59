import { holdsMany, optionsOf, valueKey, visibleText } from './elements.ts';
import { CannotDoThat } from './find-element.ts';
import type { JsonRecord } from './json.ts';
import { offeredChannels, offeredPeople } from './offered.ts';
import type { Slack } from './slack.ts';
import type { Person } from './workspace.ts';

const DATE_FORMATS: Record<string, RegExp> = {
  datepicker: /^\d{4}-\d{2}-\d{2}$/,
  timepicker: /^\d{2}:\d{2}$/,
};

function pickOption(options: JsonRecord[], wanted: string): JsonRecord {
  const option = options.find(
    (candidate) => candidate.value === wanted || visibleText(candidate.text) === wanted,
  );
  if (option) return option;
  const offered = options.map((candidate) => String(candidate.value)).join(', ');
  throw new CannotDoThat(`there is no option "${wanted}"; offered: ${offered || 'none'}`);
}

function pickOne(
  slack: Slack,
  person: Person,
  element: JsonRecord,
  options: JsonRecord[],
  wanted: string,
): unknown {
  const type = String(element.type);
  if (type.endsWith('users_select')) {
    const people = offeredPeople(slack.workspace.people);
    if (people.some(({ id }) => id === wanted)) return wanted;
    throw new CannotDoThat(`the menu offers no person ${wanted}`);
  }
  if (type.endsWith('conversations_select') || type.endsWith('channels_select')) {
    const channels = offeredChannels(element, slack.workspace.channels, person.id);
    if (channels.some(({ id }) => id === wanted)) return wanted;
    throw new CannotDoThat(`the menu offers ${person.name} no channel ${wanted}`);
  }
  if (type === 'datetimepicker') return Number(wanted);
  const format = DATE_FORMATS[type];
  if (!format) return pickOption(options, wanted);
  if (!format.test(wanted)) throw new CannotDoThat(`"${wanted}" is not what a ${type} gives`);
  return wanted;
}

/**
 * The value of a choice element after a person chose, in the shape of `state.values`.
 * `options` replaces the element's own options for an external select.
 */
export function chosenValue(
  slack: Slack,
  person: Person,
  element: JsonRecord,
  wanted: string | string[],
  options: JsonRecord[] = optionsOf(element),
): JsonRecord {
  const type = String(element.type);
  const key = type === 'overflow' ? 'selected_option' : valueKey(type);
  if (!key) throw new CannotDoThat(`a ${type} offers no choice`);
  const many = holdsMany(type);
  const list = Array.isArray(wanted) ? wanted : [wanted];
  const limit = many ? Number(element.max_selected_items ?? Number.POSITIVE_INFINITY) : 1;
  if (list.length > limit) throw new CannotDoThat(`a ${type} takes at most ${limit} choices`);
  const picked = list.map((item) => pickOne(slack, person, element, options, item));
  return structuredClone({ type, [key]: many ? picked : (picked[0] ?? null) });
}
