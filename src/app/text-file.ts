import { readFile } from 'node:fs/promises';
import { ConfigError } from './config.ts';

/**
 * Drops the byte order mark of Windows editors, and reads PowerShell's UTF-16, which only that mark reveals. Throws
 * ConfigError, calling the file `what` and naming its `setting`.
 */
export async function readTextFile(path: string, what: string, setting: string): Promise<string> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new ConfigError(`${what} ${path} ${whyUnread(cause)}. Check ${setting}.`, { cause });
  });
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  return new TextDecoder().decode(bytes);
}

function whyUnread(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return "doesn't exist";
    case 'EISDIR':
      return 'is a directory: name the file in it';
    case 'EACCES':
    case 'EPERM':
      return "can't be read by the bot's user";
    default:
      return "can't be read";
  }
}
