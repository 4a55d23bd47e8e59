import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { parseDocument } from 'yaml';
import { ConfigError, problemList } from './config.ts';
import { DEFAULT_POLICIES, type Policies, policiesFromFile } from './domain/policies.ts';
import { policyFileSchema } from './domain/policy-schema.ts';

const VERSION_CHARS = 12;

/** Reads the policy file, or the default when none is named. Throws ConfigError listing every problem. */
export async function loadPolicy(path: string | undefined): Promise<Policies> {
  if (path === undefined) return DEFAULT_POLICIES;
  const text = await readText(path);
  const document = parseDocument(text);
  if (document.errors.length > 0) {
    const lines = document.errors.map(({ message }) => `  - ${message.split('\n')[0]}`);
    throw new ConfigError([`The policy file ${path} is not readable YAML:`, ...lines].join('\n'));
  }
  const raw: unknown = document.toJS();
  const parsed = policyFileSchema(raw).safeParse(raw);
  if (!parsed.success)
    throw new ConfigError(problemList(`The policy file ${path} has problems:`, parsed.error));
  return policiesFromFile(
    parsed.data,
    createHash('sha256').update(text).digest('hex').slice(0, VERSION_CHARS),
  );
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new ConfigError(`The policy file ${path} cannot be read. Check POLICY_FILE.`, {
      cause: error,
    });
  }
}
