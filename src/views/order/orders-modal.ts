import type { ActionsBlock, KnownBlock, ModalView, StaticSelect } from '@slack/types';
import { firstCharge, formatMoney } from '../../domain/money.ts';
import type { Page } from '../../domain/numbers/number-search.ts';
import { priceOfAll } from '../../domain/order/asked-numbers.ts';
import type { Order } from '../../domain/order/order.ts';
import { type OrderFilter, STAGES, type Stage, WHOSE } from '../../domain/order/order-filter.ts';
import { ASKED_LOOKED_AT } from '../../domain/order/order-lists.ts';
import { buttons, COMMAND } from '../../slack/ids.ts';
import { inputs } from '../../slack/inputs.ts';
import { button, context, message, section, turnPages } from '../kit/blocks.ts';
import { type Choice, choiceOption, noticeView, working } from '../kit/modal-parts.ts';
import {
  inlineText,
  LIMITS,
  mention,
  plain,
  plural,
  present,
  slackDate,
  unreadGroupsText,
} from '../kit/text.ts';
import { headline } from './order-glance.ts';
import { spokenText } from './order-words.ts';

const ORDERS_TITLE = 'Requests';
const ANY = '*';

const WHOSE_WORDS: Readonly<Record<OrderFilter['whose'], string>> = {
  all: "Everybody's requests",
  mine: 'My requests',
  waiting: 'Waiting for me',
};
const STAGE_WORDS: Readonly<Record<Stage, string>> = {
  asked: 'Waiting for approval',
  under_way: 'Approved or under way',
  bought: 'Bought',
  not_bought: 'Not bought',
};

export type OrdersState = {
  filter: OrderFilter;
  /** The months to choose from, like `2026-11`. */
  months: readonly string[];
  /** Undefined while it is read. */
  page?: Page<Order>;
  /** How many there are without the filter. */
  total?: number;
  complete?: boolean;
  /** User groups that Slack did not tell. */
  unread?: readonly string[];
};

/** The workspace's requests: three menus that apply at once, and beneath them a page of rows. */
export function ordersModal(state: OrdersState): ModalView {
  return noticeView(ORDERS_TITLE, message([menus(state), ...resultBlocks(state)]));
}

/** What was chosen, from the value of a menu. */
export function chosenOrders(value: string): string {
  return value === ANY ? '' : value;
}

function menus({ filter, months }: OrdersState): ActionsBlock {
  const whose = WHOSE.map((value) => ({ value, label: WHOSE_WORDS[value] }));
  const stages = STAGES.map((value) => ({ value, label: STAGE_WORDS[value] }));
  // The chosen one stays, also when nothing is left in it.
  const all = filter.month && !months.includes(filter.month) ? [filter.month, ...months] : months;
  const known = all.slice(0, LIMITS.selectOptions - 1);
  const choices = known.map((value) => ({ value, label: monthText(value) }));
  return {
    type: 'actions',
    block_id: inputs.ordersOf.blockId,
    elements: [
      menu('ordersOf', whose, filter.whose),
      menu('ordersIn', [{ value: ANY, label: 'Any state' }, ...stages], filter.stage),
      menu('ordersMonth', [{ value: ANY, label: 'Any month' }, ...choices], filter.month),
    ],
  };
}

function menu(
  name: 'ordersOf' | 'ordersIn' | 'ordersMonth',
  choices: readonly Choice[],
  value: string,
): StaticSelect {
  const chosen = choices.find((choice) => choice.value === value) ?? choices[0];
  return {
    type: 'static_select',
    action_id: inputs[name].actionId,
    placeholder: plain('Choose', LIMITS.placeholder),
    options: choices.map(choiceOption),
    ...(chosen && { initial_option: choiceOption(chosen) }),
  };
}

const month = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' });

function monthText(value: string): string {
  return month.format(Date.parse(`${value}-01`));
}

function resultBlocks({ page, total = 0, complete = true, unread = [] }: OrdersState) {
  if (!page) return working('Reading the requests…');
  const others = [
    !complete && context(MORE_WAIT),
    unread.length > 0 && context(unreadGroupsText(unread)),
  ];
  if (page.total === 0)
    return present<KnownBlock>([section(total === 0 ? NONE : 'No requests match.'), ...others]);
  return present<KnownBlock>([
    context(`${plural(page.total, 'request')}, newest first.`),
    ...page.items.map(orderRow),
    ...turnPages(page, buttons.previousOrders, buttons.nextOrders),
    ...others,
  ]);
}

const MORE_WAIT = `More than ${ASKED_LOOKED_AT.list} requests wait for approval. We looked through the oldest ones here.`;

const NONE = `Nobody has requested a number yet. Type \`${COMMAND} search IN\` to find one.`;

/** Two lines: its state, then its price, requester and purpose. */
export function orderRow(order: Order): KnownBlock {
  const { id, requester, createdAt, purpose, state } = order;
  const price = state !== 'awaiting_approval' && formatMoney(firstCharge(priceOfAll(order)));
  const about = [price, mention(requester), slackDate(createdAt, 'date'), inlineText(purpose, 80)];
  const describes = spokenText(order);
  return section(
    `*${headline(order)}*\n${present(about).join(' · ')}`,
    button(buttons.openOrder, { order: id }, 'Details', { describes }),
  );
}
