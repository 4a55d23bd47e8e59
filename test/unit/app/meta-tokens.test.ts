import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { loadMetaAccounts } from '../../../src/app/meta-tokens.ts';

const TOKEN = 'EAAsecretSECRET12345';

async function load(text: string | Buffer) {
  const dir = await mkdtemp(join(tmpdir(), 'meta-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  const path = join(dir, 'tokens.json');
  await writeFile(path, text);
  return loadMetaAccounts(path);
}

async function problemsOf(text: string): Promise<string> {
  const problem: unknown = await load(text).catch((error: unknown) => error);
  if (!(problem instanceof Error)) throw new Error('it was taken');
  return problem.message;
}

it('offers the accounts by name', async () => {
  const file = { Support: { wabaId: '1911116896216319', token: TOKEN } };
  expect(await load(JSON.stringify(file))).toEqual([
    { name: 'Support', wabaId: '1911116896216319', token: TOKEN },
  ]);
  expect(await loadMetaAccounts(undefined)).toEqual([]);
});

it('lists every problem at once, and repeats nothing of the file', async () => {
  const said = await problemsOf(
    JSON.stringify({
      Support: { wabaId: '12', token: 'sk_live_secret' },
      Sales: { token: TOKEN, extra: TOKEN },
      [`${TOKEN}*`]: { wabaId: '1911116896216319', token: TOKEN },
    }),
  );
  expect(said).toMatch(/Support\.wabaId: must be the number Meta shows/);
  expect(said).toMatch(/Support\.token: must be a Meta system-user token/);
  expect(said).toMatch(/Sales\.wabaId: is not set/);
  expect(said).toMatch(/Sales: has something besides wabaId and token/);
  expect(said).toMatch(/a name may have letters/);
  expect(said).not.toMatch(/secret/i);
});

it.each([
  ['half a file', `{"Support": {"token": "${TOKEN}`],
  ['a token alone', TOKEN],
])('does not repeat %s that is no JSON', async (_name, text) => {
  expect(await problemsOf(text)).toMatch(/isn't valid JSON(: look at line 1)?\.$/);
});

it('names the line where the file stops being JSON', async () => {
  const said = await problemsOf(
    `{\n  "Support": {"wabaId": "1911116896216319" "token": "${TOKEN}"}\n}`,
  );
  expect(said).toMatch(/isn't valid JSON: look at line 2\.$/);
});

it('is read with the byte order mark that editors on Windows put in front', async () => {
  const file = { Support: { wabaId: '1911116896216319', token: TOKEN } };
  expect(await load(`\uFEFF${JSON.stringify(file)}`)).toHaveLength(1);
});

it.each([
  ['little-endian', (text: Buffer) => text],
  ['big-endian', (text: Buffer) => text.swap16()],
])('is read as PowerShell writes it, in UTF-16: %s', async (_order, ordered) => {
  const file = { Büro: { wabaId: '1911116896216319', token: TOKEN } };
  const text = Buffer.from(`\uFEFF${JSON.stringify(file)}\r\n`, 'utf16le');
  expect(await load(ordered(text))).toMatchObject([{ name: 'Büro' }]);
});

it('says when the file is not there', async () => {
  await expect(loadMetaAccounts('/nowhere/tokens.json')).rejects.toThrow(/doesn't exist/);
});
