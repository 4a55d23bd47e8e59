import type { KnownBlock } from '@slack/types';
import { type Connectable, onboardingOf, ownersOf } from '../../domain/connection/connectable.ts';
import { countryName } from '../../domain/country.ts';
import { countryIn } from '../../domain/numbers/own-number.ts';
import { type UnusedNumbers, unusedSince } from '../../domain/numbers/unused.ts';
import { SHOWN } from '../../domain/page-sizes.ts';
import { buttons } from '../../slack/ids.ts';
import { phoneText } from '../connection/connection-words.ts';
import { button, buttonRow, section } from '../kit/blocks.ts';
import { listed, mention, slackDate } from '../kit/text.ts';
import { monthlyText } from './number-lines.ts';
import { regionText, unusedCount } from './number-words.ts';

/** Who looks at the numbers, where, and for which open request of theirs. */
type Looking = { reader: string; country: string; order?: string | undefined };

/** Numbers to use instead of buying one: a few of them, and the way to the rest. Nothing if there are none. */
export function reuseBlocks(unused: UnusedNumbers, looking: Looking): KnownBlock[] {
  const { records, isWhole } = unused;
  if (records.length === 0) return [];
  const { country } = looking;
  const isMore = records.length > SHOWN.unused || !isWhole;
  return [
    section(`*Your team has ${unusedCount(unused)}.* You can ask for one instead of buying.`),
    ...records.slice(0, SHOWN.unused).map((record) => reuseBlock(record, looking)),
    ...buttonRow(
      isMore && button(buttons.allNumbers, { country, unused: true }, 'See all unused numbers'),
    ),
    { type: 'divider' },
  ];
}

function reuseBlock(record: Connectable, { reader, order }: Looking): KnownBlock {
  const describes = phoneText(record);
  const owners = ownersOf(record);
  const isTheirs = owners.includes(reader);
  const where =
    record.kind === 'order'
      ? regionText(record.number.country, record.number.region)
      : countryName(countryIn(record) ?? '');
  const whose = isTheirs ? 'yours' : `owned by ${listed(owners.map(mention))}`;
  return section(
    `*${describes}* · ${where}\n${monthlyText({ record })} · ${whose} · unused since ${slackDate(unusedSince(record), 'date')}`,
    isTheirs
      ? button(buttons.numberDetails, { e164: onboardingOf(record).e164 }, 'Details', { describes })
      : button(buttons.askForNumber, { record: record.id, ...(order && { order }) }, 'Ask for it', {
          describes,
        }),
  );
}
