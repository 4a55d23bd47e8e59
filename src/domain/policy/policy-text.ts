import {
  type Document,
  isMap,
  isNode,
  isScalar,
  LineCounter,
  parseDocument,
  stringify,
  YAMLParseError,
} from 'yaml';
import type { z } from 'zod';
import { isFields } from '../json.ts';
import {
  isPolicyAsWritten,
  type PolicyAsWritten,
  policyFileSchema,
  workspacePolicySchema,
} from './policy-schema.ts';
import { aboutUnknownKey, SEVERAL } from './unknown-key.ts';

/** What is wrong with a policy, and where. `line` counts from 1. */
export type PolicyIssue = {
  path: Path;
  message: string;
  /** Zod's. */
  code?: string | undefined;
  line?: number | undefined;
};

type Path = readonly PropertyKey[];
type LineOf = (path: Path) => number | undefined;
type FileAsRead = z.infer<ReturnType<typeof policyFileSchema>>;

export type PolicyRead =
  | { ok: true; raw: unknown; file: FileAsRead }
  | { ok: false; why: 'not_yaml'; issues: PolicyIssue[] }
  | { ok: false; why: 'issues'; issues: PolicyIssue[] };

/** Reads a policy in YAML, as in a file or pasted. */
export function readPolicyText(text: string): PolicyRead {
  const yaml = readYaml(text);
  if ('broken' in yaml) return { ok: false, why: 'not_yaml', issues: yaml.broken };
  const parsed = policyFileSchema(yaml.raw).safeParse(yaml.raw);
  return parsed.success
    ? { ok: true, raw: yaml.raw, file: parsed.data }
    : { ok: false, why: 'issues', issues: issuesOf(yaml.raw, parsed.error, yaml.lineOf) };
}

/** Reads the policy of one workspace, as people paste it in Slack. */
export function readWorkspacePolicy(
  text: string,
): { ok: true; written: PolicyAsWritten } | { ok: false; issues: PolicyIssue[] } {
  const yaml = readYaml(text);
  if ('broken' in yaml) return { ok: false, issues: yaml.broken };
  const { raw, lineOf } = yaml;
  if (isFields(raw) && SEVERAL in raw) {
    const message = 'is for a policy file: paste only what is under one workspace';
    return { ok: false, issues: [{ path: [SEVERAL], message, line: lineOf([SEVERAL]) }] };
  }
  if (isPolicyAsWritten(raw)) return { ok: true, written: raw };
  const { error } = workspacePolicySchema.safeParse(raw);
  return { ok: false, issues: error ? issuesOf(raw, error, lineOf) : [] };
}

/** `raw`: what `error` is about. Each unknown key becomes its own issue, with a suggestion. */
export function issuesOf(
  raw: unknown,
  error: z.ZodError,
  lineOf: LineOf = () => undefined,
): PolicyIssue[] {
  const schema = policyFileSchema(raw);
  return error.issues.flatMap((issue): PolicyIssue[] => {
    const { path, message, code } = issue;
    if (code !== 'unrecognized_keys') return [{ path, message, code, line: lineOf(path) }];
    return issue.keys.map((key) => ({
      path: [...path, key],
      code,
      message: aboutUnknownKey(schema, path, key),
      line: lineOf([...path, key]),
    }));
  });
}

/** `approvals.channel (line 3): is not set` */
export function issueText({ path, message, code, line }: PolicyIssue): string {
  const what = code === 'invalid_type' && message.includes('undefined') ? 'is not set' : message;
  const where = line === undefined ? '' : ` (line ${line})`;
  return `${path.join('.') || '(the whole file)'}${where}: ${what}`;
}

/** A policy as YAML that is read back as it was. */
export function policyText(written: PolicyAsWritten): string {
  return stringify(written, { aliasDuplicateObjects: false });
}

/** Aliases that lead nowhere, or to far too much, fail only in `toJS`. */
function readYaml(text: string): { raw: unknown; lineOf: LineOf } | { broken: PolicyIssue[] } {
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
  const broken = problems.map((problem) => {
    const message = problem instanceof Error ? problem.message : String(problem);
    const line = problem instanceof YAMLParseError ? problem.linePos?.[0].line : undefined;
    return { path: [], message: message.replace(/ at line \d[\s\S]*/, ''), line };
  });
  return { broken };
}

/** The line (from 1) of a key or entry; for something absent, that of the nearest level around it. */
function lineIn(document: Document, lines: LineCounter, path: Path): number | undefined {
  const last = path.at(-1);
  if (last === undefined) return undefined;
  const above = path.slice(0, -1);
  const level = document.getIn(above);
  const key = isMap(level)
    ? level.items.find(({ key: each }) => isScalar(each) && String(each.value) === String(last))
        ?.key
    : document.getIn(path, true);
  const start = isNode(key) ? key.range?.[0] : undefined;
  return start === undefined ? lineIn(document, lines, above) : lines.linePos(start).line;
}
