import { join } from 'node:path';
import { vi } from 'vitest';
import { runBuilt } from '../../sandbox/bot-process.ts';
import { isEnded, type Order } from '../../src/domain/order/order.ts';
import { formatPhone } from '../../src/domain/phone.ts';
import { SHARED } from '../support/crowd.ts';
import { newsFor, textOf } from '../support/journeys.ts';
import { testRunDir } from '../support/redis.ts';
import type { Pair } from './people.ts';
import type { Trial } from './trial.ts';

const PATIENCE = { timeout: 90_000, interval: 250 };

/**
 * Waits until all is as it has to be, while people go on with what their cards ask of them again. Answers what is still
 * wrong when that takes too long; empty when all is well. What Vobiz holds is the truth.
 */
export async function problemsAfter(trial: Trial, confirmedHead?: string): Promise<string[]> {
  let wrong = ['nobody could look'];
  const look = async () => {
    await trial.people.all(trial.pairs);
    wrong = await whatIsWrong(trial);
    if (wrong.length > 0) throw new Error(wrong.join());
  };
  await vi.waitFor(look, PATIENCE).catch(() => {});
  return wrong.length > 0 ? wrong : auditProblems(trial, confirmedHead);
}

type Bought = Trial['vobiz']['orders'][number];

/** Whether a record says that this order of Vobiz's is its purchase. */
function knows(order: Order, bought: Bought): boolean {
  if (order.state !== 'completed' && order.state !== 'pending') return false;
  if (order.purchase) return order.purchase.orderId === bought.id;
  return order.number.e164 === bought.selected_phone_number;
}

async function whatIsWrong(trial: Trial): Promise<string[]> {
  const records = await trial.records();
  const going = records.filter((order) => !isEnded(order));
  const waiting = going.filter((order) => !isLeftToPeople(trial, order));
  const open = await trial.redis.scard(trial.keys.open('order'));
  return [
    ...waiting.map(({ id, state, number }) => {
      const shown = textOf(trial.people.cardOf(number)).slice(0, 400);
      return `${id} is still ${state}, and the newest card for its number says ${shown}`;
    }),
    ...(open > going.length ? [`${open} orders are open`] : []),
    ...trial.vobiz.orders.flatMap((bought) => recordProblems(records, bought)),
    ...records.flatMap((order) => boastProblems(trial, order)),
    ...trial.pairs.flatMap(({ e164 }) => countProblems(trial, e164)),
    ...sendProblems(trial),
    ...trial.pairs.flatMap((pair) => wordProblems(trial, pair)),
    ...trial.pairs.flatMap((pair) => lossProblems(trial, records, pair)),
    ...trial.people.unanswered().map((what) => `not answered: ${what}`),
  ];
}

/**
 * Claimed before a bot was killed, and never arrived at Vobiz: the claimer may have died in between, and then nobody is
 * left who knows that nothing was sent. It is not sent again; the card asks a person.
 */
export function isLeftToPeople({ vobiz, people, lastDeath }: Trial, order: Order): boolean {
  const { e164 } = order.number;
  return (
    order.state === 'unconfirmed' &&
    order.attempt.startedAt <= lastDeath() &&
    !vobiz.orders.some((bought) => bought.selected_phone_number === e164) &&
    textOf(people.cardOf({ e164 })).includes(`⚠️ Purchase unconfirmed · ${formatPhone(e164)}`)
  );
}

/** Bought, and not in exactly one record that knows it. */
function recordProblems(records: readonly Order[], bought: Bought): string[] {
  if (records.filter((order) => knows(order, bought)).length === 1) return [];
  const about = records.filter(({ number }) => number.e164 === bought.selected_phone_number);
  const states = about.map(({ id, state }) => `${id} ${state}`).join(', ') || 'no record';
  return [`${bought.selected_phone_number} is bought: ${states}`];
}

/** A request that nobody knows any more. People who were told that records are gone ask again. */
function lossProblems({ vobiz, people }: Trial, records: readonly Order[], pair: Pair): string[] {
  if (vobiz.orders.some((bought) => bought.selected_phone_number === pair.e164)) return [];
  if (records.some(({ number }) => number.e164 === pair.e164)) return [];
  const told = people.startOver(pair);
  return [
    `the request for ${pair.e164} is lost, ${told ? 'as people were told' : 'without a word'}`,
  ];
}

/** A record that says that something was bought which was not. */
function boastProblems({ vobiz }: Trial, order: Order): string[] {
  if (order.state !== 'completed' || vobiz.orders.some((bought) => knows(order, bought))) return [];
  return [`${order.id} says that it bought ${order.number.e164}`];
}

function countProblems({ vobiz }: Trial, e164: string): string[] {
  const times = vobiz.orders.filter((bought) => bought.selected_phone_number === e164).length;
  return times > 1 ? [`${e164} was bought ${times} times`] : [];
}

/** Requests whose purchase was sent more than once, as the bots' own logs tell. */
function sendProblems({ bots }: Trial): string[] {
  const lines = bots
    .flatMap((bot) => bot.lines)
    .filter(({ event }) => event === 'purchase.sending');
  const orders = lines.map((line) => String(line.order_id));
  const again = orders.filter((order, at) => orders.indexOf(order) !== at);
  return again.map((order) => `${order} was sent again`);
}

/** Of a number that is bought: where people look, and it does not say so. */
function wordProblems({ vobiz, slack, people }: Trial, pair: Pair): string[] {
  if (!vobiz.orders.some((bought) => bought.selected_phone_number === pair.e164)) return [];
  const card = people.cardOf(pair);
  const news = `✅ Bought · ${formatPhone(pair.e164)}`;
  const places = {
    card: textOf(card),
    thread: (card ? slack.thread(SHARED, card.ts) : []).map(textOf).join(),
    'news for the requester': newsFor({ slack }, pair.requester).map(textOf).join(),
  };
  return Object.entries(places)
    .filter(([, text]) => !text.includes(news))
    .map(([place, text]) => `bought, and the ${place} says ${text}`);
}

/** As somebody sees it who knows no more than a head: on the bot's own disk are later ones, which may rightly be lost. */
async function auditProblems({ env }: Trial, head: string | undefined): Promise<string[]> {
  const DATA_DIR = join(testRunDir(), 'of-an-auditor');
  const args = head === undefined ? [] : ['--head', head];
  const { code, out, err } = await runBuilt('audit-verify', args, { ...env, DATA_DIR });
  return code === 0 ? [] : [`audit:verify ${out}${err}`];
}
