import { useRef, useState } from 'react';
import type { ShownWorkspace } from '../../../../playground/shown.ts';
import { holdsMany, optionsOf, valueKey, visibleText } from '../../../elements.ts';
import { type JsonRecord, recordsIn } from '../../../json.ts';
import { offeredChannels, offeredPeople } from '../../../offered.ts';
import { type ElementProps, useElement } from '../surface.ts';
import { useWindow } from '../window.ts';
import { Menu } from './menu.tsx';
import type { Choice, ChoiceGroup } from './menu-list.tsx';
import { Warning } from './warning.tsx';

/** From how many choices of its own a menu has a field to search in. All others have one. */
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
function groupsOf(element: JsonRecord, workspace: ShownWorkspace): ChoiceGroup[] {
  const type = String(element.type);
  if (type.endsWith('users_select')) {
    const choices = offeredPeople(workspace.people).map(({ id, realName, name }) => ({
      value: id,
      text: realName,
      description: `@${name}`,
    }));
    return [{ label: '', choices }];
  }
  if (type.endsWith('conversations_select') || type.endsWith('channels_select')) {
    const known = [...workspace.channels, ...workspace.otherChannels];
    const choices = offeredChannels(element, known, workspace.you.id).map(({ id, name }) => ({
      value: id,
      text: `#${name}`,
    }));
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
  const { workspace } = useWindow();
  const [typed, setTyped] = useState('');
  const [offered, setOffered] = useState<ChoiceGroup[]>([]);
  const [isAsking, setAsking] = useState(false);
  const asked = useRef(0);
  /** What somebody who chooses fast has chosen so far, until it is what the menu holds. */
  const picked = useRef<string[]>(undefined);
  const isExternal = String(element.type).endsWith('external_select');
  const isOwn = String(element.type).endsWith('static_select');
  const isMany = holdsMany(element.type);
  const groups = isExternal ? offered : groupsOf(element, workspace);
  const chosen = chosenOf(value, groups);
  const ids = chosen.map((choice) => choice.value);
  if (picked.current?.join() === ids.join()) picked.current = undefined;
  const count = groups.reduce((sum, { choices }) => sum + choices.length, 0);

  const least = Number(element.min_query_length ?? 3);

  /** Asks the app while somebody types; an answer that comes after a newer question is not shown. */
  async function search(next: string): Promise<void> {
    setTyped(next);
    asked.current += 1;
    const question = asked.current;
    // What was offered for other words cannot be chosen by a quick Enter.
    setOffered([]);
    if (next.length < least) return;
    setAsking(true);
    const { offered: answer = {} } = await suggest(next);
    if (question !== asked.current) return;
    setAsking(false);
    setOffered(ownGroups(answer));
  }

  function emptyWords(): string {
    if (!isExternal) return 'Nothing found.';
    if (typed.length < least) return `Type at least ${least} characters.`;
    return isAsking ? 'Looking…' : 'Nothing found.';
  }

  async function toggle(one: string): Promise<void> {
    const now = picked.current ?? ids;
    const next = now.includes(one) ? now.filter((id) => id !== one) : [...now, one];
    picked.current = next;
    const { ok } = await select(next, typed);
    if (!ok) picked.current = undefined;
  }

  const words = chosen.map((choice) => choice.text).join(', ');
  const placeholder = visibleText(element.placeholder);
  return (
    <span className="control">
      <Menu
        className="select"
        label={labelledBy ? undefined : [words, placeholder].filter(Boolean).join(', ') || 'Choose'}
        labelledBy={labelledBy}
        describedBy={describedBy}
        isInvalid={isInvalid}
        groups={groups}
        chosen={ids}
        isMany={isMany}
        hasSearch={isOwn ? count >= SEARCH_FROM : true}
        emptyWords={emptyWords()}
        {...(isExternal ? { onSearch: (next: string) => void search(next) } : {})}
        onChoose={(one) => void (isMany ? toggle(one) : select(one, typed))}
      >
        {words || <span className="quiet">{placeholder || 'Choose'}</span>}
      </Menu>
      <Warning text={warning} />
    </span>
  );
}
