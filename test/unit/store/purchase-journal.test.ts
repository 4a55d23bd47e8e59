import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { sha256 } from '../../../src/store/audit-chain.ts';
import { openPurchaseJournal } from '../../../src/store/purchase-journal.ts';
import { orderStates } from '../views/views-support.ts';

const UNREADABLE = '{"sending":';

/** A journal with one line (by default one that cannot be read) and the word that accepted it, written on these days. */
async function journalWith(
  days: { line: string; word: string },
  { line, accepted } = { line: UNREADABLE, accepted: sha256(UNREADABLE) },
) {
  const word = JSON.stringify({ accepted, who: 'Asha Rao', why: 'compared', at: 1 });
  const dir = await mkdtemp(join(tmpdir(), 'purchase-journal-'));
  await writeFile(join(dir, `${days.line}.aaaaaaaaaaaa.jsonl`), `${line}\n`);
  await writeFile(join(dir, `${days.word}.bbbbbbbbbbbb.jsonl`), `${word}\n`);
  const journal = await openPurchaseJournal({
    dir,
    now: () => Date.parse('2026-06-01'),
    log: { error: () => undefined },
  });
  onTestFinished(async () => {
    await journal.close();
    await rm(dir, { recursive: true });
  });
  const isLeft = async (name: string) => (await readdir(dir)).some((one) => one.includes(name));
  return { journal, isLeft };
}

it('forgets an accepted line together with the word that accepted it, and never reports it again', async () => {
  const { journal, isLeft } = await journalWith({ line: '2026-01-02', word: '2026-01-03' });
  expect(await journal.damaged()).toEqual([]);
  await journal.forgetOld(() => false);
  expect(await journal.damaged()).toEqual([]);
  expect([await isLeft('aaaaaaaaaaaa'), await isLeft('bbbbbbbbbbbb')]).toEqual([false, false]);
});

it('keeps an old word as long as the line it accepts', async () => {
  const { journal, isLeft } = await journalWith({ line: '2026-05-31', word: '2026-01-03' });
  expect(await journal.damaged()).toEqual([]);
  await journal.forgetOld(() => true);
  expect(await journal.damaged()).toEqual([]);
  expect(await isLeft('bbbbbbbbbbbb')).toBe(true);
});

it('forgets an attempt that a person accepted together with their word', async () => {
  const { placing } = orderStates();
  const { journal, isLeft } = await journalWith(
    { line: '2026-01-02', word: '2026-01-03' },
    { line: JSON.stringify({ sending: placing }), accepted: placing.attempt.id },
  );
  expect(await journal.attempts()).toEqual([]);
  await journal.forgetOld(() => false);
  expect(await journal.attempts()).toEqual([]);
  expect([await isLeft('aaaaaaaaaaaa'), await isLeft('bbbbbbbbbbbb')]).toEqual([false, false]);
});
