import { type Connectable, ownerOf } from '../connection/connectable.ts';
import { handOverOf } from './holding.ts';
import { newsOfWatched, type WatchedNews } from './watched.ts';

/** What the owner of a number must hear of, once; `what` is the key it is remembered by. */
export type OwnerNews = { what: string; to: string } & (
  | { kind: 'hand_over' }
  | { kind: 'watched'; news: WatchedNews }
);

export function ownerNews(record: Connectable): OwnerNews[] {
  const handOver = handOverOf(record);
  return [
    ...(handOver ? [{ what: handOver.what, to: handOver.to, kind: 'hand_over' } as const] : []),
    ...newsOfWatched(record.watched).map(
      (news) =>
        ({ what: `watched-${news.at}`, to: ownerOf(record), kind: 'watched', news }) as const,
    ),
  ];
}
