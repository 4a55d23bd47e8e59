import type { Digest, Spent } from '../../domain/digest/digest.ts';
import { clipPlain } from '../kit/text.ts';
import { monthName, moreSpent, shareOf, spentName, spentText } from './spend-words.ts';

/** An SVG, and its words for those who don't see it. */
export type Chart = { svg: string; title: string; filename: string; words: string };

/** In pixels. A phone shows it at half its width, where the text is 12 pixels high. */
const WIDTH = 800;
const MARGIN = 28;
const TITLE = 84;
const ROW = 88;
const BAR = { top: 14, height: 24 };
const INNER = WIDTH - 2 * MARGIN;
const NAME_MAX = 24;
/** As wide as a digit of an amount, as most letters of a name, and what is left free between the two. */
const DIGIT = 14;
const LETTER = 15;
const GAP = 16;
const ALT_MAX = 1_000;

/** On a white sheet of its own, so that it reads the same in a dark Slack. Contrast with white: 4.5 or more. */
const COLOURS = {
  sheet: '#ffffff',
  frame: '#c9ced6',
  text: '#1d1c1d',
  track: '#dfe3e8',
  within: '#1264a3',
  over: '#b3261e',
};

/** What the packed font can draw. Other scripts are named by their line in the text. */
const DRAWABLE = /^[\u0020-\u024f\u0370-\u052f\u2010-\u203a\u20a0-\u20bf\u2100-\u214f]*$/;

/** A month's spending against its budgets. Undefined if there is none. */
export function spendChart(digest: Digest): Chart | undefined {
  const { month, spent } = digest;
  if (spent.shown.length === 0) return undefined;
  const title = `Spend in ${monthName(month)}`;
  const more = moreSpent(digest);
  const height = TITLE + ROW * spent.shown.length + (more ? 34 : 0) + MARGIN / 2;
  const rows = spent.shown.map((one, at) => row(one, at, spent.shown));
  const rest = more ? text(MARGIN, height - 26, 22, more) : '';
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" font-family="DejaVu Sans">`,
    `<rect x="1" y="1" width="${WIDTH - 2}" height="${height - 2}" rx="12" fill="${COLOURS.sheet}" stroke="${COLOURS.frame}" stroke-width="2"/>`,
    text(MARGIN, 52, 30, title, 'font-weight="bold"'),
    ...rows,
    rest,
    '</svg>',
  ].join('\n');
  const said = spent.shown.map((one) => `${spentName(one, spent.shown)}: ${spentText(one)}`);
  const words = clipPlain(`${title}. ${[...said, more].filter(Boolean).join('; ')}.`, ALT_MAX);
  return { svg, title, filename: `spend-${month}.png`, words };
}

function row(one: Spent, at: number, all: readonly Spent[]): string {
  const y = TITLE + ROW * at;
  const name = spentName(one, all);
  const isTotal = one.label === undefined;
  const amount = spentText(one);
  const room = INNER - GAP - Math.ceil(amount.length * DIGIT);
  const shown = DRAWABLE.test(name)
    ? clipPlain(name, Math.min(NAME_MAX, Math.floor(room / LETTER)))
    : `Line ${at + 1}`;
  return [
    // Cuts off the widest of letters.
    `<svg x="${MARGIN}" y="${y - 10}" width="${room}" height="40">`,
    text(0, 30, 24, shown, isTotal ? 'font-weight="bold"' : ''),
    '</svg>',
    text(WIDTH - MARGIN, y + 20, 22, amount, 'text-anchor="end"'),
    bar(one, y + 20 + BAR.top, all),
  ].join('\n');
}

/** Against its own budget; where nothing has a budget, against the largest amount in its currency. */
function bar(one: Spent, y: number, all: readonly Spent[]): string {
  const share = shareOf(one);
  const hasBudgets = all.some(({ budget }) => budget !== undefined);
  if (share === undefined && hasBudgets) return '';
  const filled = share === undefined ? ofLargest(one, all) : Math.min(share / 100, 1);
  const colour = share !== undefined && share > 100 ? COLOURS.over : COLOURS.within;
  const track = share === undefined ? '' : rect(y, INNER, COLOURS.track);
  return `${track}${filled > 0 ? rect(y, Math.max(4, Math.round(INNER * filled)), colour) : ''}`;
}

function ofLargest({ used }: Spent, all: readonly Spent[]): number {
  const same = all.filter((other) => other.used.currency === used.currency);
  return used.minor / Math.max(1, ...same.map((other) => other.used.minor));
}

function rect(y: number, width: number, colour: string): string {
  return `<rect x="${MARGIN}" y="${y}" width="${width}" height="${BAR.height}" rx="4" fill="${colour}"/>`;
}

function text(x: number, y: number, size: number, words: string, more = ''): string {
  return `<text x="${x}" y="${y}" font-size="${size}" fill="${COLOURS.text}" ${more}>${escapeXml(words)}</text>`;
}

/** Without the characters that XML cannot hold. */
function escapeXml(words: string): string {
  return words
    .replace(/\p{Cc}/gu, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
