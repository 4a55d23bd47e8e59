import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { jobs } from '../src/jobs/queue.ts';
import { buttons, COMMAND, modalIds, shortcuts } from '../src/slack/ids.ts';
import { inputs } from '../src/slack/inputs.ts';
import { TASK_NAMES } from '../src/views/kit/help.ts';

/**
 * Draws docs/journeys.md from the source: what people type, press and submit, and which file of each layer answers it. It
 * reads the text of the files, so it holds for the habits of this code: `edge.button(buttons.x, …)`, `createX(deps)`.
 */
const ROOT = fileURLToPath(new URL('..', import.meta.url));

type Source = { path: string; text: string; imports: ReadonlyMap<string, string> };

const sources: readonly Source[] = readdirSync(join(ROOT, 'src'), {
  recursive: true,
  encoding: 'utf8',
})
  .filter((path) => path.endsWith('.ts'))
  .sort()
  .map((path) => {
    const text = readFileSync(join(ROOT, 'src', path), 'utf8');
    return { path: `src/${path}`, text, imports: importsOf(`src/${path}`, text) };
  });

/** Imported name -> file of src it comes from. */
function importsOf(path: string, text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [, names = '', from = ''] of text.matchAll(
    /import (?:type )?\{([^}]*)\} from '(\.[^']+)'/g,
  )) {
    const file = join(path, '..', from);
    for (const name of names.split(',')) found.set(name.replace(/^\s*type\s+/, '').trim(), file);
  }
  return found;
}

/** The text of a call or a block that begins at `from`, up to the bracket that closes it. */
function balanced(text: string, from: number): string {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    if ('([{'.includes(text[at] ?? '')) depth += 1;
    if (')]}'.includes(text[at] ?? '')) {
      depth -= 1;
      if (depth === 0) return text.slice(from, at + 1);
    }
  }
  return text.slice(from);
}

/** What a piece of a file does, with the functions of the same file that it calls; strings are no words of code. */
function reached(source: Source, piece: string): ReadonlySet<string> {
  const seen = new Set<string>();
  const waiting = [piece];
  for (let text = waiting.pop(); text !== undefined; text = waiting.pop()) {
    for (const [word] of text.replaceAll(/'[^'\n]*'/g, '').matchAll(/\b[A-Za-z]\w+\b/g)) {
      if (seen.has(word)) continue;
      seen.add(word);
      const body = bodyOf(source.text, word);
      if (!body.includes('edge.')) waiting.push(body);
    }
  }
  return seen;
}

/** A function or a constant as it is declared in this file under this name; empty when it is declared elsewhere. */
function bodyOf(text: string, name: string): string {
  const [declared, indent = ''] =
    text.match(new RegExp(`^( *)(?:export )?(?:async )?function ${name}\\b`, 'm')) ?? [];
  if (declared !== undefined) {
    const from = text.indexOf(declared);
    return text.slice(from, text.indexOf(`\n${indent}}\n`, from));
  }
  const constant = text.match(new RegExp(`\\bconst ${name} =`))?.index;
  return constant === undefined ? '' : statement(text, constant);
}

/** From here to the semicolon or comma that ends it, outside of all brackets. */
function statement(text: string, from: number): string {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    const char = text[at] ?? '';
    if ('([{'.includes(char)) depth += 1;
    if (')]}'.includes(char)) depth -= 1;
    if (depth < 0 || (depth === 0 && (char === ';' || char === ','))) return text.slice(from, at);
  }
  return text.slice(from);
}

/** The files of a layer that `words` use. A flow has the name that `deps` gives it: `placeOrder: PlaceOrder`. */
function used(source: Source, words: ReadonlySet<string>, layer: string): string[] {
  const files = [...source.imports].flatMap(([name, file]) => {
    if (!file.startsWith(`src/${layer}/`)) return [];
    const given = [
      ...source.text.matchAll(new RegExp(`(\\w+)\\??: (?:Pick<)?${name}\\b(?!\\[)`, 'g')),
    ];
    return words.has(name) || given.some(([, dep = '']) => words.has(dep)) ? [file] : [];
  });
  return [...new Set(files)].sort();
}

const link = (path: string) => `[${basename(path, '.ts')}](../${path})`;
/** A link to a file that this page names by hand. */
const existing = (path: string) => link(sourceAt(path).path);
const links = (paths: readonly string[]) => paths.map(link).join(', ') || '–';
const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [row(head), row(head.map(() => '-')), ...rows.map(row)].join('\n');
}

const inFolder =
  (folder: string) =>
  ({ path }: Source) =>
    path.startsWith(`src/${folder}/`);

function sourceAt(path: string | undefined): Source {
  const source = sources.find((one) => one.path === path);
  if (!source) throw new Error(`there is no ${path}`);
  return source;
}

/** The file of handlers that registers something, and what it registers. */
function registered(call: RegExp): { source: Source; piece: string } | undefined {
  const source = sources.filter(inFolder('handlers')).find(({ text }) => call.test(text));
  if (!source) return undefined;
  return {
    source,
    piece: balanced(source.text, source.text.indexOf('(', source.text.search(call))),
  };
}

/** The views (without the kit all share) and the flows that a piece of a handler uses, and what the flows change. */
function answering(source: Source, piece: string): string[] {
  const words = reached(source, piece);
  const flows = used(source, words, 'flows').filter((path) => path.split('/').length > 3);
  const views = used(source, words, 'views').filter((path) => !path.startsWith('src/views/kit/'));
  return [link(source.path), links(flows), links(views), changes(flows)];
}

const CHANGES: Readonly<Record<string, RegExp>> = {
  order: /\bchangeOrder\(|\bmakeOrder\(|\brequestOrder\b/,
  verification: /\bchangeVerification\(|\bstartByon\b|\bcreateAskAgain\b/,
  connection: /\bchangeConnection\(|\bconnections\.change/,
};

function changes(flows: readonly string[]): string {
  const texts = flows.map((path) => sourceAt(path).text).join();
  return (
    Object.keys(CHANGES)
      .filter((kind) => CHANGES[kind]?.test(texts))
      .join(', ') || '–'
  );
}

/** One line for each definition of `ids.ts` that `edge.<how>` registers. */
function lines(group: string, how: string, ids: Readonly<Record<string, string>>): string[][] {
  return Object.entries(ids).flatMap(([name, id]) => {
    const found = registered(new RegExp(`edge\\.${how}\\(\\s*${group}\\.${name}\\b`));
    if (!found) return [];
    // Views name an input to the parts of modals: `menu('numberCountry', …)`.
    const use = new RegExp(`\\b${group}\\.${name}\\b${group === 'inputs' ? `|'${name}'` : ''}`);
    const shown = sources.filter(inFolder('views')).filter(({ text }) => use.test(text));
    return [
      [`\`${id}\``, links(shown.map(({ path }) => path)), ...answering(found.source, found.piece)],
    ];
  });
}

/** A command is what a `handleX` returns as `command`; the smaller ones stand in `commands.ts` itself. */
function commandLines(): string[][] {
  const wiring = sourceAt('src/app/bot.ts');
  return TASK_NAMES.map((task) => {
    const handle = wiring.text.match(new RegExp(`\\b${task}: (handle\\w+)\\(`))?.[1];
    const source = sourceAt(handle ? wiring.imports.get(handle) : 'src/handlers/edge/commands.ts');
    const name = handle ? 'command' : task;
    const at = source.text.search(new RegExp(`^ *(?:async )?${name}\\(|\\b${name}: \\(`, 'm'));
    const [indent = ''] = /^ */.exec(source.text.slice(at)) ?? [];
    const isLine = source.text.startsWith(`${name}: (`, at);
    const own = isLine
      ? statement(source.text, at)
      : source.text.slice(at, source.text.indexOf(`\n${indent}}`, at));
    return [`\`${COMMAND} ${task}\``, ...answering(source, at < 0 ? name : own)];
  });
}

/** What a name of the wiring is made of: `place: createPlaceOrder({ … })`, with the constants beside it that it names. */
function madeOf(source: Source, name: string): Set<string> {
  const entry = source.text.search(new RegExp(`\\b(?:const )?${name}(?:: | = )create`));
  const text = entry < 0 ? bodyOf(source.text, name) : statement(source.text, entry);
  const words = new Set([...text.matchAll(/\b[A-Za-z]\w+\b/g)].map(([word]) => word));
  const beside = [...words].filter(
    (word) => word !== name && bodyOf(source.text, word).includes(' = create'),
  );
  return new Set([...words, ...beside.flatMap((word) => [...madeOf(source, word)])]);
}

/** Where the wiring calls a flow otherwise. */
const MADE_AS: Readonly<Record<string, string>> = { drawHome: 'home', sweep: 'sweepRecords' };

/** A job is named in `worker.ts`, and made in `job-flows.ts`, in a file beside it or, where clicks do the same, in `services.ts`. */
function jobLines(): string[][] {
  const worker = sourceAt('src/app/worker.ts');
  const makers = ['job-flows', 'redraw-cards', 'services'].map((name) =>
    sourceAt(`src/app/${name}.ts`),
  );
  return Object.keys(jobs).map((name) => {
    const flow = worker.text.match(new RegExp(`\\b${name}: flows\\.(\\w+)`))?.[1] ?? name;
    const [made = []] = makers
      .map((source) => importedBy(source, madeOf(source, MADE_AS[flow] ?? flow)))
      .filter((files) => files.length > 0);
    return [`\`${name}\``, links(made)];
  });
}

function importedBy(source: Source, words: ReadonlySet<string>): string[] {
  const files = [...source.imports].flatMap(([name, file]) => (words.has(name) ? [file] : []));
  return [...new Set(files)]
    .filter((path) => /^src\/(?:flows|views)\/\w+\/|deliver|sweep/.test(path))
    .sort();
}

const idsOf = (group: Readonly<Record<string, { id: string }>>) =>
  Object.fromEntries(Object.entries(group).map(([name, { id }]) => [name, id]));
const choices = Object.fromEntries(
  Object.entries(inputs).map(([name, { actionId }]) => [name, actionId]),
);
const ANSWER = ['handler', 'flow', 'answers with', 'changes'];

/** The page, whole. */
export function drawJourneys(): string {
  return `# Journeys

What people type, press and submit, and which file answers it. Made by \`npm run journeys\` from the source; a test compares.
What all of them share is left out: the edge in [edge](../src/handlers/edge/edge.ts), the kit of the views, and [change](../src/flows/change.ts),
which saves a record and leaves its jobs. Files of one name are one file: no two have the same.
Every id is defined in [ids](../src/slack/ids.ts) and [inputs](../src/slack/inputs.ts).

## Commands

${table(['command', ...ANSWER], commandLines())}

## Buttons and choices

${table(['id', 'shown by', ...ANSWER], [...lines('buttons', 'button', idsOf(buttons)), ...lines('inputs', 'choice', choices)])}

## Forms and shortcuts

${table(['id', 'shown by', ...ANSWER], [...lines('modalIds', 'submission', idsOf(modalIds)), ...lines('shortcuts', 'messageShortcut', idsOf(shortcuts))])}

## Jobs

A change of an order leaves \`redraw\` and what \`dutiesOf\` names (\`place\`, \`look\`, \`notify\`); of a verification \`redraw\` and
\`wake\`; of a connection \`redraw\` and \`follow\`. \`redraw\` leaves \`home\` for people who look at their Home. \`look\` reads the account once
(${existing('src/flows/account/read-account.ts')}) for all that is due, and goes on with each: an order
(${existing('src/flows/order/track-order.ts')}), a connection, a give-back. \`track\` is what an earlier version left instead.

${table(['job', 'done by'], jobLines())}

## Without a click or a job

| when | what | file |
| - | - | - |
| \`SIGHUP\` | the policy file is read again; requests that wait keep the rules they were made under | ${existing('src/app/policy-file.ts')} |
| start | the parts are opened in turn, or the bot says why it cannot start | ${existing('src/app/app.ts')} |
| start | records of an earlier version get their place in the lists; what they lack is filled in as they are read | ${existing('src/flows/relist.ts')}, ${existing('src/domain/record.ts')} |
| a message in a thread | an answer to a question; a code that should not stand there | ${existing('src/handlers/order/order-questions.ts')}, ${existing('src/handlers/verification/code-card.ts')} |
| Home is opened | it is drawn | ${existing('src/handlers/home/home-tab.ts')} |
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(join(ROOT, 'docs/journeys.md'), drawJourneys());
}
