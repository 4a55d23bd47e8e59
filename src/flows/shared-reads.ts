/** Concurrent callers share reads, but nobody gets one that began before they asked. */
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

/** The same, per id. */
export function shareEach<T>(): (id: string, read: () => Promise<T>) => Promise<T> {
  const reads = new Map<string, { read: () => Promise<T>; waiting: number }>();
  return async (id, read) => {
    const one = reads.get(id) ?? { read: shareReads(read), waiting: 0 };
    reads.set(id, one);
    one.waiting += 1;
    try {
      return await one.read();
    } finally {
      one.waiting -= 1;
      if (one.waiting === 0) reads.delete(id);
    }
  };
}

/** Caches each read for `forMs`, but not its failure. `elapsed`: monotonic ms. */
export function keepEach<T>(read: Read<T>, forMs: number, elapsed: () => number): Read<T> {
  const kept = new Map<string, { until: number; answer: Promise<T> }>();
  return (id) => {
    for (const [old, { until }] of kept) if (until <= elapsed()) kept.delete(old);
    const known = kept.get(id);
    if (known) return known.answer;
    const answer = read(id);
    kept.set(id, { until: elapsed() + forMs, answer });
    answer.catch(() => kept.delete(id));
    return answer;
  };
}

type Read<T> = (id: string) => Promise<T>;
