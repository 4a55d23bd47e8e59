import { type PlacedElement, placedElements, visibleText } from './elements.ts';
import { type JsonRecord, recordsIn } from './json.ts';
import type { Target } from './payloads.ts';
import { findChannel, type Slack } from './slack.ts';
import { stackOf } from './view-store.ts';
import type { Person } from './workspace.ts';

/** Says which element a person means. Everything given must match; `index` picks among several. */
export interface ElementQuery {
  actionId?: string | undefined;
  blockId?: string | undefined;
  /** The words on the element, or one of its options. */
  text?: string | undefined;
  /** The label of an input, or the text of the section an accessory stands beside. */
  label?: string | undefined;
  /** Zero-based, among the elements that match the rest. */
  index?: number | undefined;
}

/** A person tried what Slack's client would not let them do. */
export class CannotDoThat extends Error {
  override readonly name = 'CannotDoThat';
}

function blocksOf(target: Target): JsonRecord[] {
  return target.kind === 'view' ? recordsIn(target.view.blocks) : target.blocks;
}

/**
 * The target as it is now, if the person can see it: a message in one of their channels, a note to them, their top
 * modal or their Home tab.
 */
export function visibleTarget(slack: Slack, person: Person, shown: Target): Target {
  const current = currentTarget(slack, person, shown);
  if (!current) {
    throw new CannotDoThat(
      `${person.name} cannot see that ${shown.kind}: it is gone or not theirs`,
    );
  }
  return current;
}

function currentTarget(slack: Slack, person: Person, shown: Target): Target | undefined {
  if (shown.kind === 'view') {
    const home = slack.store.homes.get(person.id);
    const top = stackOf(slack, person.id).at(-1);
    return [home, top].find((view) => view?.id === shown.id);
  }
  if (shown.kind === 'ephemeral') {
    return slack.store.ephemerals.find(
      (note) => note.ts === shown.ts && note.userId === person.id && note.channel === shown.channel,
    );
  }
  if (!findChannel(slack, shown.channel)?.members.includes(person.id)) return undefined;
  return slack.store.messages.find(
    (message) => message.channel === shown.channel && message.ts === shown.ts,
  );
}

function describe({ element, blockId, actionId }: PlacedElement): string {
  const words = visibleText(element.text ?? element.placeholder);
  return `${element.type} "${words}" (action_id ${actionId}, block_id ${blockId})`;
}

function matches(placed: PlacedElement, query: ElementQuery): boolean {
  const { element, block } = placed;
  const words = [element.text, ...recordsIn(element.options)].map(visibleText);
  const label = visibleText(block.label ?? block.text);
  return (
    (query.actionId === undefined || placed.actionId === query.actionId) &&
    (query.blockId === undefined || placed.blockId === query.blockId) &&
    (query.text === undefined || words.includes(query.text)) &&
    (query.label === undefined || label === query.label)
  );
}

/** The one element the query means; throws with what is there when none or several match. */
export function findElement(
  target: Target,
  query: ElementQuery,
  accepts: (placed: PlacedElement) => boolean,
): PlacedElement {
  const all = placedElements(blocksOf(target));
  const found = all.filter((placed) => accepts(placed) && matches(placed, query));
  const chosen =
    query.index === undefined && found.length > 1 ? undefined : found[query.index ?? 0];
  if (chosen) return chosen;
  const problem = found.length > 1 ? `${found.length} elements match` : 'nothing matches';
  const visible = all.map(describe).join('; ') || 'no interactive element';
  throw new CannotDoThat(`${problem} ${JSON.stringify(query)}. Visible: ${visible}`);
}
