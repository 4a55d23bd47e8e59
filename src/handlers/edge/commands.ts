import { distance } from 'fastest-levenshtein';
import type { Actor } from '../../domain/actor.ts';
import type { Order } from '../../domain/order/order.ts';
import { orderIdSchema } from '../../domain/order/order.ts';
import { cleanTerm } from '../../domain/typed.ts';
import { holdsCode, isLikeDate, readCode } from '../../domain/verification/code.ts';
import type { OrderRecords } from '../../flows/change.ts';
import type { ListOrders } from '../../flows/order/list-orders.ts';
import { COMMAND } from '../../slack/ids.ts';
import type { Doing } from '../../views/kit/error-sentences.ts';
import {
  codeInCommand,
  help,
  notUnderstood,
  standsAlone,
  TASK_NAMES,
  type TaskName,
  unknownCommand,
} from '../../views/kit/help.ts';
import { noneOfYours, orderStatus, unknownOrder } from '../../views/order/order-list.ts';
import type { Edge } from './edge.ts';
import type { Command } from './interaction.ts';

type Task = (command: Command, words: readonly string[]) => Promise<void>;
type Deps = {
  edge: Edge;
  records: OrderRecords;
  listOrders: Pick<ListOrders, 'own'>;
  permalink: (team: string, orderId: string) => Promise<string | undefined>;
} & Record<
  'search' | 'byon' | 'audit' | 'numbers' | 'orders' | 'settings' | 'doctor' | 'digest',
  Task
>;

export function handleCommands(deps: Deps): void {
  async function named(actor: Actor, typed: string): Promise<Order | undefined> {
    const id = orderIdSchema.safeParse(bare(typed));
    return id.success ? deps.records.one(actor, id.data) : undefined;
  }

  const tasks: Record<TaskName, Task> = {
    search: deps.search,
    byon: deps.byon,
    audit: deps.audit,
    numbers: deps.numbers,
    settings: deps.settings,
    doctor: deps.doctor,
    digest: deps.digest,
    help: ({ answer }, words) => answer(help(words)),
    orders: deps.orders,
    async status({ actor, answer }, words) {
      const typed = words.join(' ');
      const order = typed === '' ? await deps.listOrders.own(actor) : await named(actor, typed);
      if (!order) return answer(typed === '' ? noneOfYours() : unknownOrder(typed));
      await answer(orderStatus(order, await deps.permalink(order.team, order.id)));
    },
  };

  deps.edge.command(
    COMMAND,
    (command) => {
      const { name, words, typed } = readCommand(command.text);
      const isCode = name ? isCodeAfter(name, words.join(' ')) : looksLikeCode(typed);
      if (isCode) return command.answer(codeInCommand());
      if (name && words.length > 0 && standsAlone(name))
        return command.answer(notUnderstood(name, words));
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
  digest: 'read',
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

/** After a command word other digits are legitimate: regions, ids, months, parts of numbers. */
function isCodeAfter(name: TaskName, rest: string): boolean {
  if (name === 'numbers' || (name === 'audit' && isLikeDate(rest))) return false;
  if (name === 'status') return holdsCode(rest);
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
