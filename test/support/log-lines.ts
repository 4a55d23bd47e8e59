import { readFile } from 'node:fs/promises';
import { expect } from 'vitest';

export type LogLine = { event?: string; [field: string]: unknown };

/** What a bot logs when something failed that no part of it caught. */
const UNCAUGHT = new Set(['app.unhandled', 'app.uncaught', 'app.stop_failed']);
const FATAL = 60;

/** The lines of a bot's log file; none when it wrote none. */
export async function linesOf(file: string): Promise<LogLine[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.split('\n').filter(Boolean).map(readLine);
}

export function readLine(text: string): LogLine {
  try {
    return JSON.parse(text);
  } catch {
    return { event: 'not JSON', text };
  }
}

/** Fails the test whose bot met a fault that nobody caught. */
export function expectNoFaults(lines: readonly LogLine[]): void {
  const faults = lines.filter(({ event = '', level }) => UNCAUGHT.has(event) || level === FATAL);
  expect(faults, 'faults that no part of the bot caught').toEqual([]);
}
