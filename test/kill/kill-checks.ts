import type { StoredMessage } from '../../sandbox/slack/store.ts';
import { formatPhone } from '../../src/domain/phone.ts';
import { idIn, newsFor, textOf } from '../support/journeys.ts';
import { APPROVALS, ASHA } from '../support/world.ts';
import type { KillWorld } from './kill-world.ts';

const HEADLINE = { completed: '✅ Bought · ', unconfirmed: '⚠️ Purchase unconfirmed · ' } as const;
type Ending = keyof typeof HEADLINE;
type Numbers = readonly [string, ...string[]];

/** Throws while the one card of several numbers does not yet say how many of them Vobiz has, or nobody was told. */
export async function severalShown(world: KillWorld, e164s: Numbers): Promise<void> {
  const { headline, told } = severalSaid(world, e164s);
  const card = textOf(cardOf(world, e164s[0]));
  if (card.includes(headline) && told > 0) return;
  throw new Error(`not yet ${headline} (told ${told}): ${card.slice(0, 200)}`);
}

/** The same as `whatIsWrong`, of a request for several numbers. */
export async function whatIsWrongOfSeveral(world: KillWorld, e164s: Numbers): Promise<string[]> {
  const wrong: string[] = [];
  const { headline, told, isOver } = severalSaid(world, e164s);
  const cards = cardsOf(world, e164s[0]);
  const [card] = cards;
  if (cards.length !== 1) wrong.push(`${cards.length} cards`);
  if (!textOf(card).includes(headline)) wrong.push(`the card does not say ${headline}`);
  if (isOver && told !== 1) wrong.push(`the result was told ${told} times`);
  const orders = await world.ordersOf(e164s);
  if (orders.length !== e164s.length) wrong.push(`${orders.length} orders`);
  for (const { number, state } of orders) {
    const ending = truth(world, number.e164);
    if (state !== ending) wrong.push(`the record says ${state}, Vobiz says ${ending}`);
  }
  for (const e164 of e164s) {
    const sent = world.vobiz.calls.filter(
      ({ op, body }) => op === 'order' && JSON.stringify(body).includes(e164),
    );
    if (sent.length > 1) wrong.push(`the purchase of ${e164} was sent ${sent.length} times`);
  }
  return wrong;
}

/** What the card must say by what Vobiz has, and how often the thread said something of it. */
function severalSaid(world: KillWorld, e164s: Numbers) {
  const bought = e164s.filter((e164) => truth(world, e164) === 'completed').length;
  const isOver = bought === e164s.length;
  const headline = isOver
    ? `✅ Bought · ${bought} numbers`
    : `⚠️ ${bought} of ${e164s.length} numbers bought`;
  const card = cardOf(world, e164s[0]);
  const thread = card ? world.slack.thread(APPROVALS, card.ts) : [];
  const said = isOver ? `*${headline}*` : HEADLINE.unconfirmed;
  const told = thread.filter((message) => textOf(message).includes(said)).length;
  return { headline, told, isOver };
}

/** The truth: what Vobiz holds is the only thing that decides. */
function truth(world: KillWorld, e164: string): Ending {
  const owned = world.vobiz.ownedNumbers.some((number) => number.e164 === e164);
  return owned ? 'completed' : 'unconfirmed';
}

function cardsOf(world: KillWorld, e164: string): StoredMessage[] {
  const messages = world.slack.messages(APPROVALS);
  return messages.filter((one) => !one.threadTs && textOf(one).includes(formatPhone(e164)));
}

export function cardOf(world: KillWorld, e164: string): StoredMessage | undefined {
  return cardsOf(world, e164).at(-1);
}

/**
 * How often the thread said an ending, and how often the requester was told of it, there or directly. What was said
 * before is drawn anew as the ending stands, which notifies nobody: a message counts for what it was posted as.
 */
function told(world: KillWorld, e164: string, ending: Ending) {
  const card = cardOf(world, e164);
  const news = `*${HEADLINE[ending]}${formatPhone(e164)}`;
  const thread = card ? world.slack.thread(APPROVALS, card.ts) : [];
  const others = Object.keys(HEADLINE).filter((other) => other !== ending);
  const wasOther = ({ metadata }: StoredMessage) =>
    others.some((other) => JSON.stringify(metadata).includes(`-${other}"`));
  const count = (messages: StoredMessage[]) =>
    messages.filter((message) => textOf(message).includes(news) && !wasOther(message)).length;
  return { thread: count(thread), requester: count(newsFor(world, ASHA)) };
}

/** Throws while the card, the thread or the requester's news does not yet say how it stands. */
export async function shownAsItIs(world: KillWorld, e164: string): Promise<void> {
  const ending = truth(world, e164);
  const card = textOf(cardOf(world, e164));
  const { thread, requester } = told(world, e164, ending);
  if (card.includes(HEADLINE[ending]) && thread > 0 && requester > 0) return;
  throw new Error(
    `not yet ${ending} (thread ${thread}, requester ${requester}): ${card.slice(0, 200)}`,
  );
}

/** Everything that is not as it has to be when all is over; empty when all is well. */
export async function whatIsWrong(world: KillWorld, e164: string): Promise<string[]> {
  const wrong: string[] = [];
  const check = (fine: boolean, problem: string) => {
    if (!fine) wrong.push(problem);
  };
  const ending = truth(world, e164);
  const sent = world.vobiz.calls.filter(
    ({ op, body }) => op === 'order' && JSON.stringify(body).includes(e164),
  );
  const bought = world.vobiz.orders.filter((order) => order.selected_phone_number === e164);
  check(sent.length <= 1, `the purchase was sent ${sent.length} times`);
  check(bought.length <= 1, `bought ${bought.length} times`);
  const cards = cardsOf(world, e164);
  check(cards.length === 1, `${cards.length} cards`);
  const [card] = cards;
  const order = card && (await world.order(idIn(card)));
  check(order?.state === ending, `the record says ${order?.state}, Vobiz says ${ending}`);
  check(textOf(card).includes(HEADLINE[ending]), `the card does not say ${ending}`);
  for (const [place, times] of Object.entries(told(world, e164, ending))) {
    check(times === 1, `${place} was told ${times} times of ${ending}`);
  }
  for (const [place, times] of Object.entries(told(world, e164, 'unconfirmed'))) {
    check(times <= 1, `${place} was told ${times} times of unconfirmed`);
  }
  check(world.slack.unknownMethods.length === 0, `called ${world.slack.unknownMethods.join()}`);
  return wrong;
}
