/** A metric in a query, with what the query asks of its labels. */
type Selector = { metric: string; matchers: readonly Matcher[] };
type Matcher = { label: string; op: string; value: string };

/** Words of the language that stand where a metric could. */
const WORDS = ['and', 'or', 'unless'];
const GROUPING = /\b(?:by|without)\s*\(([^)]*)\)/g;
const RANGE = /\[[^\]]*\]/g;
/** A name, and what makes it a function or says which of a metric are meant. */
const NAME = /\b([a-z_][a-z0-9_]*)\s*(\(|\{[^}]*\})?/g;
const MATCHER = /([a-z_]+)\s*(=~|!~|!=|=)\s*"([^"]*)"/g;

/** What a query reads, and by which labels it groups. As much of PromQL as the files under ops/ use. */
function readQuery(query: string): { selectors: Selector[]; groups: string[] } {
  const groups = [...query.matchAll(GROUPING)].flatMap(([, names = '']) => names.split(/,\s*/));
  const rest = query.replace(GROUPING, ' ').replace(RANGE, ' ');
  const selectors = [...rest.matchAll(NAME)].flatMap(([, metric = '', after = '']) => {
    if (after === '(' || WORDS.includes(metric)) return [];
    return { metric, matchers: matchersIn(after) };
  });
  return { selectors, groups };
}

function matchersIn(text: string): Matcher[] {
  return [...text.matchAll(MATCHER)].map(([, label = '', op = '', value = '']) => {
    return { label, op, value };
  });
}

/** One line of what Prometheus is told. */
type Sample = { metric: string; labels: Readonly<Record<string, string>> };

/** The samples in the text of /metrics. */
export function readSamples(text: string): Sample[] {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return lines.map((line) => {
    const [, metric = '', labels = ''] = /^(\w+)(\{.*\})? /.exec(line) ?? [];
    const named = matchersIn(labels).map(({ label, value }) => [label, value] as const);
    return { metric, labels: Object.fromEntries(named) };
  });
}

/** Labels that Prometheus adds itself. */
const ADDED = ['instance', 'job'];

/** What no sample has that the query asks for; empty when it would find something. */
export function missingFor(query: string, samples: readonly Sample[]): string[] {
  const { selectors, groups } = readQuery(query);
  const unknown = selectors.filter(
    ({ metric, matchers }) =>
      !samples.some((sample) => sample.metric === metric && matchers.every(fits(sample))),
  );
  const read = samples.filter(({ metric }) => selectors.some((one) => one.metric === metric));
  const known = [...ADDED, ...read.flatMap(({ labels }) => Object.keys(labels))];
  return [
    ...unknown.map(({ metric, matchers }) => `${metric} ${JSON.stringify(matchers)}`),
    ...groups.filter((label) => !known.includes(label)),
  ];
}

function fits({ labels }: Sample) {
  return ({ label, op, value }: Matcher): boolean => {
    const found = labels[label];
    if (found === undefined) return false;
    const isMeant = op.endsWith('~') ? new RegExp(`^(?:${value})$`).test(found) : found === value;
    return op.startsWith('!') ? !isMeant : isMeant;
  };
}
