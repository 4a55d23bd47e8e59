import {
  type AuditEntry,
  canonicalJson,
  type FieldChange,
  type Source,
} from '../../domain/audit/audit.ts';
import { majorUnits, moneySchema } from '../../domain/money.ts';
import { amountText, type Columns, csvFile, phoneUri } from '../kit/csv.ts';

type Line = { seq: number; hash: string; entry: AuditEntry };

const COLUMNS: Columns<Line> = [
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
  ['setup', ({ entry }) => amountText(entry.about?.price?.setup)],
  ['monthly', ({ entry }) => amountText(entry.about?.price?.monthly)],
  ['currency', ({ entry }) => entry.about?.price?.setup.currency ?? ''],
  ['changes', ({ entry }) => entry.changes.map(changeText).join('; ')],
  ['hash', ({ hash }) => hash],
];

/** Times in UTC, amounts in major units. */
export function auditCsv(lines: readonly Line[]): string {
  return csvFile(COLUMNS, lines);
}

/** A test is about no number that anybody could have. */
function numberText({ number, test }: NonNullable<AuditEntry['about']>): string {
  return test ? 'TEST' : phoneUri(number);
}

function fromText(by: Source): string {
  return 'job' in by ? `job ${by.job}` : `Slack ${by.team}`;
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
