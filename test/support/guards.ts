import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, vi } from 'vitest';

/**
 * Part of every test file (setupFiles of vitest.config.ts): whatever a file opened, it closes. A bot that goes on would answer
 * the next file's people and keep the run from ending. And whatever a file waits for gets time enough.
 */
const CLOSES_WITHIN_MS = 5_000;
/** What holds a process: servers, connections, children. Timers and files come and go. */
const KEPT_OPEN = /^(TCPServerWrap|TCPSocketWrap|ProcessWrap)$/;

/** Vitest gives up after a second, which something that comes may take on a busy machine. A test has longer than this. */
const PATIENCE = { timeout: 10_000, interval: 20 };
const { waitFor } = vi;
vi.waitFor = (look, options = PATIENCE) => waitFor(look, options);

let before: readonly string[] = [];

beforeAll(() => {
  before = openNow();
});

afterAll(async () => {
  // What was told to close is closed a moment later.
  const patience = AbortSignal.timeout(CLOSES_WITHIN_MS);
  while (leftOpen(before, openNow()).length > 0 && !patience.aborted) await pause(10);
  expect(leftOpen(before, openNow()), 'left open at the end of this file').toEqual([]);
});

function openNow(): string[] {
  return process.getActiveResourcesInfo().filter((type) => KEPT_OPEN.test(type));
}

/** What is open now beyond what was open before: `TCPSocketWrap ×2`. */
function leftOpen(before: readonly string[], now: readonly string[]): string[] {
  return [...new Set(now)].flatMap((type) => {
    const more = countOf(now, type) - countOf(before, type);
    return more > 0 ? [`${type} ×${more}`] : [];
  });
}

function countOf(types: readonly string[], type: string): number {
  return types.filter((one) => one === type).length;
}
