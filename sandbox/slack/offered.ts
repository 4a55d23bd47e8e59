import { flagOf, type JsonRecord, recordOf, stringsIn } from './json.ts';
import { isDirectMessage } from './slack.ts';
import type { Channel, Person } from './workspace.ts';

/** Somebody that a menu of people offers: nobody whose account is gone, and nobody the workspace has never met. */
export function offeredPeople<P extends Pick<Person, 'kind'>>(people: readonly P[]): P[] {
  return people.filter(({ kind }) => kind !== 'deactivated' && kind !== 'stranger');
}

function kindOf({ id, isPrivate, isMpim }: Channel): string {
  if (isDirectMessage(id)) return 'im';
  if (isMpim) return 'mpim';
  return isPrivate ? 'private' : 'public';
}

/**
 * The channels that a menu offers a person: public ones, and what else they are in where the menu includes it. A menu of
 * channels knows public ones only. Source: docs.slack.dev/reference/block-kit/block-elements/select-menu-element
 */
export function offeredChannels(
  element: JsonRecord,
  channels: readonly Channel[],
  userId: string,
): Channel[] {
  const filter = recordOf(element.filter);
  const isOfAllKinds = String(element.type).endsWith('conversations_select');
  const included = filter.include === undefined ? undefined : stringsIn(filter.include);
  const kinds = isOfAllKinds ? included : ['public'];
  const hidesShared = flagOf(filter.exclude_external_shared_channels);
  return channels.filter((channel) => {
    const kind = kindOf(channel);
    const isSeen = kind === 'public' || channel.members.includes(userId);
    const isWanted = !kinds || kinds.includes(kind);
    return isSeen && isWanted && !channel.isArchived && !(hidesShared && channel.isExtShared);
  });
}
