/** What the play writes down, line by line for a terminal and as a whole for a file. */
export type Entry =
  | { kind: 'step'; title: string }
  | { kind: 'does'; text: string }
  | { kind: 'aside'; text: string }
  | { kind: 'shows'; caption: string; lines: readonly string[] };

export type Transcript = ReturnType<typeof createTranscript>;

/** How many lines must be the same in two looks at one thing before they are left out the second time. */
const WORTH_LEAVING_OUT = 3;

/** Keeps the entries, numbers the steps and hands each entry to `print` as it comes. `tidy` goes over every line. */
export function createTranscript(
  print: (entry: Entry) => void,
  tidy: (line: string) => string = (line) => line,
) {
  const entries: Entry[] = [];
  const lastSeen = new Map<string, readonly string[]>();
  let steps = 0;

  function add(entry: Entry): void {
    entries.push(entry);
    print(entry);
  }

  return {
    entries: (): readonly Entry[] => entries,
    step(title: string): void {
      steps += 1;
      lastSeen.clear();
      add({ kind: 'step', title: `${steps}. ${title}` });
    },
    does: (text: string): void => add({ kind: 'does', text: tidy(text) }),
    aside: (text: string): void => add({ kind: 'aside', text }),
    /** `what` names the thing that is looked at: what has not changed under its headline since the last look is left out. */
    shows(caption: string, seen: readonly string[], what?: string): void {
      const lines = seen.map(tidy);
      const before = (what && lastSeen.get(what)) || [];
      if (what) lastSeen.set(what, lines);
      add({ kind: 'shows', caption, lines: withoutKnownTop(lines, before) });
    },
  };
}

/** The first line stays, for it is the headline; what follows and has not changed becomes one line. */
function withoutKnownTop(lines: readonly string[], before: readonly string[]): readonly string[] {
  const [headline = '', ...rest] = lines;
  const known = rest.findIndex((line, index) => line !== before[index + 1]);
  if (known < WORTH_LEAVING_OUT) return lines;
  return [...(headline === before[0] ? [] : [headline]), '… as before …', ...rest.slice(known)];
}
