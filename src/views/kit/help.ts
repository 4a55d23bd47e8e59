import { keysOf } from '../../domain/fields.ts';
import { holdsCode, isLikeDate } from '../../domain/verification/code.ts';
import { COMMAND } from '../../slack/ids.ts';
import { context, type Message, message, section, sentence } from './blocks.ts';
import { inlineText } from './text.ts';

/** `alone`: no word may follow it. */
type Task = { does: string; line: string; more: readonly string[]; alone?: true };

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
      `\`${COMMAND} numbers 98456\` shows those with these digits.`,
      `\`${COMMAND} numbers csv\` sends you one file of them all.`,
    ],
  },
  orders: {
    does: 'See requests and their status',
    line: `${COMMAND} orders`,
    more: [
      "Show everybody's, yours, or those waiting for you, by state and month.",
      `\`${COMMAND} orders mine\` or \`${COMMAND} orders waiting\` shows these at once.`,
    ],
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
    alone: true,
  },
  doctor: {
    does: 'See what is wrong with the set-up',
    line: `${COMMAND} doctor`,
    more: ['For admins and owners of this workspace. Only you see the answer.'],
    alone: true,
  },
  digest: {
    does: 'See what the weekly digest would say now',
    line: `${COMMAND} digest`,
    more: ['For admins and approvers. Only you see the answer.'],
    alone: true,
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

/** Whether no word may follow it. */
export function standsAlone(name: TaskName): boolean {
  const { alone }: Task = TASKS[name];
  return alone === true;
}

/** Every task in a line each, or more about the one named by `words`. */
export function help(words: readonly string[] = []): Message {
  const [word = '', ...more] = words;
  if (word === '') return OVERVIEW;
  const name = TASK_NAMES.find((task) => task === word.toLowerCase());
  if (!name) return unknownWords('help', words, OVERVIEW);
  return more.length > 0 ? notUnderstood('help', more) : usage(name);
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

/** More about one task. */
function usage(name: TaskName): Message {
  return message([section(taskLine(name)), section(TASKS[name].more.join('\n'))]);
}

/** The answer to words after a task that it can do nothing with, and what it takes. */
export function notUnderstood(name: TaskName, words: readonly string[]): Message {
  return unknownWords(name, words, usage(name));
}

function unknownWords(name: TaskName, words: readonly string[], rest: Message): Message {
  if (holdsCode(words.filter((word) => !isLikeDate(word)).join(' '))) return codeInCommand();
  const unknown = `I don't know “${inlineText(words.join(' '), 60)}” after \`${COMMAND} ${name}\`.`;
  const next = standsAlone(name) ? ` ${ALONE}` : '';
  return message([section(`${unknown}${next}`), ...rest.blocks]);
}

const ALONE = 'Nothing may follow it.';

/** To a person who typed what looks like a one-time code after the command. We don't repeat the code. */
export function codeInCommand(): Message {
  return sentence(
    "That looks like a one-time code. We didn't keep it. Press Enter code on the card.",
  );
}
