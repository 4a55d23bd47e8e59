import { ASHA, MEERA } from './cast.ts';
import { cards, notes, replies } from './counted.ts';
import { UNPLACED } from './scenes/settle.ts';
import { FOUND } from './scenes/watched.ts';
import { META_TOKEN, type Stage } from './stage.ts';
import { codeClaims } from './summary-codes.ts';
import { ownedClaims } from './summary-owned.ts';

/** One line of the summary and whether the stand-ins bear it out. */
export type Claim = { says: string; holds: boolean };

/** What files people got, by the first word of their names. */
const FILES: Readonly<Record<string, string>> = { [MEERA.id]: 'audit', [ASHA.id]: 'numbers' };

/** What the play claims of itself, counted where it happened: in the stand-ins. */
export function claimsOf({ slack, vobiz, bot }: Stage): Claim[] {
  const { orders, ownedNumbers } = vobiz;
  const bought = ownedNumbers.filter(({ e164 }) => e164 !== FOUND);
  const purchases = vobiz.callsTo('order');
  const numbers = new Set(orders.map((order) => order.selected_phone_number));
  const charged = orders.reduce((sum, order) => sum + order.setup_cost + order.monthly_cost, 0);
  const heard = [...slack.calls.map(({ args }) => args), ...bot.lines()].map(stringOf).join('\n');
  return [
    claim(
      '15 requests, each on one card, one of them for 3 numbers',
      cards(slack, ' · for <@') +
        cards(slack, 'needs a number for') +
        cards(slack, 'Given back · ') ===
        15,
    ),
    claim(
      '12 requests approved (1 by two people, 2 by the policy), 2 denied, 1 withdrawn',
      cards(slack, 'Approved by <@U0RAVI>') === 10 &&
        cards(slack, 'Approved by <@U0RAVI> and <@U0MEERA>') === 1 &&
        cards(slack, 'Approved by the policy') === 2 &&
        cards(slack, 'Denied by') === 2 &&
        cards(slack, '↩️ Withdrawn') === 1,
    ),
    claim(
      '1 request kept waiting, with 2 reminders and 1 call for more approvers in its thread',
      replies(slack, 'Still waiting for ') === 2 && replies(slack, 'can decide now too') === 1,
    ),
    claim(
      '3 clicks refused: the requester, a guest, and one that came too late',
      notes(slack, "You can't decide your own request") === 1 &&
        notes(slack, "Guests can't use this app") === 1 &&
        notes(slack, 'Your click changed nothing') === 1,
    ),
    claim(
      '11 purchases sent to Vobiz, 10 orders there, 10 different numbers, though two answers were lost',
      purchases.length === 11 && orders.length === 10 && numbers.size === 10,
    ),
    claim(
      `10 numbers bought (₹${charged.toLocaleString('en-IN')} charged): 6 cards say so, 1 says it of 2, 1 is flagged, 1 says that it was given back`,
      bought.length === 10 &&
        cards(slack, '✅ Bought · ') + cards(slack, '🟢 Live on WhatsApp') === 6 &&
        cards(slack, '2 of 3 numbers bought') === 1 &&
        cards(slack, '⚠️ Bought, not as approved · ') === 1 &&
        bought.every(({ e164 }) => numbers.has(e164)),
    ),
    claim(
      '1 purchase that Vobiz never got: a person marked it as not bought, and nobody owns its number',
      cards(slack, 'Marked as not bought by <@U0RAVI>') === 1 &&
        ownedNumbers.every(({ e164 }) => e164 !== UNPLACED),
    ),
    claim(
      '2 channels created in 3 tries: 1 live, 1 rejected by Meta and disconnected; the Meta token is in nothing the bot said or logged',
      vobiz.callsTo('createChannel').length === 3 &&
        vobiz.callsTo('deleteChannel').length === 1 &&
        vobiz.channels.length === 1 &&
        cards(slack, '🟢 Live on WhatsApp') === 1 &&
        !heard.includes(META_TOKEN),
    ),
    claim(
      '2 purchases stopped before money moved: a price had changed, a number was gone',
      cards(slack, '↩️ Not bought · ') === 2,
    ),
    claim(
      '1 audit file for Meera, 1 file of numbers for Asha, and nobody else got any',
      slack.workspace.people.every(({ id }) => {
        const names = slack.files(id).map(({ filename }) => filename.split('-')[0]);
        return names.join() === (FILES[id] ?? '');
      }),
    ),
    ...ownedClaims({ slack, vobiz }),
    ...codeClaims({ slack, vobiz }, heard),
    ...slackClaims(slack),
  ];
}

/** The same of the short play. */
export function shortClaims({ slack, vobiz }: Stage): Claim[] {
  return [
    claim(
      '1 number requested, approved by Ravi, and bought',
      cards(slack, '✅ Bought · ') === 1 && vobiz.ownedNumbers.length === 1,
    ),
    claim(
      '1 purchase sent and 1 order at Vobiz, though the answer was lost',
      vobiz.callsTo('order').length === 1 && vobiz.orders.length === 1,
    ),
    ...slackClaims(slack),
  ];
}

function claim(says: string, holds: boolean): Claim {
  return { says, holds };
}

/** How the bot treated Slack. */
function slackClaims(slack: Stage['slack']): Claim[] {
  const acted = slack.deliveries.filter(({ type, body }) => !isMessageEvent(type, body));
  return [
    claim(
      `All ${acted.length} commands, clicks and forms acknowledged within Slack's three seconds`,
      acted.every(({ error, ackMs }) => !error && ackMs !== undefined && ackMs < 3_000),
    ),
    claim(
      "Slack refused nothing the bot sent, except changes to closed modals and a note in a channel the bot isn't in",
      slack.unknownMethods.length === 0 &&
        slack.calls.every(({ answer }) => answer?.ok === true || isExpected(answer?.error)),
    ),
  ];
}

function stringOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Slack's word that a modal is gone or shows something newer, or that a note has to come as a direct message instead. */
function isExpected(error: unknown): boolean {
  return error === 'not_found' || error === 'hash_conflict' || error === 'not_in_channel';
}

/** Slack tells the bot of every message where it is; nobody waits for an answer to that. */
function isMessageEvent(type: string, { event }: { event?: unknown }): boolean {
  return type === 'event_callback' && JSON.stringify(event).includes('"type":"message"');
}
