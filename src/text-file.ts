import { readFile } from 'node:fs/promises';

/** A text file as it was meant: editors on Windows put a byte order mark in front, which is no part of it. */
export async function readTextFile(path: string): Promise<string> {
  return (await readFile(path, 'utf8')).replace(/^\uFEFF/, '');
}

/** Why a file could not be read, to complete a sentence about it. */
export function whyUnread(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return 'is not there';
    case 'EISDIR':
      return 'is a directory: name the file in it';
    case 'EACCES':
    case 'EPERM':
      return 'may not be read by the user that runs the bot';
    default:
      return 'cannot be read';
  }
}
