/** One measured figure and what it may be. `detail` says what it was worked out from. */
export type Result = {
  name: string;
  value: number;
  /** How `value` and `bound` read. */
  unit: 'ratio' | 'bytes' | 'ms' | 'count';
  bound: { atLeast?: number; atMost?: number };
  detail: string;
};

export function passes({ value, bound }: Result): boolean {
  const { atLeast = Number.NEGATIVE_INFINITY, atMost = Number.POSITIVE_INFINITY } = bound;
  return value >= atLeast && value <= atMost;
}

/** The results as lines of a table, each with its bound and verdict. */
export function table(results: readonly Result[]): string {
  const rows = results.map((result) => [
    passes(result) ? 'PASS' : 'FAIL',
    shown(result, result.value),
    boundOf(result),
    result.name,
    result.detail,
  ]);
  const widths = [0, 1, 2, 3].map((column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows
    .map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))
    .join('\n');
}

function boundOf(result: Result): string {
  const { atLeast, atMost } = result.bound;
  const parts = [
    atLeast !== undefined && `>= ${shown(result, atLeast)}`,
    atMost !== undefined && `<= ${shown(result, atMost)}`,
  ];
  return parts.filter(Boolean).join(', ');
}

const MEGABYTE = 1024 * 1024;

function shown({ unit }: Result, value: number): string {
  switch (unit) {
    case 'bytes':
      return value < MEGABYTE ? `${Math.round(value)} B` : `${Math.round(value / MEGABYTE)} MB`;
    case 'ms':
      return `${Math.round(value)} ms`;
    case 'count':
      return Number.isInteger(value) ? String(value) : value.toFixed(1);
    case 'ratio':
      return value.toFixed(2);
  }
}
