import type { Entry } from './transcript.ts';
import { inBold, wrap } from './wrap.ts';

const WIDTH = 92;

type Paint = (style: keyof typeof CODES, text: string) => string;

const CODES = { step: '1;36', person: '33', quiet: '2', bold: '1' } as const;

/** Colour on a terminal that has not been asked to do without (https://no-color.org). */
export function createPaint(isTerminal: boolean, noColor: string | undefined): Paint {
  if (!isTerminal || noColor) return (_style, text) => text;
  return (style, text) => `\u001b[${CODES[style]}m${text}\u001b[0m`;
}

/** Writes entries as a person reads them in a terminal. */
export function createTerminal(write: (text: string) => void, paint: Paint) {
  let previous: Entry['kind'] | undefined;

  return (entry: Entry): void => {
    const isOneDeed = entry.kind === 'does' && previous === 'does';
    previous = entry.kind;
    write(`${isOneDeed ? '' : '\n'}${linesOf(entry, paint).join('\n')}\n`);
  };
}

function linesOf(entry: Entry, paint: Paint): string[] {
  switch (entry.kind) {
    case 'step': {
      const rule = '━'.repeat(Math.max(2, WIDTH - entry.title.length - 4));
      return ['', paint('step', `━━ ${entry.title} ${rule}`)];
    }
    case 'does':
      return wrap(`▸ ${entry.text}`, WIDTH).map((line) => paint('person', line));
    case 'aside':
      return wrap(entry.text, WIDTH).map((line) => paint('quiet', line));
    case 'shows':
      return box(entry, paint);
  }
}

function box({ caption, lines }: Extract<Entry, { kind: 'shows' }>, paint: Paint): string[] {
  const body = lines.flatMap((line) => wrap(line, WIDTH - 4));
  return [
    paint('quiet', `  ╭─ ${caption}`),
    ...body.map((line) =>
      `${paint('quiet', '  │ ')}${inBold(line, (text) => paint('bold', text))}`.trimEnd(),
    ),
    paint('quiet', '  ╰─'),
  ];
}
