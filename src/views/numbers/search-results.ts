import type { KnownBlock, SectionBlock } from '@slack/types';
import { countryName } from '../../domain/country.ts';
import { firstCharge, formatMoney, yearlyCost } from '../../domain/money.ts';
import type { AvailableNumber } from '../../domain/numbers/available-number.ts';
import type { Nearest, NumberPage, NumberQuery } from '../../domain/numbers/number-search.ts';
import { parseRegion } from '../../domain/numbers/region.ts';
import { formatPhone } from '../../domain/phone.ts';
import { buttons } from '../../slack/ids.ts';
import { actions, button, context, section } from '../kit/blocks.ts';
import { SHOWN } from '../kit/limits.ts';
import { inlineText, plural } from '../kit/text.ts';
import { feesText, placeText } from './number-lines.ts';

/** One page of results with its buttons, or what to try when nothing was found. */
export function pageBlocks(
  page: NumberPage,
  skipped: number,
  query: NumberQuery | undefined,
): KnownBlock[] {
  const unread =
    skipped > 0
      ? [context(`${plural(skipped, 'number')} from Vobiz could not be read and cannot be shown.`)]
      : [];
  if (page.total === 0) return [section(nothingFound(query, skipped)), ...unread];
  return [
    context(
      'Prices and availability are up to a minute old. Nothing is held for you until it is bought.',
    ),
    ...page.numbers.map((number) => resultBlock(number, query)),
    context(`Page ${page.page + 1} of ${page.pages}, ${plural(page.total, 'number')}`),
    ...turnPages(page),
    ...unread,
  ];
}

/**
 * Choose carries the price, which tells two offers of one number apart, and the region that was searched, not the number's
 * own: it is the search that finds the number again.
 */
function resultBlock(number: AvailableNumber, query: NumberQuery | undefined): SectionBlock {
  const { e164, country, region, price } = number;
  const phone = formatPhone(e164);
  const lines = [
    `*${phone}*`,
    placeText(country, region),
    feesText(price),
    `${formatMoney(firstCharge(price))} first charge, ${formatMoney(yearlyCost(price))} in the first year`,
  ];
  if (region === '') return section([...lines, NO_REGION].join('\n'));
  const searched = { country: query?.country ?? country, region: query?.region ?? '' };
  const choose = button(buttons.choose, { ...searched, e164, price }, 'Choose', {
    describes: phone,
  });
  return section(lines.join('\n'), choose);
}

const NO_REGION =
  'Cannot be ordered here: Vobiz needs a region for an order and gave none for this number.';

function turnPages({ page, pages }: NumberPage): KnownBlock[] {
  const turns = [
    ...(page > 0 ? [button(buttons.previousPage, { page: page - 1 }, 'Previous')] : []),
    ...(page < pages - 1 ? [button(buttons.nextPage, { page: page + 1 }, 'Next')] : []),
  ];
  return turns.length > 0 ? [actions(...turns)] : [];
}

function unknownRegion({ country, region }: NumberQuery, nearest: Nearest): string {
  const problem = `We know no region or city “${inlineText(region, SHOWN.inline)}” in ${countryName(country)}, and neither does Vobiz.`;
  return nearest
    ? `${problem} Did you mean ${nearest.name}? Enter ${nearest.code} and press Search.`
    : `${problem} Enter a state or its code, or leave the region empty, and press Search.`;
}

function nothingFound(query: NumberQuery | undefined, skipped: number): string {
  if (!query) return 'No numbers found. Try another country.';
  const region = query.region ? parseRegion(query.country, query.region) : undefined;
  if (region && !region.ok && skipped === 0) return unknownRegion(query, region.nearest);
  const found = skipped > 0 ? 'Found no readable numbers' : 'Vobiz offers no numbers';
  const place = placeText(query.country, query.region);
  const digits = inlineText(query.digits, SHOWN.inline);
  const containing = digits ? ` that contain ${digits}` : '';
  const tries = [
    ...(digits ? ['fewer digits'] : []),
    ...(query.region ? ['no region'] : []),
    'another country',
  ];
  return `${found} in ${place}${containing}. Try ${tries.join(', or ')}, and press Search.`;
}
