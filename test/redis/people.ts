import { setTimeout as pause } from 'node:timers/promises';
import { vi } from 'vitest';
import type { StoredMessage } from '../../sandbox/slack/store.ts';
import { formatPhone } from '../../src/domain/phone.ts';
import { buttons } from '../../src/slack/ids.ts';
import { inputs } from '../../src/slack/inputs.ts';
import { SHARED } from '../support/crowd.ts';
import { textOf } from '../support/journeys.ts';
import { COMMAND, type Outside } from '../support/world.ts';

/** Two people and the number they are after; nobody else asks for it. */
export type Pair = { e164: string; region: string; requester: string; approver: string };

/** Everybody does again what did not work, so in the end every number is bought. */
const PERSEVERANCE = { timeout: 150_000, interval: 250 };
const GONE = /Some of our records are gone/;
const UNKNOWN = /have no record of this any more/;
/** A person who still sees nothing new has not been answered. */
const ANSWERED = { timeout: 15_000, interval: 50 };

/** People who go by what Slack shows them: they press again what failed, ask again for what is gone, and notice silence. */
export function createPeople({ slack }: Pick<Outside, 'slack'>) {
  const unanswered: string[] = [];

  /** The newest card for the number. */
  function cardOf({ e164 }: Pick<Pair, 'e164'>): StoredMessage | undefined {
    return slack
      .messages(SHARED)
      .findLast((one) => one.botId && !one.threadTs && textOf(one).includes(formatPhone(e164)));
  }

  const asks = (card: StoredMessage | undefined) => textOf(card).includes(buttons.approve.id);

  /** A card as it is now: drawn again, it counts again. */
  const stateOf = (card: StoredMessage) => `${card.ts} ${textOf(card)}`;

  /** All that a person has in front of them. */
  function sight(userId: string, pair: Pair): string {
    const notes = [slack.ephemerals(userId).length, slack.directMessages(userId).length];
    return JSON.stringify([notes, slack.openView(userId), cardOf(pair)]);
  }

  /** Does something that the bot has to answer, and waits until the person sees something new. */
  async function answered(userId: string, pair: Pair, what: string, act: () => Promise<unknown>) {
    const before = sight(userId, pair);
    await act();
    const isNew = () => {
      if (sight(userId, pair) === before) throw new Error('nothing new');
    };
    await vi.waitFor(isNew, ANSWERED).catch(() => unanswered.push(`${userId}: ${what}`));
  }

  /** The next thing to do for whoever wants a number, by the window they have open. */
  async function towardsCard(pair: Pair): Promise<void> {
    const { requester, region } = pair;
    const person = slack.as(requester);
    const view = slack.openView(requester);
    const text = textOf(view);
    const run = (what: string, act: () => Promise<unknown>) => answered(requester, pair, what, act);
    if (!view) {
      await run('search', () => person.command(SHARED, COMMAND, `search IN ${region}`));
    } else if (text.includes(buttons.choose.id)) {
      await run('choose', () => person.click(view, { actionId: buttons.choose.id }));
    } else if (text.includes(inputs.purpose.actionId)) {
      await person.type(view, { blockId: inputs.purpose.blockId }, `For ${region}`);
      await run('submit', () => person.submit());
    } else if (!text.includes('Looking up')) {
      await person.dismiss();
    }
  }

  /** The card that counts: not one that asks about what the bot has said it has no record of. */
  const forgotten = new Set<string>();
  function liveCardOf(pair: Pair): StoredMessage | undefined {
    const card = cardOf(pair);
    return card && forgotten.has(stateOf(card)) ? undefined : card;
  }

  /** Presses Approve and reads the answer. */
  async function approve(pair: Pair, card: StoredMessage): Promise<void> {
    const { approver } = pair;
    const click = { actionId: buttons.approve.id };
    await answered(approver, pair, 'approve', () =>
      slack.as(approver).click(card, click, { asShown: true }),
    );
    if (UNKNOWN.test(textOf(slack.ephemerals(approver).at(-1)))) forgotten.add(stateOf(card));
  }

  /** Asks for the number until it is decided, and again when the bot has lost the request and says so. */
  async function order(pair: Pair): Promise<void> {
    await vi.waitFor(async () => {
      if (!liveCardOf(pair)) await towardsCard(pair);
      const card = liveCardOf(pair);
      if (!card) throw new Error(`no card: ${textOf(slack.openView(pair.requester))}`);
      if (!asks(card)) return;
      await approve(pair, card);
      throw new Error(`not decided: ${textOf(card)}`);
    }, PERSEVERANCE);
  }

  /** Asks for the number until its card is there. */
  async function request(pair: Pair): Promise<void> {
    await vi.waitFor(async () => {
      if (!liveCardOf(pair)) await towardsCard(pair);
      if (!liveCardOf(pair)) throw new Error('no card');
    }, PERSEVERANCE);
  }

  return {
    cardOf,
    request,
    /** Told that records are gone, people ask again where theirs is one of them. Answers whether they were told. */
    startOver(pair: Pair): boolean {
      const card = cardOf(pair);
      const told = slack.messages(SHARED).some((one) => GONE.test(textOf(one)));
      if (told && card) forgotten.add(stateOf(card));
      return told;
    },
    /** What somebody did without being answered. */
    unanswered: (): readonly string[] => unanswered,
    order,
    /** One pair after the other begins, `everyMs` apart; resolves when all have got as far as a decision. */
    async all(pairs: readonly Pair[], everyMs = 0): Promise<void> {
      const orders: Promise<void>[] = [];
      for (const pair of pairs) {
        orders.push(order(pair));
        await pause(everyMs);
      }
      await Promise.all(orders);
    },
  };
}
