import { crowd } from '../test/support/crowd.ts';
import type { Setting } from './processes.ts';

/** So many members of the workspace who are in the channel. The same ones each time. */
export function membersIn({ slack }: Setting, channel: string, count: number): string[] {
  const { people, channels } = slack.workspace;
  const all = crowd('member', count);
  people.push(...all.filter(({ id }) => !people.some((known) => known.id === id)));
  const members = channels.find(({ id }) => id === channel)?.members;
  members?.push(...all.map(({ id }) => id).filter((id) => !members.includes(id)));
  return all.map(({ id }) => id);
}
