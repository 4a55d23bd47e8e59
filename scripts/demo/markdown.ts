import type { Entry } from './transcript.ts';
import { inBold, wrap } from './wrap.ts';

const INTRODUCTION = `# A transcript

What \`npm run demo -- --all\` plays: the built bot against local stand-ins of Slack and Vobiz, and what each person sees. Nothing in
it is real. Written by \`npm run demo -- --write\`, which gives times and ids the same values in every run.
`;
const WIDTH = 100;

/** The whole play as Markdown. */
export function toMarkdown(entries: readonly Entry[]): string {
  return `${[INTRODUCTION, ...entries.map(one)].join('\n').trimEnd()}\n`;
}

function one(entry: Entry): string {
  switch (entry.kind) {
    case 'step':
      return `## ${entry.title}\n`;
    case 'does':
      return `**${entry.text}**\n`;
    case 'aside':
      return `_${entry.text}_\n`;
    case 'shows': {
      const lines = entry.lines.flatMap((line) => wrap(line, WIDTH));
      const body = lines.map((line) => inBold(line, (text) => text).trimEnd());
      return [`${entry.caption}:`, '', '```text', ...body, '```', ''].join('\n');
    }
  }
}
