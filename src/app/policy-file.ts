import { createHash } from 'node:crypto';
import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { DEFAULT_POLICIES, type Policies, policiesFromFile } from '../domain/policy/policies.ts';
import { aboutUnknownKey, policyFileSchema } from '../domain/policy/policy-schema.ts';
import type { Log } from '../runtime.ts';
import { ConfigError, type Issue, problemList } from './config.ts';
import { readTextFile } from './text-file.ts';

const VERSION_CHARS = 12;

/** Reads the policy file, or the default when none is named. Throws ConfigError listing every problem. */
export async function loadPolicy(path: string | undefined): Promise<Policies> {
  if (path === undefined) return DEFAULT_POLICIES;
  const text = await readTextFile(path, 'The policy file', 'POLICY_FILE');
  const { raw, lineOf } = readYaml(path, text);
  const schema = policyFileSchema(raw);
  const parsed = schema.safeParse(raw);
  if (!parsed.success) {
    const issues = parsed.error.issues.flatMap((issue) => toldWithLine(issue, schema, lineOf));
    throw new ConfigError(problemList(`The policy file ${path} has problems:`, issues));
  }
  return policiesFromFile(
    parsed.data,
    createHash('sha256').update(text).digest('hex').slice(0, VERSION_CHARS),
  );
}

type Path = readonly PropertyKey[];
type LineOf = (path: Path) => number | undefined;

/** An issue with its line; each unknown key becomes its own issue, with a suggestion. */
function toldWithLine(issue: z.core.$ZodIssue, schema: z.ZodType, lineOf: LineOf): Issue[] {
  const { path, message, code } = issue;
  if (code !== 'unrecognized_keys') return [{ path, message, code, line: lineOf(path) }];
  return issue.keys.map((key) => ({
    path: [...path, key],
    code,
    message: aboutUnknownKey(schema, path, key),
    line: lineOf([...path, key]),
  }));
}

/** Aliases that lead nowhere, or to far too much, fail only in `toJS`. */
function readYaml(path: string, text: string): { raw: unknown; lineOf: LineOf } {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter });
  let problems: unknown[] = document.errors;
  if (problems.length === 0) {
    try {
      const raw: unknown = document.toJS();
      return { raw, lineOf: (at) => lineIn(document, lineCounter, at) };
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

/** The line (from 1) of a key or entry; for something absent, that of the nearest level around it. */
function lineIn(document: Document, lines: LineCounter, path: Path): number | undefined {
  const last = path.at(-1);
  if (last === undefined) return undefined;
  const above = path.slice(0, -1);
  const level = above.length > 0 ? document.getIn(above, true) : document.contents;
  const key = isMap(level)
    ? level.items.find(({ key: each }) => isScalar(each) && String(each.value) === String(last))
        ?.key
    : document.getIn(path, true);
  const start = isNode(key) ? key.range?.[0] : undefined;
  return start === undefined ? lineIn(document, lines, above) : lines.linePos(start).line;
}

/** The current rules: the defaults until `load`, then the file's. */
export function createPolicyHolder(file: string | undefined, log: Log) {
  let policies = DEFAULT_POLICIES;
  return {
    current: (): Policies => policies,
    /** Throws ConfigError when the file has problems. */
    async load(): Promise<void> {
      policies = await loadPolicy(file);
    },
    /** Open requests keep the rules they were made under. A file with problems is logged and changes nothing. */
    async reload(): Promise<void> {
      try {
        policies = await loadPolicy(file);
        log.info({ event: 'policy.reloaded', policy: policies.version });
      } catch (error) {
        const problems = error instanceof ConfigError ? error.message : 'it could not be read';
        log.error({ event: 'policy.not_reloaded', policy: policies.version, problems, err: error });
      }
    },
  };
}
