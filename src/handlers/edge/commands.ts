import { distance } from 'fastest-levenshtein';
import { readMonth } from '../../domain/audit/audit.ts';
import { orderIdSchema } from '../../domain/order/order.ts';
import { cleanTerm } from '../../domain/typed.ts';
import { readCode } from '../../domain/verification/code.ts';
import type { OrderRecords } from '../../flows/change.ts';
import { COMMAND } from '../../slack/ids.ts';
import type { Doing } from '../../views/kit/error-sentences.ts';
import {
  codeInCommand,
  help,
  TASK_NAMES,
  type TaskName,
  unknownCommand,
  usage,
} from '../../views/kit/help.ts';
import { orderStatus, ordersList, unknownOrder } from '../../views/order/order-list.ts';
import type { Edge } from './edge.ts';
import type { Command } from './interaction.ts';

type Task = (command: Command, words: readonly string[]) => Promise<void>;
type Deps = {
  edge: Edge;
  records: OrderRecords;
  permalink: (team: string, orderId: string) => Promise<string | undefined>;
} & Record<'search' | 'byon' | 'audit' | 'numbers' | 'settings' | 'doctor', Task>;

export function handleCommands(deps: Deps): void {
  const { records } = deps;
  const tasks: Record<TaskName, Task> = {
    search: deps.search,
    byon: deps.byon,
    audit: deps.audit,
    numbers: deps.numbers,
    settings: deps.settings,
    doctor: deps.doctor,
    help: ({ answer }, [word]) => answer(help(word)),
    async orders({ actor, answer }) {
      await answer(ordersList(await records.newest(actor)));
    },
    async status({ actor, answer }, [typed = '']) {
      if (typed === '') return answer(usage('status'));
      const id = orderIdSchema.safeParse(bare(typed));
      const order = id.success ? await records.one(actor, id.data) : undefined;
      if (!order) return answer(unknownOrder(typed));
      await answer(orderStatus(order, await deps.permalink(order.team, order.id)));
    },
  };

  deps.edge.command(
    COMMAND,
    (command) => {
      const { name, words, typed } = readCommand(command.text);
      const isCode = name ? isCodeAfter(name, words.join(' ')) : looksLikeCode(typed);
      if (isCode) return command.answer(codeInCommand());
      if (name) return tasks[name](command, words);
      return command.answer(typed === '' ? help() : unknownCommand(typed, nearestTask(typed)));
    },
    (text) => DOING[readCommand(text).name ?? 'help'],
  );
}

const DOING: Readonly<Record<TaskName, Doing>> = {
  search: 'search',
  byon: 'read',
  orders: 'read',
  status: 'read',
  audit: 'read',
  numbers: 'read',
  settings: 'read',
  doctor: 'read',
  help: 'read',
};

function readCommand(text: string) {
  const typed = cleanTerm(text);
  const [first = '', ...words] = typed.split(' ');
  const name = TASK_NAMES.find((task) => task === bare(first));
  return { name, words: words.filter(Boolean), typed };
}

/** Drops the punctuation that gets copied along with an id. */
function bare(word: string): string {
  return word.toLowerCase().replace(/[.,:;!?]+$/, '');
}

/** Never repeat a one-time code typed here by mistake, not even to the person who typed it. */
function looksLikeCode(typed: string): boolean {
  return /(^|\D)\d[\d\s-]{2,10}\d(\D|$)/.test(typed) && !typed.includes('+');
}

/** After a command word other digits are legitimate: regions, ids, months, numbers with their country code. */
function isCodeAfter(name: TaskName, rest: string): boolean {
  if (name === 'audit' && readMonth(rest)) return false;
  const digits = name === 'byon' && !rest.includes('+') ? rest.replace(/\D/g, '') : rest;
  return readCode(digits).ok;
}

function nearestTask(typed: string): TaskName | undefined {
  const word = typed.split(/\s+/)[0]?.toLowerCase() ?? '';
  const [best] = TASK_NAMES.map((name) => ({ name, away: distance(word, name) })).sort(
    (a, b) => a.away - b.away,
  );
  return best && best.away <= 2 ? best.name : undefined;
}
