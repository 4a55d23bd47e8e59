import { type Connectable, ownerOf } from '../../domain/connection/connectable.ts';
import { hasChannel } from '../../domain/connection/connection.ts';
import {
  displayNameOf,
  gotAt,
  type NumberEntry,
  priceOf,
} from '../../domain/numbers/owned-number-list.ts';
import type { OrderIn } from '../../domain/order/order.ts';
import { amountText, type Columns, csvFile, isoTime, phoneUri } from '../kit/csv.ts';
import { troubleNames } from './number-words.ts';

/** `names`: what Slack calls the owners, by their id. */
export type NumbersFile = { entries: readonly NumberEntry[]; names: ReadonlyMap<string, string> };
type Row = { entry: NumberEntry; names: NumbersFile['names'] };

/**
 * One line for each number, labels in columns of their own: `owner` as `label owner`, where a column is called so
 * already. Times in UTC, amounts in major units.
 */
export function numbersCsv({ entries, names }: NumbersFile): string {
  const labels = entries.flatMap(({ record }) => Object.keys(record?.holding?.labels ?? {}));
  const ours = new Set([...FIRST, ...REST].map(([name]) => name));
  const columns: Columns<Row> = [
    ...FIRST,
    ...[...new Set(labels)].map(
      (name) =>
        [
          ours.has(name.toLowerCase()) ? `label ${name}` : name,
          ({ entry }: Row) => entry.record?.holding?.labels?.[name] ?? '',
        ] as const,
    ),
    ...REST,
  ];
  return csvFile(
    columns,
    entries.map((entry) => ({ entry, names })),
  );
}

const FIRST: Columns<Row> = [
  ['number', ({ entry }) => phoneUri(entry.e164)],
  ['country', ({ entry }) => entry.country ?? ''],
  ['region', ({ entry }) => orderIn(entry)?.number.region ?? ''],
  ['state', ({ entry }) => entry.state],
  ['owner', (row) => row.names.get(ownerIn(row)) ?? ''],
  ['owner_id', ownerIn],
];

const REST: Columns<Row> = [
  ['purpose', ({ entry: { record } }) => (record && 'purpose' in record ? record.purpose : '')],
  ['note', ({ entry }) => entry.record?.holding?.note ?? ''],
  ['needed_until', ({ entry }) => entry.record?.holding?.neededUntil ?? ''],
  ['how', ({ entry }) => howGot(entry)],
  ['since_utc', ({ entry }) => isoTime(gotAt(entry))],
  ['approved_by', ({ entry }) => approversOf(orderIn(entry)).join(' ')],
  ['setup', ({ entry }) => amountText(priceOf(entry)?.setup)],
  ['monthly', ({ entry }) => amountText(priceOf(entry)?.monthly)],
  ['currency', ({ entry }) => priceOf(entry)?.monthly.currency ?? ''],
  ['next_billing', ({ entry }) => isoTime(entry.owned?.nextBillingAt).slice(0, 10)],
  ['channel', ({ entry }) => channelIn(entry)],
  ['channel_name', ({ entry }) => displayNameOf(entry) ?? ''],
  ['trouble', ({ entry }) => troubleNames(entry.record?.watched)],
  ['record', ({ entry }) => entry.record?.id ?? ''],
  ['changed_utc', ({ entry }) => isoTime(entry.record?.updatedAt)],
];

function ownerIn({ entry: { record } }: Row): string {
  return record ? ownerOf(record) : '';
}

function orderIn({ record }: NumberEntry): OrderIn<'completed'> | undefined {
  return record?.kind === 'order' ? record : undefined;
}

const HOW: Readonly<Record<Connectable['state'], string>> = {
  completed: 'bought',
  verified: 'brought',
  adopted: 'adopted',
};

function howGot({ record }: NumberEntry): string {
  if (!record) return 'not here';
  return HOW[record.state];
}

/** Ids of people, or `policy`. */
function approversOf(order: OrderIn<'completed'> | undefined): string[] {
  if (!order) return [];
  const voted = (order.votes ?? []).map(({ by }) => by);
  return [...new Set([...voted, order.decision.by])];
}

function channelIn({ channel, record }: NumberEntry): string {
  const { connection } = record ?? {};
  return channel?.id ?? (hasChannel(connection) ? connection.channelId : '');
}
