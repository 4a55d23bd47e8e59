import { createHash } from 'node:crypto';
import { parseDocument } from 'yaml';
import { ConfigError, problemList } from './config.ts';
import { DEFAULT_POLICIES, type Policies, policiesFromFile } from './domain/policies.ts';
import { policyFileSchema } from './domain/policy-schema.ts';
import { readTextFile } from './text-file.ts';

const VERSION_CHARS = 12;

/** Reads the policy file, or the default when none is named. Throws ConfigError listing every problem. */
export async function loadPolicy(path: string | undefined): Promise<Policies> {
  if (path === undefined) return DEFAULT_POLICIES;
  const text = await readText(path);
  const raw = readYaml(path, text);
  const parsed = policyFileSchema(raw).safeParse(raw);
  if (!parsed.success)
    throw new ConfigError(
      problemList(`The policy file ${path} has problems:`, parsed.error.issues),
    );
  return policiesFromFile(
    parsed.data,
    createHash('sha256').update(text).digest('hex').slice(0, VERSION_CHARS),
  );
}

/** Aliases that lead nowhere, or to far too much, are found only while the document is turned into values. */
function readYaml(path: string, text: string): unknown {
  const document = parseDocument(text);
  let problems: unknown[] = document.errors;
  if (problems.length === 0) {
    try {
      return document.toJS();
    } catch (error) {
      problems = [error];
    }
  }
  const lines = problems.map((problem) => {
    const message = problem instanceof Error ? problem.message : String(problem);
    return `  - ${message.split('\n')[0]}`;
  });
  throw new ConfigError([`The policy file ${path} is not readable YAML:`, ...lines].join('\n'));
}

async function readText(path: string): Promise<string> {
  try {
    return await readTextFile(path);
  } catch (error) {
    throw new ConfigError(`The policy file ${path} cannot be read. Check POLICY_FILE.`, {
      cause: error,
    });
  }
}
