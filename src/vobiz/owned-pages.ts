import type { OwnedNumber, OwnedPage } from './answers.ts';
import { VobizError } from './errors.ts';

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
    if (answer.numbers.length < answer.listed) throw unreadable('an owned number has no number');
    const matching = answer.numbers.filter(({ e164 }) => e164.includes(search));
    found.push(...matching);
    listed += answer.listed;
    const isSearched = matching.length === answer.listed && answer.listed > 0;
    const isAll = answer.total === undefined ? isSearched : listed >= answer.total;
    if (answer.listed === 0 || isAll) return found;
    const before = known.size;
    for (const { e164 } of answer.numbers) known.add(e164);
    if (known.size === before) throw unreadable('the owned numbers repeat themselves');
  }
  throw unreadable('there are more owned numbers than can be read');
}

function unreadable(what: string): VobizError {
  return new VobizError('vobiz_unreadable', { operation: 'owned_numbers', sent: 'maybe', what });
}
