import { DEFAULT_WORKSPACE, type Person, type PersonKind } from '../../sandbox/slack/workspace.ts';

/** A channel that guests and people of another workspace see too. */
export const SHARED = 'C0SHARED';

/** So many people of one kind: `U0GUEST0`, `U0GUEST1`, and so on. */
export function crowd(kind: PersonKind, count: number): Person[] {
  return Array.from({ length: count }, (_, at) => ({
    id: `U0${kind.toUpperCase()}${at}`,
    name: `${kind}${at}`,
    realName: `${kind} ${at}`,
    tz: 'Asia/Kolkata',
    kind,
    ...(kind === 'external' && { teamId: 'T0PARTNER' }),
  }));
}

/** The usual workspace with more people, all of them in the shared channel. */
export function workspaceWith(people: readonly Person[]) {
  return {
    people: [...DEFAULT_WORKSPACE.people, ...people],
    channels: DEFAULT_WORKSPACE.channels.map((channel) =>
      channel.id === SHARED
        ? { ...channel, members: [...channel.members, ...people.map(({ id }) => id)] }
        : channel,
    ),
  };
}
