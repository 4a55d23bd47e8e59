import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { type PolicyFile, policiesFromFile } from '../domain/policy/policies.ts';
import { readPolicyText } from '../domain/policy/policy-text.ts';
import type { Log } from '../runtime.ts';
import { ConfigError, problemList } from './config.ts';
import { readTextFile } from './text-file.ts';

const VERSION_CHARS = 12;

/** Identifies a policy by its text. */
export function policyVersion(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, VERSION_CHARS);
}

/** Reads the policy file; undefined when none is named. Throws ConfigError listing every problem. */
export async function loadPolicy(path: string | undefined): Promise<PolicyFile | undefined> {
  if (path === undefined) return undefined;
  const text = await readTextFile(path, 'The policy file', 'POLICY_FILE');
  const read = readPolicyText(text);
  if (read.ok) {
    const policies = policiesFromFile(read.file, policyVersion(text));
    return { name: basename(path), policies, raw: read.raw };
  }
  throw new ConfigError(
    read.why === 'issues'
      ? problemList(`The policy file ${path} has problems:`, read.issues)
      : [
          `The policy file ${path} isn't readable YAML:`,
          ...read.issues.map(
            ({ message, line }) => `  - ${message}${line === undefined ? '' : ` (line ${line})`}`,
          ),
        ].join('\n'),
  );
}

/** The policy file as last read: none until `load`, nor when none is named. */
export function createPolicyHolder(path: string | undefined, log: Log) {
  let file: PolicyFile | undefined;
  return {
    file: (): PolicyFile | undefined => file,
    /** Throws ConfigError when the file has problems. */
    async load(): Promise<void> {
      file = await loadPolicy(path);
    },
    /** Open requests keep the rules they were made under. A file with problems is logged and changes nothing. */
    async reload(): Promise<void> {
      const version = () => file?.policies.version;
      try {
        file = await loadPolicy(path);
        log.info({ event: 'policy.reloaded', policy: version() });
      } catch (error) {
        const problems = error instanceof ConfigError ? error.message : "it couldn't be read";
        log.error({ event: 'policy.not_reloaded', policy: version(), problems, err: error });
      }
    },
  };
}
