import type { KnownBlock, ModalView } from '@slack/types';
import {
  type Connectable,
  type ConnectForbidden,
  ownersOf,
} from '../../domain/connection/connectable.ts';
import { firstCharge, formatMoney } from '../../domain/money.ts';
import {
  gotAt,
  type NumberEntry,
  type OwnedSeen,
  priceOf,
} from '../../domain/numbers/owned-number-list.ts';
import { connectionDetails } from '../connection/connection-details.ts';
import { type ConnectSetUp, connectionActions } from '../connection/connection-words.ts';
import { buttonRow, context, message, quoted, section } from '../kit/blocks.ts';
import { noticeView } from '../kit/modal-parts.ts';
import {
  cardPlace,
  decidedBy,
  inlineText,
  listed,
  mention,
  slackDate,
  TEXT_SHOWN,
} from '../kit/text.ts';
import { feesText, numberHeadline, placeText } from './number-words.ts';

export const NUMBER_TITLE = 'Number';

export type NumberDetails = {
  entry: NumberEntry;
  /** Why the reader may not connect or manage it; undefined when they may. */
  forbidden: ConnectForbidden | undefined;
} & ConnectSetUp;

export function numberLoading(): ModalView {
  return noticeView(NUMBER_TITLE, 'Looking up the number…');
}

export function numberGone(): ModalView {
  return noticeView(
    NUMBER_TITLE,
    'This number is not in the list any more. Nothing was changed or bought.',
  );
}

/** Everything known of one number, and what the reader may do about it. */
export function numberDetails({ entry, forbidden, canConnect }: NumberDetails): ModalView {
  const { record } = entry;
  const blocks: KnownBlock[] = [
    section(numberHeadline(entry)),
    ...(record ? recordBlocks(record) : [section(UNKNOWN_TO_US)]),
    section(costLine(entry)),
    section(vobizLine(entry)),
    ...(record ? connectionDetails(record) : []),
    ...(record ? doBlocks(record, { forbidden, canConnect }) : []),
  ];
  return noticeView(NUMBER_TITLE, message(blocks));
}

const UNKNOWN_TO_US =
  '*Not bought through this bot*, so it has no request, approval or requester here. It can be connected and managed in the Vobiz console, console.vobiz.ai.';

function recordBlocks(record: Connectable): KnownBlock[] {
  if (record.kind === 'verification') {
    const { startedBy, verifiedBy, createdAt, endedAt, channel, id } = record;
    return [
      section(
        `Brought by ${mention(startedBy)}, ${slackDate(createdAt)}. Verified by ${mention(verifiedBy)}, ${slackDate(endedAt)}.\nIts card is in ${cardPlace(channel, startedBy)}. Verification ${id}`,
      ),
    ];
  }
  const { number, requester, createdAt, decision, endedAt, purpose, channel, id, purchase } =
    record;
  const vobizOrder = purchase
    ? `, order ${inlineText(purchase.orderId, TEXT_SHOWN.inline)} at Vobiz`
    : '';
  return [
    section(
      `Requested by ${mention(requester)}, ${slackDate(createdAt)}. Approved by ${decidedBy(decision.by)}, ${slackDate(decision.at)}. Bought ${slackDate(endedAt)}, as a number in ${placeText(number.country, number.region)}.\nIts card is in ${cardPlace(channel, requester)}. Request ${id}${vobizOrder}`,
    ),
    quoted('Purpose', purpose),
  ];
}

function costLine(entry: NumberEntry): string {
  const price = priceOf(entry);
  if (price)
    return `Price: ${feesText(price)}, ${formatMoney(firstCharge(price))} when it was bought.`;
  return entry.record?.kind === 'verification'
    ? 'Price: none at Vobiz, it was brought along.'
    : 'Price: Vobiz does not say.';
}

const OWNED_WORDS: Readonly<Record<OwnedSeen['status'], string>> = {
  active: 'active',
  pending_purchase: 'not bought to the end yet',
  pending_release: 'being given back',
  released: 'given back',
  blocked: 'blocked',
  unknown: 'in a state the bot does not know',
};

/** What Vobiz's own lists say, said as such: it may differ from what we wrote down. */
function vobizLine(entry: NumberEntry): string {
  const { owned, channel } = entry;
  const at = gotAt(entry);
  const since = owned?.purchasedAt && at ? `, since ${slackDate(owned.purchasedAt, 'date')}` : '';
  const whose = owned?.ownAccount === false ? ' in another account of yours' : '';
  const owning = owned
    ? `in the owned numbers${whose}: ${OWNED_WORDS[owned.status]}${since}`
    : 'not in the owned numbers';
  const channels = channel
    ? `channel ${inlineText(channel.id, TEXT_SHOWN.inline)}: ${channel.status}, Meta's verification ${channel.verification}`
    : 'no channel';
  return `Vobiz's lists: ${owning}; ${channels}.`;
}

function doBlocks(
  record: Connectable,
  { forbidden, canConnect }: Omit<NumberDetails, 'entry'>,
): KnownBlock[] {
  if (!forbidden) return buttonRow(...connectionActions(record, { canConnect }));
  const who = listed(ownersOf(record).map(mention));
  return [
    context(
      `Connecting and managing it is for ${who}, for whoever may approve requests, and for whoever the policy names.`,
    ),
  ];
}
