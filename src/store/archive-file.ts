import { createHash } from 'node:crypto';
import { open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Anchor, readAnchor } from './audit-anchors.ts';
import { type Head, headText, type Link } from './audit-chain.ts';
import { readAuditLine } from './audit-lines.ts';
import { hasCode } from './system-error.ts';

/** A file of moved entries is missing, or is not the one that was signed off. */
export class ArchiveDamaged extends Error {
  override readonly name = 'ArchiveDamaged';
}

/** The entries of a file, in little memory. Throws ArchiveDamaged, at the latest after the last one. */
export async function* readArchive(dir: string, anchor: Anchor): AsyncGenerator<Link> {
  const { file, first, last, entries, sha256 } = anchor;
  const bytes = await openFile(dir, anchor);
  const hash = createHash('sha256');
  bytes.on('data', (chunk) => hash.update(chunk));
  let [count, end] = [0, ''];
  for await (const line of createInterface({ input: bytes })) {
    count += 1;
    const link = readLink(line, count, file);
    end = headText(link);
    yield link;
  }
  const found = hash.digest('hex');
  if (count === entries && end === headText(last) && found === sha256) return;
  const signed = `${entries} entries from ${first.seq} to ${headText(last)}, SHA-256 ${sha256}`;
  const has = `it has ${count} up to ${end}, SHA-256 ${found}`;
  throw new ArchiveDamaged(`${file} was signed off with ${signed}, but ${has}`);
}

/** Where the chain must pass by the files in `dir`, also by one that Redis has no anchor of. Throws when `dir` is missing. */
export async function signedHeads(dir: string, team: string): Promise<Head[]> {
  const names = (await readdir(dir)).filter(
    (name) => name.startsWith(`${team}.`) && name.endsWith('.head.json'),
  );
  const signed = await Promise.all(names.map((name) => readFile(join(dir, name), 'utf8')));
  return signed.flatMap((json) => readAnchor(json)?.last ?? []);
}

async function openFile(dir: string, { file, first, last }: Anchor) {
  try {
    return (await open(join(dir, file))).createReadStream();
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
    throw new ArchiveDamaged(
      `${file}, which has the entries ${first.seq} to ${last.seq}, is not in ${dir}`,
    );
  }
}

function readLink(line: string, number: number, file: string): Link {
  try {
    return readAuditLine(line, number).link;
  } catch (error) {
    throw new ArchiveDamaged(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
