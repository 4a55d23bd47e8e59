import type { OwnedNumber, OwnedPage } from './answers.ts';
import { VobizError } from './vobiz-errors.ts';

const PAGES_MAX = 80;

/**
 * The account's numbers that contain `search`, from as many pages as it takes: where Vobiz ignores the search, all pages of
 * the list. Throws `vobiz_unreadable` rather than answer from a list that it could not read whole: "not there" would be a guess.
 */
export async function searchOwned(
  search: string,
  pageOf: (page: number) => Promise<OwnedPage>,
): Promise<OwnedNumber[]> {
  const found: OwnedNumber[] = [];
  const known = new Set<string>();
  let listed = 0;
  for (let page = 1; page <= PAGES_MAX; page += 1) {
    const answer = await pageOf(page);
    if (answer.unread.some((sent) => couldBe(sent, search)))
      throw unreadable('an owned number cannot be read');
    found.push(...answer.numbers.filter(({ e164 }) => e164.includes(search)));
    listed += answer.listed;
    if (isLast(answer, { listed, found: found.length })) return found;
    const before = known.size;
    for (const { e164 } of answer.numbers) known.add(e164);
    if (known.size > before) continue;
    if (answer.total !== undefined && known.size >= answer.total) return found;
    throw unreadable('the owned numbers repeat themselves');
  }
  throw unreadable('there are more owned numbers than can be read');
}

/** Whether no page follows, `soFar` being all that came. Throws where some of the list did not come. */
function isLast({ listed, total }: OwnedPage, soFar: { listed: number; found: number }): boolean {
  const isSearched = soFar.found === soFar.listed;
  // A count of no more than this page may be the page's own.
  if (listed > 0) return total !== undefined && total > listed ? soFar.listed >= total : isSearched;
  // Where the search is heard, the count may be of all numbers.
  if (total !== undefined && soFar.listed < total && !isSearched)
    throw unreadable('owned numbers are missing');
  return true;
}

/** Whether a number that cannot be read, like one of a short form, may be the one that is looked for. */
function couldBe(sent: string, search: string): boolean {
  const digits = sent.replace(/\D/g, '').replace(/^0+/, '');
  const sought = search.replace(/\D/g, '');
  return digits === '' || sought.includes(digits) || digits.includes(sought);
}

function unreadable(what: string): VobizError {
  return new VobizError('vobiz_unreadable', { operation: 'owned_numbers', sent: 'maybe', what });
}
