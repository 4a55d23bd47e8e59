import { type Connectable, ownerOf } from '../connection/connectable.ts';
import { handOverOf } from './holding.ts';
import { newsOfWatched } from './watched.ts';

/** What the owner of a number must hear of, once; `what` is the key it is remembered by. */
export type OwnerNews = { what: string; to: string; kind: 'hand_over' | 'watched' };

export function ownerNews(record: Connectable): OwnerNews[] {
  const handOver = handOverOf(record);
  const watched = newsOfWatched(record.watched);
  return [
    ...(handOver ? [{ what: handOver.what, to: handOver.to, kind: 'hand_over' } as const] : []),
    ...(watched
      ? [{ what: `watched-${watched.at}`, to: ownerOf(record), kind: 'watched' } as const]
      : []),
  ];
}
