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
      `Name a country, and a region if you like: \`${COMMAND} search in mh\`.`,
      "Choose a number and say what it's for. It's bought once it's approved.",
    ],
  },
  byon: {
    does: 'Verify a number you already have',
    line: `${COMMAND} byon +919876543210`,
    more: [
      'Vobiz sends a code to the number, by text or call. The person with the phone enters it on the card here.',
      'Never post a code in a channel. A number bought from Vobiz takes calls only.',
      'Quicker: open the menu of a message with a number in it, and choose Verify this number.',
    ],
  },
  numbers: {
    does: "See your workspace's numbers",
    line: `${COMMAND} numbers`,
    more: [
      'Filter them, see whose they are and what they cost, and manage WhatsApp.',
      `\`${COMMAND} numbers csv\` sends you one file of them all.`,
    ],
  },
  orders: {
    does: 'See requests and their status',
    line: `${COMMAND} orders`,
    more: ["Show everybody's, yours, or those waiting for you, by state and month."],
  },
  status: {
    does: 'See your newest request, or any by its id',
    line: `${COMMAND} status`,
    more: [`\`${COMMAND} status ord_7k3m9q2x\` shows that one.`],
  },
  audit: {
    does: 'Download the activity log',
    line: `${COMMAND} audit 2026-11`,
    more: [
      `Name a month, a request or a person: \`${COMMAND} audit @asha\`. Months are in UTC.`,
      'Only its named readers can get it. The file comes as a direct message.',
    ],
  },
  settings: {
    does: 'See and change who approves and what may be spent',
    line: `${COMMAND} settings`,
    more: ['For admins and owners of this workspace.'],
  },
  doctor: {
    does: 'See what is wrong with the set-up',
    line: `${COMMAND} doctor`,
    more: ['For admins and owners of this workspace. Only you see the answer.'],
  },
  digest: {
    does: 'See what the weekly digest would say now',
    line: `${COMMAND} digest`,
    more: ['For admins and approvers. Only you see the answer.'],
  },
  help: {
    does: 'See more about one of these',
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
  return `\`${TASKS[name].line}\`\n${TASKS[name].does}`;
}

/** One screen. Made once: it never changes, and people ask for it most. */
const OVERVIEW = message([
  section('*Phone numbers for WhatsApp, from Vobiz*'),
  section(TASK_NAMES.map(taskLine).join('\n')),
  context("Your requests and what waits for you are in this app's Home."),
]);

/** The answer to an unknown word. `nearest` is the task that the person most likely meant. */
export function unknownCommand(typed: string, nearest?: TaskName): Message {
  const word = inlineText(typed.split(' ')[0] ?? '', 60);
  const next = nearest ? `Did you mean \`${TASKS[nearest].line}\`?` : `See \`${COMMAND} help\`.`;
  return sentence(`I don't know “${word}”. ${next}`);
}

/** More about one task; the answer to one that lacks something. */
export function usage(name: TaskName): Message {
  return message([section(taskLine(name)), section(TASKS[name].more.join('\n'))]);
}

/** To a person who typed what looks like a one-time code after the command. We don't repeat the code. */
export function codeInCommand(): Message {
  return sentence(
    "That looks like a one-time code. We didn't keep it. Press Enter code on the card.",
  );
}
