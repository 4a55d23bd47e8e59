import { parseDocument } from 'yaml';
import { z } from 'zod';
import { metaIdSchema, metaTokenSchema } from '../domain/connection/connection.ts';
import type { MetaAccount } from '../flows/connection/connect.ts';
import { ConfigError, problemList } from './config.ts';
import { readTextFile } from './text-file.ts';

const NAME = /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,59}$/u;
const accountSchema = z.strictObject({ wabaId: metaIdSchema, token: metaTokenSchema });
const fileSchema = z.record(z.string().regex(NAME), accountSchema);

/** A Slack menu cannot hold more. */
const MOST = 99;

/**
 * Reads META_TOKENS_FILE: `{"Support": {"wabaId": "1911…", "token": "EAA…"}}`. Throws ConfigError listing every
 * problem, without repeating any value.
 */
export async function loadMetaAccounts(path: string | undefined): Promise<MetaAccount[]> {
  if (path === undefined) return [];
  const text = await readTextFile(path, 'The file of Meta tokens', 'META_TOKENS_FILE');
  const parsed = fileSchema.safeParse(parseJson(path, text));
  if (!parsed.success) {
    throw new ConfigError(
      problemList(`The file of Meta tokens ${path} has problems:`, parsed.error.issues.map(named)),
    );
  }
  const accounts = Object.entries(parsed.data).map(([name, account]) => ({ name, ...account }));
  if (accounts.length > MOST) {
    throw new ConfigError(`The file of Meta tokens ${path} has more than ${MOST} entries.`);
  }
  return accounts;
}

/** Puts an issue in our own words: an unexpected key could be a misplaced token. */
function named(issue: z.core.$ZodIssue) {
  const { code } = issue;
  const path = issue.path.map((part) => (NAME.test(String(part)) ? part : '(a name)'));
  if (code === 'invalid_key') return { code, path: [], message: NAME_PROBLEM };
  if (code === 'unrecognized_keys') {
    return { code, path, message: 'has something besides wabaId and token' };
  }
  return { code, path, message: issue.message };
}
const NAME_PROBLEM =
  'a name may have letters, digits, spaces, dots and dashes, at most 60 characters';

/** The line (from 1) where the text stops being JSON; undefined when neither parser says. */
function lineOf(error: unknown, text: string): number | undefined {
  const position = /at position (\d+)/.exec(String(error))?.[1];
  if (position !== undefined) return text.slice(0, Number(position)).split('\n').length;
  return parseDocument(text).errors[0]?.linePos?.[0].line;
}

/** JSON.parse quotes part of the text in its message, which could be a token. */
function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const line = lineOf(error, text);
    throw new ConfigError(
      `The file of Meta tokens ${path} isn't valid JSON${line ? `: look at line ${line}` : ''}.`,
    );
  }
}
