import { keysOf } from '../../domain/fields.ts';
import { COMMAND } from '../../slack/ids.ts';
import { context, type Message, message, section, sentence } from './blocks.ts';
import { inlineText } from './text.ts';

type Task = { does: string; line: string; more: readonly string[] };

const TASKS = {
  search: {
    does: 'Find a number and request it',
    line: `${COMMAND} search IN`,
    more: [
      `Name a country, or a country and a region as Vobiz writes it: \`${COMMAND} search in mh\`, \`${COMMAND} search India\`, or \`${COMMAND} search\` alone.`,
      "Press Choose at a number to request it. It's bought once it is approved: by the people your policy names, or by a rule of it.",
    ],
  },
  byon: {
    does: 'Verify a number you already have',
    line: `${COMMAND} byon +919876543210`,
    more: [
      'Vobiz sends a one-time code to the number by text message or voice call. A card in this channel lets whoever holds the phone enter it.',
      'The same form opens from the menu of any message with a phone number in it: Verify this number.',
      'Numbers bought from Vobiz cannot receive text messages: use a voice call. Never post a code in a channel.',
    ],
  },
  numbers: {
    does: 'See the numbers this workspace has',
    line: `${COMMAND} numbers`,
    more: [
      'Bought, brought along and connected ones in one list, with who got them, what they cost and how they stand. Filter by country, state or words; Details leads to renaming, another token and disconnecting, for those who may.',
      'Home of this app shows what waits for you, your requests and the newest numbers.',
    ],
  },
  orders: {
    does: 'See the newest requests and how they stand',
    line: `${COMMAND} orders`,
    more: ['Only you see the answer.'],
  },
  status: {
    does: 'See one request in full',
    line: `${COMMAND} status ord_7k3m9q2x`,
    more: [`The id is on the card and in \`${COMMAND} orders\`. Only you see the answer.`],
  },
  audit: {
    does: 'Get who did what, and when, as a file',
    line: `${COMMAND} audit 2026-11`,
    more: [
      `Name a month, a request like \`${COMMAND} audit ord_7k3m9q2x\`, or a person like \`${COMMAND} audit @asha\`; \`${COMMAND} audit\` alone is this month. Months are in UTC.`,
      'Only for those whom the policy names under `audit_readers`. The file comes to your direct messages with this bot.',
    ],
  },
  settings: {
    does: 'See and change who approves and what may be spent',
    line: `${COMMAND} settings`,
    more: ['For admins and owners of this workspace. Only you see the answer.'],
  },
  doctor: {
    does: 'See what is wrong with the set-up',
    line: `${COMMAND} doctor`,
    more: ['For admins and owners of this workspace. Only you see the answer.'],
  },
  help: {
    does: 'See this, or more about one task',
    line: `${COMMAND} help search`,
    more: ['Only you see the answer.'],
  },
} as const satisfies Readonly<Record<string, Task>>;
export type TaskName = keyof typeof TASKS;

/** The words that may follow the command. */
export const TASK_NAMES: readonly TaskName[] = keysOf(TASKS);

/** Every task in a line each, or more about the one named by `word`. */
export function help(word?: string): Message {
  const name = TASK_NAMES.find((task) => task === word?.trim().toLowerCase());
  return name ? usage(name) : OVERVIEW;
}

function taskLine(name: TaskName): string {
  return `${TASKS[name].does}: \`${TASKS[name].line}\``;
}

/** Always the same, and asked for more often than anything else: made once. */
const OVERVIEW = message([
  section('*Numbers for WhatsApp, from Vobiz.* What you can do, and the line to type:'),
  ...TASK_NAMES.map((task) => section(taskLine(task))),
  context('Requests are approved first: by people, or by a rule of your policy.'),
]);

/** The answer to a word that is none of ours. `nearest` is the task that was most likely meant. */
export function unknownCommand(typed: string, nearest?: TaskName): Message {
  const problem = `“${inlineText(typed, 60)}” is not something this command can do.`;
  return sentence(
    nearest
      ? `${problem} Did you mean this? ${taskLine(nearest)}`
      : `${problem} To see what it can do: \`${COMMAND} help\``,
  );
}

/** The answer to a task that lacks something, like `status` without an id. */
export function usage(name: TaskName): Message {
  return message([section(taskLine(name)), section(TASKS[name].more.join('\n'))]);
}

/** To whoever typed what looks like a one-time code after the command. The code is not repeated. */
export function codeInCommand(): Message {
  return sentence(
    'That looks like a one-time code, so it was not read, kept or sent anywhere. Press Enter code on the card of the verification and enter it there: what is typed into that form goes to Vobiz and nowhere else.',
  );
}
