import type { KnownBlock, ModalView } from '@slack/types';
import {
  type Connectable,
  type ConnectForbidden,
  ownersOf,
} from '../../domain/connection/connectable.ts';
import type { MetaStand } from '../../domain/connection/meta-number.ts';
import { firstCharge, formatMoney, yearlyCost } from '../../domain/money.ts';
import {
  gotAt,
  type NumberEntry,
  type OwnedSeen,
  priceOf,
} from '../../domain/numbers/owned-number-list.ts';
import { formatPhone } from '../../domain/phone.ts';
import { buttons } from '../../slack/ids.ts';
import { connectionDetails } from '../connection/connection-details.ts';
import { type ConnectSetUp, connectionActions, phoneText } from '../connection/connection-words.ts';
import { giveBackButtons, giveBackDetails } from '../giveback/give-back-details.ts';
import { button, buttonRow, context, message, quoted, section } from '../kit/blocks.ts';
import { errorSentence, type Trouble } from '../kit/error-sentences.ts';
import { noticeView, workingView } from '../kit/modal-parts.ts';
import {
  cardPlace,
  decidedBy,
  inlineText,
  listed,
  mention,
  slackDate,
  TEXT_SHOWN,
} from '../kit/text.ts';
import { editButton, holdingBlocks } from './holding-words.ts';
import { NO_FEE, numberHeadline } from './number-lines.ts';
import { whereText } from './number-words.ts';
import { transferBlocks, transferButtons } from './transfer-words.ts';

export const NUMBER_TITLE = 'Number';

export type NumberDetails = {
  entry: NumberEntry;
  /** Why the reader may not connect or manage it; undefined when they may. */
  forbidden: ConnectForbidden | undefined;
  /** Whether the reader can ask its owner for it. */
  canAsk: boolean;
  stand?: MetaStand | undefined;
} & ConnectSetUp;

export function numberLoading(): ModalView {
  return workingView(NUMBER_TITLE, 'Looking up the number…');
}

export function numberGone(): ModalView {
  return noticeView(NUMBER_TITLE, 'This number is no longer in the list.');
}

/** It may be in Vobiz's list all the same. */
export function numberUnread(trouble: Trouble): ModalView {
  return noticeView(NUMBER_TITLE, errorSentence(trouble.code, { ...trouble, doing: 'read' }));
}

/** All we know about one number, and what the reader may do with it. */
export function numberDetails({ entry, stand, ...reader }: NumberDetails): ModalView {
  const { record } = entry;
  const blocks: KnownBlock[] = [
    section(numberHeadline(entry)),
    ...(record ? recordBlocks(record) : unknownBlocks(entry)),
    ...(record ? holdingBlocks(record) : []),
    section(costLine(entry)),
    section(vobizLine(entry)),
    ...(record ? [...transferBlocks(record), ...connectionDetails(record, stand)] : []),
    ...(record ? giveBackDetails(record) : []),
    ...(record ? doBlocks(record, reader) : []),
  ];
  return noticeView(NUMBER_TITLE, message(blocks));
}

const UNKNOWN_TO_US = '*Not bought here*, so nobody here owns or watches it.';

function unknownBlocks({ e164, owned }: NumberEntry): KnownBlock[] {
  const adopt = button(buttons.adopt, { e164 }, 'Adopt it', { describes: formatPhone(e164) });
  const leave = button(buttons.leaveNumbers, { e164 }, 'Leave it', {
    describes: formatPhone(e164),
  });
  return [section(UNKNOWN_TO_US), ...(owned?.status === 'active' ? buttonRow(adopt, leave) : [])];
}

function recordBlocks(record: Connectable): KnownBlock[] {
  if (record.state === 'adopted') {
    const { startedBy, createdAt, channel, id, purpose } = record;
    return [
      section(
        `Bought outside Slack. Adopted by ${mention(startedBy)}, ${slackDate(createdAt)}.\nCard in ${cardPlace(channel, startedBy)} · Number ${id}`,
      ),
      quoted('Purpose', purpose),
    ];
  }
  if (record.kind === 'verification') {
    const { startedBy, verifiedBy, createdAt, endedAt, channel, id } = record;
    return [
      section(
        `Brought by ${mention(startedBy)}, ${slackDate(createdAt)}. Verified by ${mention(verifiedBy)}, ${slackDate(endedAt)}.\nCard in ${cardPlace(channel, startedBy)} · Verification ${id}`,
      ),
    ];
  }
  const { number, requester, createdAt, decision, endedAt, purpose, channel, id, purchase } =
    record;
  const vobizOrder = purchase
    ? ` · Vobiz order ${inlineText(purchase.orderId, TEXT_SHOWN.inline)}`
    : '';
  return [
    section(
      `Requested by ${mention(requester)}, ${slackDate(createdAt)}. Approved by ${decidedBy(decision.by)}, ${slackDate(decision.at)}. Bought ${slackDate(endedAt)} in ${whereText(number.country, number.region)}.\nCard in ${cardPlace(channel, requester)} · Request ${id}${vobizOrder}`,
    ),
    quoted('Purpose', purpose),
  ];
}

function costLine(entry: NumberEntry): string {
  const price = priceOf(entry);
  if (price) {
    const [now, monthly, year] = [firstCharge(price), price.monthly, yearlyCost(price)].map(
      formatMoney,
    );
    return `${now} at first, then ${monthly}/month · ${year} in the first year`;
  }
  return entry.record?.state === 'verified' ? NO_FEE : "Vobiz doesn't say the price.";
}

const OWNED_WORDS: Readonly<Record<OwnedSeen['status'], string>> = {
  active: 'active',
  pending_purchase: 'purchase not finished',
  pending_release: 'being given back',
  released: 'given back',
  blocked: 'blocked',
  unknown: "in a state we don't know",
};

/** What Vobiz's own lists say, which may differ from our record. */
function vobizLine(entry: NumberEntry): string {
  const { owned, channel } = entry;
  const at = gotAt(entry);
  const since = owned?.purchasedAt && at ? `, since ${slackDate(owned.purchasedAt, 'date')}` : '';
  const whose = owned?.ownAccount === false ? ' in another account of yours' : '';
  const owning = owned ? `${OWNED_WORDS[owned.status]}${whose}${since}` : 'not among your numbers';
  const channels = channel
    ? `channel ${inlineText(channel.id, TEXT_SHOWN.inline)} ${channel.status}, Meta's verification ${channel.verification}`
    : 'no channel';
  return `At Vobiz: ${owning} · ${channels}`;
}

function doBlocks(
  record: Connectable,
  { forbidden, canConnect, canAsk }: Omit<NumberDetails, 'entry' | 'stand'>,
): KnownBlock[] {
  const ask = { record: record.id, here: true } as const;
  const asking = [
    ...transferButtons(record),
    canAsk && button(buttons.askForNumber, ask, 'Ask for it', { describes: phoneText(record) }),
  ];
  if (!forbidden)
    return buttonRow(
      ...connectionActions(record, { canConnect }),
      editButton(record),
      ...giveBackButtons(record),
      ...asking,
    );
  const who = [...ownersOf(record).map(mention), 'approvers', 'people the policy names'];
  return [context(`${listed(who)} can connect and manage it.`), ...buttonRow(...asking)];
}
