import type { Connectable } from '../../domain/connection/connectable.ts';
import { agreedPrice } from '../../domain/numbers/owned-number-list.ts';
import type { OwnerNews } from '../../domain/numbers/owner-news.ts';
import type { WatchedNews } from '../../domain/numbers/watched.ts';
import { buttons } from '../../slack/ids.ts';
import { phoneText } from '../connection/connection-words.ts';
import {
  actions,
  button,
  buttonRow,
  type Message,
  message,
  permalinkLine,
  section,
} from '../kit/blocks.ts';
import { mention } from '../kit/text.ts';
import { editButton } from './holding-words.ts';
import { overLines, troubleLines, troubleStatus } from './number-words.ts';

/** What is said in the thread of the card; `mentions` the owner, who is told nowhere else then. */
export function ownerReply(record: Connectable, news: OwnerNews, mentions: boolean): Message {
  const phone = phoneText(record);
  if (news.kind === 'watched') {
    const who = mentions ? `${mention(news.to)} ` : '';
    return message([section(`${who}${watchedText(record, news.news)}`)]);
  }
  const by = mention(record.holding?.given?.by ?? '');
  return message([
    section(
      mentions
        ? `${mention(news.to)}, ${by} made you the owner of *${phone}*.`
        : `${by} gave *${phone}* a new owner.`,
    ),
    ...(mentions ? buttonRow(...withdrawButton(record)) : []),
  ]);
}

/** The same to that person alone. `cardLink`: the card's address. */
export function ownerDirect(record: Connectable, news: OwnerNews, cardLink?: string): Message {
  const link = permalinkLine(cardLink, 'Open the card');
  if (news.kind === 'watched') return message([section(watchedText(record, news.news)), ...link]);
  const by = mention(record.holding?.given?.by ?? '');
  return message([
    section(`*${phoneText(record)} is yours now*\n${by} made you its owner.`),
    actions(editButton(record), ...withdrawButton(record)),
    ...link,
  ]);
}

/** For the purchase request in whose place they asked for the number. */
function withdrawButton({ transfer }: Connectable) {
  const { order } = transfer?.state === 'accepted' ? transfer : {};
  return order ? [button(buttons.withdraw, { order }, 'Withdraw my purchase request')] : [];
}

/** What has changed at Vobiz, and what to do about it. */
function watchedText(record: Connectable, news: WatchedNews): string {
  const troubles = troubleLines(news, agreedPrice(record));
  const status =
    troubles.length > 0 ? (troubleStatus(news) ?? '⚠️ Price changed') : '✅ Back to normal';
  return [`*${status} · ${phoneText(record)}*`, ...troubles, ...overLines(news)].join('\n');
}
