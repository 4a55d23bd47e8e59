/**
 * The same read for all who ask for it at about the same time. Nobody gets what was read before they asked: whoever
 * comes while a read is under way waits for the next one, together with all others who do.
 */
export function shareReads<T>(read: () => Promise<T>): () => Promise<T> {
  let running: Promise<unknown> = Promise.resolve();
  let next: Promise<T> | undefined;

  function begin(): Promise<T> {
    next = undefined;
    const mine = read();
    running = mine;
    return mine;
  }

  return () => {
    next ??= running.then(begin, begin);
    return next;
  };
}
