import { expect, vi } from 'vitest';
import { placedElements, visibleText } from '../../sandbox/slack/elements.ts';
import { recordsIn } from '../../sandbox/slack/json.ts';
import type { StoredMessage } from '../../sandbox/slack/store.ts';
import { buttonOf, type Definition } from '../../src/slack/codec.ts';
import { buttons } from '../../src/slack/ids.ts';
import { inputs } from '../../src/slack/inputs.ts';
import { APPROVALS, ASHA, COMMAND, DEV, OPS, type Outside, RAVI } from './world.ts';

/** By what journeys tell how something stands. The sentences themselves are asserted with the views. */
export const SAYS = {
  asked: /⏳ Approve ₹/,
  approved: /👍 Approved · /,
  onHold: /⏸️ Approved, on hold · /,
  buying: /🛒 Buying · /,
  ordered: /🛒 Ordered · /,
  unconfirmed: /⚠️ Purchase unconfirmed · /,
  bought: /✅ Bought · /,
  flagged: /⚠️ Bought, not as approved · /,
  sent: /⚠️ Purchase sent · /,
  failed: /❌ Purchase failed · /,
  cancelled: /❌ Cancelled by Vobiz · /,
  stopped: /↩️ Not bought · /,
  denied: /🚫 Denied · /,
  withdrawn: /↩️ Withdrawn · /,
  expired: /⌛ Expired · /,
  verified: /Verified by/,
  inReview: /🔎 In review at Meta · /,
  live: /🟢 Live on WhatsApp · /,
  rejected: /🔴 Rejected by Meta · /,
  notConnected: /❗ Not connected · /,
  disconnected: /⚪ Disconnected from WhatsApp · /,
} as const;

type World = Pick<Outside, 'slack' | 'vobiz'>;

/** Looking is cheap, and every journey waits a dozen times: five times as often as usual. */
const within = (timeout: number) => ({ timeout, interval: 10 });

/** Everything a message or view shows, as one text: enough to ask whether a word is there. */
export function textOf(
  shown: { blocks?: unknown; view?: unknown; text?: string } | undefined,
): string {
  return shown ? JSON.stringify([shown.text, shown.blocks, shown.view]) : '';
}

export async function viewShows(world: World, userId: string, text: string | RegExp) {
  await vi.waitFor(
    () => expect(textOf(world.slack.openView(userId))).toMatch(text),
    within(15_000),
  );
  const view = world.slack.openView(userId);
  if (!view) throw new Error('the modal closed');
  return view;
}

/** The card in a channel: the newest message of the bot outside threads. */
export function cardIn(world: World, channel: string): StoredMessage | undefined {
  return world.slack.messages(channel).findLast((message) => message.botId && !message.threadTs);
}

export async function cardShows(
  world: World,
  channel: string,
  text: string | RegExp,
): Promise<StoredMessage> {
  return vi.waitFor(() => {
    const card = cardIn(world, channel);
    expect(textOf(card)).toMatch(text);
    if (!card) throw new Error('no card');
    return card;
  }, within(20_000));
}

/** Presses a button of a message or view, or the option of its overflow menu that stands for it. */
export async function press(
  world: World,
  by: string,
  shown: Shown,
  button: Definition<unknown>,
  options: { asShown?: boolean } = {},
): Promise<unknown> {
  const item = placedElements(recordsIn(shown.kind === 'view' ? shown.view.blocks : shown.blocks))
    .flatMap(({ element }) => (element.type === 'overflow' ? recordsIn(element.options) : []))
    .find(({ value }) => buttonOf(String(value)).id === button.id);
  const query = item ? { text: visibleText(item.text) } : { actionId: button.id };
  return world.slack.as(by).click(shown, query, options);
}
type Shown = Parameters<ReturnType<World['slack']['as']>['click']>[0];

/** The card in a channel, once it and its Details together say this. Details shows one moment: it is opened until then. */
export async function orderShows(
  world: World,
  channel: string,
  text: string | RegExp,
  by: string = DEV,
): Promise<StoredMessage> {
  const look = async () => {
    const card = cardIn(world, channel);
    if (!card) throw new Error('no card');
    await press(world, by, card, buttons.openOrder);
    // Details of another request may still be open.
    const details = await viewShows(world, by, new RegExp(`(?=.*${idIn(card)}).*Timeline`));
    expect(`${textOf(card)}${textOf(details)}`).toMatch(text);
    return card;
  };
  return vi.waitFor(look, { timeout: 20_000, interval: 200 });
}

/** Presses Withdraw and says yes. */
export async function withdraw(
  world: World,
  card: StoredMessage,
  options: { by?: string; asShown?: boolean } = {},
): Promise<void> {
  const { by = ASHA, asShown = false } = options;
  await press(world, by, card, buttons.withdraw, { asShown });
  await viewShows(world, by, /Keep it/);
  await world.slack.as(by).submit();
}

/** The private notes a person got, newest last, as one text. */
export async function toldPrivately(
  world: World,
  userId: string,
  text: string | RegExp,
): Promise<void> {
  await vi.waitFor(() => {
    expect(world.slack.ephemerals(userId).map(textOf).join('\n')).toMatch(text);
  }, within(10_000));
}

/** What notifies a person of news: mentions in threads of the bot, and direct messages; oldest first. */
export function newsFor({ slack }: Pick<World, 'slack'>, userId: string): StoredMessage[] {
  const replies = slack.workspace.channels
    .flatMap(({ id }) => slack.messages(id))
    .filter((message) => message.botId && message.threadTs)
    .filter((message) => textOf(message).includes(`<@${userId}>`));
  return [...replies, ...slack.directMessages(userId)].sort((a, b) => Number(a.ts) - Number(b.ts));
}

/** Presses a button of the newest private note that somebody got. */
export async function pressNote(
  world: World,
  by: string,
  button: Definition<unknown>,
): Promise<void> {
  const note = world.slack.ephemerals(by).at(-1);
  if (!note) throw new Error('no private note');
  await press(world, by, note, button);
}

/**
 * Presses Back to the form until it says this. Pressed faster than the bot could note that a new price was told, it shows
 * the old one.
 */
export async function backToForm(world: World, by: string, says: RegExp): Promise<string> {
  const look = async () => {
    if (world.slack.openView(by)) await world.slack.as(by).dismiss();
    await pressNote(world, by, buttons.reviewRequest);
    const form = textOf(await viewShows(world, by, /What is it for/));
    expect(form).toMatch(says);
    return form;
  };
  return vi.waitFor(look, { timeout: 20_000, interval: 100 });
}

/** Chooses in a menu of the open search, as people do: by what they type, or by the value of an option. */
export async function narrow(
  world: World,
  by: string,
  input: { actionId: string },
  value: string,
  typed = '',
): Promise<void> {
  const view = world.slack.openView(by);
  if (!view) throw new Error('no search is open');
  await world.slack.as(by).select(view, { actionId: input.actionId, value, typed });
}

/** Search, choose one of the numbers shown (the first one), fill the form: all that is left is to submit. */
export async function openOrderForm(
  world: World,
  by: string,
  channel: string,
  purpose: string,
  { place = 'IN', index = 0 }: { place?: string; index?: number } = {},
): Promise<void> {
  const person = world.slack.as(by);
  await person.command(channel, COMMAND, `search ${place}`);
  const results = await viewShows(world, by, /Choose/);
  await person.click(results, { actionId: buttons.choose.id, index });
  const form = await viewShows(world, by, /What is it for/);
  await person.type(form, { blockId: inputs.purpose.blockId }, purpose);
}

/** Search, choose a number (the first one shown), fill the form, submit. Answers the card that asks for approval. */
export async function requestNumber(
  world: World,
  {
    by = ASHA,
    channel = APPROVALS,
    purpose = 'Support line',
    ...which
  }: { by?: string; channel?: string; purpose?: string; place?: string; index?: number } = {},
): Promise<StoredMessage> {
  await openOrderForm(world, by, channel, purpose, which);
  await world.slack.as(by).submit();
  return cardShows(world, channel, /approve_order/);
}

/** The id in a card: `ord_...` or `ver_...`. */
export function idIn(card: StoredMessage): string {
  const id = /(?:ord|ver)_[0-9a-z]{8,20}/.exec(textOf(card))?.[0];
  if (!id) throw new Error('no id in the card');
  return id;
}

/** Presses Approve and waits for the answer: the card changes, or whoever pressed is told privately. */
export async function approve(world: World, card: StoredMessage, by: string = RAVI): Promise<void> {
  const shown = () => textOf(world.slack.message(card.channel, card.ts));
  const before = shown();
  await world.slack.as(by).click(card, { actionId: buttons.approve.id });
  const noted = () => world.slack.ephemerals(by).some((note) => APPROVED.test(textOf(note)));
  await vi.waitFor(() => expect(shown() !== before || noted()).toBe(true), within(10_000));
}
const APPROVED = /Approved\. (It still needs|We'll check)/;

/** Types the command, submits the form and answers the card that waits for the code. */
export async function bringNumber(
  world: World,
  { by = ASHA, channel = OPS, phone }: { by?: string; channel?: string; phone: string },
): Promise<StoredMessage> {
  const person = world.slack.as(by);
  await person.command(channel, COMMAND, `byon ${phone}`);
  await viewShows(world, by, /phone_text/);
  await person.submit();
  return cardShows(world, channel, /enter_code/);
}

/** Presses Cancel verification and confirms it. */
export async function cancelVerification(
  world: World,
  card: StoredMessage,
  by: string,
): Promise<void> {
  await press(world, by, card, buttons.cancelVerification);
  await viewShows(world, by, /stays unverified/);
  await world.slack.as(by).submit();
}

/** Opens the form of the card, enters the code and waits for what the modal says then. */
export async function enterCode(
  world: World,
  card: StoredMessage,
  by: string,
  code: string,
  says: RegExp,
): Promise<void> {
  const person = world.slack.as(by);
  if (!world.slack.openView(by)) await person.click(card, { actionId: buttons.enterCode.id });
  const form = await viewShows(world, by, /code_text/);
  await person.type(form, { actionId: inputs.code.actionId }, code);
  await person.submit();
  await viewShows(world, by, says);
}
