import { type Money, majorUnits } from '../../domain/money.ts';

/** The name of a column and what it has of a row. */
export type Columns<Row> = readonly (readonly [name: string, read: (row: Row) => string])[];

/** Excel takes a file for UTF-8 only with this in front. */
const BYTE_ORDER_MARK = '\ufeff';

/** RFC 4180 with a header, CRLF line ends and every cell safe to open in a spreadsheet. */
export function csvFile<Row>(columns: Columns<Row>, rows: readonly Row[]): string {
  const lines = rows.map((row) => columns.map(([, read]) => read(row)));
  return BYTE_ORDER_MARK + [columns.map(([name]) => name), ...lines].map(csvRow).join('');
}

export function csvRow(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

/** What a spreadsheet takes for the start of a formula, in ASCII and in full width, also behind white space. */
const FORMULA = /^[\s\0]*[=+\-@＝＋－＠]/;
const NEEDS_QUOTES = /[",\r\n\t;]|^\s|\s$/;

/** An apostrophe in front makes a would-be formula plain text; quotes keep separators and line breaks inside the cell. */
function csvCell(text: string): string {
  const plain = FORMULA.test(text) || /^[\t\r\n]/.test(text) ? `'${text}` : text;
  return NEEDS_QUOTES.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

/**
 * RFC 3966 (`tel:+919876543210`). A bare `+91...` would be read as a number, losing its plus sign and turning into
 * 9.19E+11, and an apostrophe in front would be part of the value for every other program.
 */
export function phoneUri(e164: string): string {
  return `tel:${e164}`;
}

/** In major units, without its currency, which has a column of its own. */
export function amountText(money: Money | undefined): string {
  return money ? majorUnits(money) : '';
}

/** Epoch ms as ISO 8601, in UTC. */
export function isoTime(epochMs: number | undefined): string {
  return epochMs ? new Date(epochMs).toISOString() : '';
}
