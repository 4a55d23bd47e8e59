import { APPROVALS } from './cast.ts';
import { META_TOKEN, type Stage } from './stage.ts';
import { codeClaims } from './summary-codes.ts';

/** One line of the summary and whether the stand-ins bear it out. */
export type Claim = { says: string; holds: boolean };

type Slack = Stage['slack'];

const count = <T>(items: readonly T[], matches: (item: T) => boolean) =>
  items.filter(matches).length;

function notes(slack: Slack, words: string): number {
  const all = slack.workspace.people.flatMap(({ id }) => slack.ephemerals(id));
  return count(all, ({ text, blocks }) => `${text}${JSON.stringify(blocks)}`.includes(words));
}

function cards(slack: Slack, words: string): number {
  const posted = slack.messages(APPROVALS).filter((one) => one.botId && !one.threadTs);
  return count(posted, ({ text }) => text.includes(words));
}

/** What the play claims of itself, counted where it happened: in the stand-ins. */
export function claimsOf({ slack, vobiz, bot }: Stage): Claim[] {
  const { orders, ownedNumbers } = vobiz;
  const claim = (says: string, holds: boolean): Claim => ({ says, holds });
  const purchases = vobiz.callsTo('order');
  const numbers = new Set(orders.map((order) => order.selected_phone_number));
  const charged = orders.reduce((sum, order) => sum + order.setup_cost + order.monthly_cost, 0);
  const bought = cards(slack, 'Bought: ');
  const heard = [...slack.calls.map(({ args }) => args), ...bot.lines()].map(stringOf).join('\n');
  return [
    claim('4 numbers requested, each on one card', cards(slack, 'Requested by') === 4),
    claim('3 requests approved and 1 denied, all by Ravi', approvals(slack) && denials(slack)),
    claim(
      '3 clicks refused: the requester, a guest, and one that came too late',
      notes(slack, 'You cannot decide your own request') === 1 &&
        notes(slack, 'Guests cannot do this') === 1 &&
        notes(slack, 'Your click changed nothing') === 1,
    ),
    claim(
      '2 purchases sent to Vobiz, 2 orders there, 2 different numbers, though one answer was lost',
      purchases.length === 2 && orders.length === 2 && numbers.size === 2,
    ),
    claim(
      `2 numbers owned (₹${charged.toLocaleString('en-IN')} charged) and 2 cards that say so`,
      ownedNumbers.length === 2 &&
        bought === 2 &&
        ownedNumbers.every(({ e164 }) => numbers.has(e164)),
    ),
    claim(
      '1 channel created in 2 tries and live, and the Meta token in nothing the bot said or logged',
      vobiz.callsTo('createChannel').length === 2 &&
        vobiz.channels.length === 1 &&
        cards(slack, 'Live since') === 1 &&
        !heard.includes(META_TOKEN),
    ),
    claim('1 purchase stopped because the price had changed', cards(slack, 'Not bought: ') === 1),
    ...codeClaims({ slack, vobiz }, heard),
    claim(
      `All ${slack.deliveries.length} commands, clicks and forms acknowledged within Slack's three seconds`,
      slack.deliveries.every(({ error, ackMs }) => !error && ackMs !== undefined && ackMs < 3_000),
    ),
    claim(
      'Nothing the bot sent was refused by Slack, but for changes to modals that had just been closed or changed',
      slack.unknownMethods.length === 0 &&
        slack.calls.every(({ answer }) => answer?.ok === true || isLateChange(answer?.error)),
    ),
  ];
}

function approvals(slack: Slack): boolean {
  return notes(slack, 'You approved') === 3 && cards(slack, 'Approved by <@U0RAVI>') === 3;
}

function denials(slack: Slack): boolean {
  return cards(slack, 'Denied by <@U0RAVI>') === 1;
}

function stringOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Slack's word that a modal is gone, or shows something newer than what was going to be shown. */
function isLateChange(error: unknown): boolean {
  return error === 'not_found' || error === 'hash_conflict';
}
