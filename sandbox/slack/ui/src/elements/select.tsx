import { useState } from 'react';
import { holdsMany, optionsOf, valueKey, visibleText } from '../../../elements.ts';
import { type JsonRecord, recordsIn } from '../../../json.ts';
import type { Reader } from '../../../render-mrkdwn.ts';
import { type ElementProps, useElement } from '../surface.ts';
import { useWindow } from '../window.ts';
import { Menu } from './menu.tsx';
import type { Choice, ChoiceGroup } from './menu-list.tsx';
import { Warning } from './warning.tsx';

/** From how many choices on a search field is offered. */
const SEARCH_FROM = 8;

function choiceOf(option: JsonRecord): Choice {
  const description = visibleText(option.description);
  const text = visibleText(option.text);
  return { value: String(option.value), text, ...(description ? { description } : {}) };
}

function ownGroups(element: JsonRecord): ChoiceGroup[] {
  const groups = recordsIn(element.option_groups);
  if (groups.length === 0) return [{ label: '', choices: optionsOf(element).map(choiceOf) }];
  return groups.map((group) => ({
    label: visibleText(group.label),
    choices: optionsOf(group).map(choiceOf),
  }));
}

/** People and channels are the workspace's; everything else brings its own options. */
function groupsOf(element: JsonRecord, reader: Reader): ChoiceGroup[] {
  const type = String(element.type);
  if (type.endsWith('users_select')) {
    const choices = reader.people.map(({ id, realName }) => ({ value: id, text: realName }));
    return [{ label: '', choices }];
  }
  if (type.endsWith('conversations_select') || type.endsWith('channels_select')) {
    const choices = reader.channels.map(({ id, name }) => ({ value: id, text: `#${name}` }));
    return [{ label: '', choices }];
  }
  return ownGroups(element);
}

/** What is chosen, as choices: options carry their text, ids are looked up. */
function chosenOf(value: JsonRecord | undefined, groups: ChoiceGroup[]): Choice[] {
  const held = value?.[valueKey(value.type) ?? ''];
  const known = groups.flatMap(({ choices }) => choices);
  return (Array.isArray(held) ? held : [held]).flatMap((one) => {
    if (typeof one !== 'string') return recordsIn([one]).map(choiceOf);
    return [known.find((choice) => choice.value === one) ?? { value: one, text: one }];
  });
}

/** Menus of one or many choices: the app's own, the workspace's people and channels, or asked of the app. */
export function Select(props: ElementProps) {
  const { element, labelledBy, describedBy, isInvalid } = props;
  const { value, select, suggest, warning } = useElement(props);
  const { reader } = useWindow();
  const [typed, setTyped] = useState('');
  const [offered, setOffered] = useState<Choice[]>([]);
  const isExternal = String(element.type).endsWith('external_select');
  const isMany = holdsMany(element.type);
  const groups = isExternal ? [{ label: '', choices: offered }] : groupsOf(element, reader);
  const chosen = chosenOf(value, groups);
  const ids = chosen.map((choice) => choice.value);
  const count = groups.reduce((sum, { choices }) => sum + choices.length, 0);

  async function search(next: string): Promise<void> {
    setTyped(next);
    if (next.length < Number(element.min_query_length ?? 3)) return setOffered([]);
    const { options } = await suggest(next);
    setOffered(recordsIn(options).map(choiceOf));
  }

  function choose(one: string): void {
    if (!isMany) void select(one, typed);
    else void select(ids.includes(one) ? ids.filter((id) => id !== one) : [...ids, one], typed);
  }

  const placeholder = visibleText(element.placeholder) || 'Choose';
  return (
    <span className="control">
      <Menu
        className="select"
        label={labelledBy ? undefined : placeholder}
        labelledBy={labelledBy}
        describedBy={describedBy}
        isInvalid={isInvalid}
        groups={groups}
        chosen={ids}
        isMany={isMany}
        hasSearch={isExternal || count >= SEARCH_FROM}
        {...(isExternal ? { onSearch: (next: string) => void search(next) } : {})}
        onChoose={choose}
      >
        {chosen.length > 0 ? (
          chosen.map((choice) => choice.text).join(', ')
        ) : (
          <span className="quiet">{placeholder}</span>
        )}
      </Menu>
      <Warning text={warning} />
    </span>
  );
}
