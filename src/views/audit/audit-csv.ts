import {
  type AuditEntry,
  canonicalJson,
  type FieldChange,
  type Source,
} from '../../domain/audit/audit.ts';
import { majorUnits, moneySchema } from '../../domain/money.ts';

type Line = { seq: number; hash: string; entry: AuditEntry };

const COLUMNS: readonly (readonly [string, (line: Line) => string])[] = [
  ['entry', ({ seq }) => String(seq)],
  ['time_utc', ({ entry }) => new Date(entry.at).toISOString()],
  ['record', ({ entry }) => entry.record],
  ['event', ({ entry }) => entry.event],
  ['state_before', ({ entry }) => entry.from ?? ''],
  ['state_after', ({ entry }) => entry.to],
  ['revision', ({ entry }) => String(entry.revision)],
  ['who', ({ entry }) => ('user' in entry.by ? entry.by.user : '')],
  ['from', ({ entry }) => fromText(entry.by)],
  ['number', ({ entry }) => (entry.about ? numberText(entry.about) : '')],
  ['setup', ({ entry }) => amount(entry.about?.price?.setup)],
  ['monthly', ({ entry }) => amount(entry.about?.price?.monthly)],
  ['currency', ({ entry }) => entry.about?.price?.setup.currency ?? ''],
  ['changes', ({ entry }) => entry.changes.map(changeText).join('; ')],
  ['hash', ({ hash }) => hash],
];

/** Excel takes a file for UTF-8 only with this in front. */
const BYTE_ORDER_MARK = '\ufeff';

/** RFC 4180 with a header, CRLF line ends and every cell safe to open in a spreadsheet. Times in UTC, major units. */
export function auditCsv(lines: readonly Line[]): string {
  const rows = lines.map((line) => COLUMNS.map(([, read]) => read(line)));
  return BYTE_ORDER_MARK + [COLUMNS.map(([name]) => name), ...rows].map(csvRow).join('');
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

/** A test is about no number that anybody could have. */
function numberText({ number, test }: NonNullable<AuditEntry['about']>): string {
  return test ? 'TEST' : phoneUri(number);
}

/**
 * RFC 3966 (`tel:+919876543210`). A bare `+91...` would be read as a number, losing its plus sign and turning into
 * 9.19E+11, and an apostrophe in front would be part of the value for every other program.
 */
function phoneUri(e164: string): string {
  return `tel:${e164}`;
}

function fromText(by: Source): string {
  return 'job' in by ? `job ${by.job}` : `Slack ${by.team}`;
}

function amount(money: Parameters<typeof majorUnits>[0] | undefined): string {
  return money ? majorUnits(money) : '';
}

/** `decision.by: nothing -> "U0RAVI"` */
function changeText({ field, before, after }: FieldChange): string {
  return `${field}: ${valueText(before)} -> ${valueText(after)}`;
}

function valueText(value: FieldChange['before']): string {
  if (value === null) return 'nothing';
  const money = moneySchema.safeParse(value);
  return money.success ? `${majorUnits(money.data)} ${money.data.currency}` : canonicalJson(value);
}
