import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { sha256 } from '../../../src/store/audit-chain.ts';
import { openPurchaseJournal } from '../../../src/store/purchase-journal.ts';

const UNREADABLE = '{"sending":';
const WORD = { accepted: sha256(UNREADABLE), who: 'Asha Rao', why: 'compared', at: 1 };

/** A journal with one line that cannot be read and one that a person accepted it with, written on these days. */
async function journalWith(days: { unreadable: string; word: string }) {
  const dir = await mkdtemp(join(tmpdir(), 'purchase-journal-'));
  await writeFile(join(dir, `${days.unreadable}.aaaaaaaaaaaa.jsonl`), `${UNREADABLE}\n`);
  await writeFile(join(dir, `${days.word}.bbbbbbbbbbbb.jsonl`), `${JSON.stringify(WORD)}\n`);
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
  const { journal, isLeft } = await journalWith({ unreadable: '2026-01-02', word: '2026-01-03' });
  expect(await journal.damaged()).toEqual([]);
  await journal.forgetOld(() => false);
  expect(await journal.damaged()).toEqual([]);
  expect([await isLeft('aaaaaaaaaaaa'), await isLeft('bbbbbbbbbbbb')]).toEqual([false, false]);
});

it('keeps an old word as long as the line it accepts', async () => {
  const { journal, isLeft } = await journalWith({ unreadable: '2026-05-31', word: '2026-01-03' });
  expect(await journal.damaged()).toEqual([]);
  await journal.forgetOld(() => true);
  expect(await journal.damaged()).toEqual([]);
  expect(await isLeft('bbbbbbbbbbbb')).toBe(true);
});
