import { APPROVALS } from './cast.ts';
import type { Stage } from './stage.ts';

type Slack = Stage['slack'];

const count = <T>(items: readonly T[], matches: (item: T) => boolean) =>
  items.filter(matches).length;

/** Notes that only one person saw, with these words. */
export function notes(slack: Slack, words: string): number {
  const all = slack.workspace.people.flatMap(({ id }) => slack.ephemerals(id));
  return count(all, ({ text, blocks }) => `${text}${JSON.stringify(blocks)}`.includes(words));
}

/** Cards in the approvals channel that say this now. */
export function cards(slack: Slack, words: string): number {
  const posted = slack.messages(APPROVALS).filter((one) => one.botId && !one.threadTs);
  return count(posted, ({ text }) => text.includes(words));
}

/** Replies in the threads of these cards. */
export function replies(slack: Slack, words: string): number {
  const said = slack.messages(APPROVALS).filter((one) => one.threadTs);
  return count(said, ({ text }) => text.includes(words));
}
