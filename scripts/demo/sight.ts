import { renderMessage, renderView } from '../../sandbox/slack/render-text.ts';
import type { SlackStandIn } from '../../sandbox/slack/stand-in.ts';
import type { EphemeralMessage, OpenView, StoredMessage } from '../../sandbox/slack/store.ts';
import type { Person } from './cast.ts';
import type { Steady } from './steady.ts';

/** Reads messages and modals with the eyes of one person: names for ids, times in their own zone. */
export function createSight(slack: SlackStandIn, steady: Steady) {
  function reader({ id }: Person) {
    const { people, channels, userGroups } = slack.workspace;
    const tz = people.find((person) => person.id === id)?.tz ?? 'Etc/UTC';
    return { people, channels, userGroups, tz, now: steady.now() };
  }

  return {
    message: (who: Person, shown: StoredMessage | EphemeralMessage): string[] =>
      renderMessage(steady.moments(shown), reader(who)),
    /** The title apart from what is under it. */
    modal(who: Person, shown: OpenView): { title: string; lines: string[] } {
      const [title = '', ...lines] = renderView(steady.moments(shown), reader(who));
      return { title: title.replace(/^== | ==$/g, ''), lines };
    },
    home: (who: Person, shown: OpenView): string[] =>
      renderView(steady.moments(shown), reader(who)),
    channel: (id: string): string =>
      `#${slack.workspace.channels.find((channel) => channel.id === id)?.name ?? id}`,
  };
}
export type Sight = ReturnType<typeof createSight>;
