/** Makes texts the same in every run: moments move to a fixed day, ids are counted. */
export type Steady = {
  /** Ms since the epoch, as the readers' clock shows it. */
  now(): number;
  /** Moves the moments inside mrkdwn, before it is read. */
  moments<T>(shown: T): T;
  /** Replaces ids and message addresses in a line that was read. */
  ids(line: string): string;
};

/** 14:05 on a working day in India. */
const FIXED_START = Date.UTC(2026, 2, 2, 8, 35, 5);
const RECORD_ID = /\b(ord|ver|att)_[0-9a-z]{8,20}\b/g;

const MOMENT = /\b\d{4}-\d{2}-\d{2}T[\d:.]+Z/g;
/** In headings: the month in which the demo runs. */
const MONTH = /\bSpend in [A-Z][a-z]+/g;
const HASH = /\b[0-9a-f]{64}\b/g;
const OWN_DIRECTORY = /\S*\/vobiz-number-bot-demo-\w+\//g;
const OWN_PORT = /\b(127\.0\.0\.1:)\d+/g;

/** For a person who watches: everything as it is. */
export function asItIs(): Steady {
  return { now: Date.now, moments: (shown) => shown, ids: (line) => line };
}

/** For a file that is kept. */
export function asInEveryRun(startedAt: number): Steady {
  const shift = FIXED_START - startedAt;
  const names = new Map<string, string>();

  function nameOf(id: string, kind: string): string {
    const known = names.get(id);
    if (known) return known;
    const name = `${kind}_${String(names.size + 1).padStart(8, '0')}`;
    names.set(id, name);
    return name;
  }

  return {
    now: () => Date.now() + shift,
    moments: (shown) =>
      JSON.parse(
        JSON.stringify(shown).replace(
          /<!date\^(\d+)/g,
          (_whole, seconds: string) => `<!date^${Number(seconds) + Math.round(shift / 1000)}`,
        ),
      ),
    ids: (line) =>
      line
        .replace(RECORD_ID, (id, kind: string) => nameOf(id, kind))
        .replace(
          MOMENT,
          (moment) => `${new Date(Date.parse(moment) + shift).toISOString().slice(0, 16)}…`,
        )
        .replace(MONTH, 'Spend in March')
        .replace(HASH, '…')
        .replace(OWN_DIRECTORY, '…/')
        .replace(OWN_PORT, '$1…')
        .replace(/(\/archives\/\w+\/p)\d+(\?\S*?thread_ts=[\d.]+\S*)?/g, '$1…'),
  };
}
