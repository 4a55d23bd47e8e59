import { readFile } from 'node:fs/promises';

/** A text file as it was meant: editors on Windows put a byte order mark in front, which is no part of it. */
export async function readTextFile(path: string): Promise<string> {
  return (await readFile(path, 'utf8')).replace(/^\uFEFF/, '');
}
