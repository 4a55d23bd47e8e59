import type { AvailableNumber } from '../../domain/numbers/number-search.ts';
import type { ListChange } from '../../domain/order/order-draft.ts';
import { formatPhone } from '../../domain/phone.ts';
import { listed, present } from '../kit/text.ts';
import { nowAndMonthly, regionText } from '../numbers/number-words.ts';

/** What differs between a list of numbers that somebody sent and the list as it is `now`: our own mrkdwn. */
export function listChangesText(
  changes: readonly ListChange[],
  now: readonly AvailableNumber[],
): string {
  const phones = (kind: ListChange['kind']) =>
    changes.filter((change) => change.kind === kind).map(({ was }) => formatPhone(was.e164));
  const [gone, requested] = [phones('gone'), phones('requested')];
  const others = changes.flatMap((change) => {
    const quote = now.find(({ e164 }) => e164 === change.was.e164);
    return quote ? changedLine(change, quote) : [];
  });
  const lines = present([
    gone.length > 0 && `*Vobiz no longer offers ${listed(gone)}.*`,
    requested.length > 0 && `*Somebody else has requested ${listed(requested)}.*`,
    ...others,
  ]);
  return `${lines.join('\n')}\nCheck the list before you send it again.`;
}

function changedLine({ kind, was }: ListChange, now: AvailableNumber): string {
  const phone = formatPhone(was.e164);
  return kind === 'region_changed'
    ? `*${phone} is in another region now:* ${regionText(now.country, now.region)}.`
    : `*${phone} has a new price:* ${nowAndMonthly(now.price)} (was ${nowAndMonthly(was.price)}).`;
}
