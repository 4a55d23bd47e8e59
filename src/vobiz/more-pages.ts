import { isFields } from '../domain/json.ts';
import { wireMoreSchema, wirePagesSchema, wireTotalSchema } from './vobiz-fields.ts';
import { isGiven, readCandidates, readJson } from './wire.ts';

/** Of lists for which Vobiz publishes no pages: other lists there say in one of these ways that more follow. */
export function hasMore(body: string, listed: number): boolean {
  const candidates = readCandidates(readJson(body));
  const about = candidates.flatMap((each) => Object.values(wirePagesSchema.parse(each)));
  return [...candidates, ...about.filter(isFields)].some((part) => {
    const { total = 0 } = wireTotalSchema.safeParse(part).data ?? {};
    return total > listed || Object.values(wireMoreSchema.parse(part)).some(isGiven);
  });
}
