import { stat } from 'node:fs/promises';
import type { Policies } from '../../domain/policy/policies.ts';
import type { MetaAccount } from '../../flows/connection/connect.ts';
import type { Env } from '../../runtime.ts';
import { type Config, ConfigError, loadConfig } from '../config.ts';
import { loadMetaAccounts } from '../meta-tokens.ts';
import { loadPolicy } from '../policy-file.ts';
import { type Diagnosis, listed, ok, problem, warning } from './diagnosis.ts';

const META_TOKENS = 'Meta tokens';
const OTHERS_MAY_READ = 0o044;
const WATCH_AT_LEAST_MS = 10 * 60_000;

export function checkEnvironment(env: Env): { config?: Config; diagnoses: Diagnosis[] } {
  try {
    const config = loadConfig(env);
    const mode = config.slack.mode === 'socket' ? 'Socket Mode' : 'signed HTTP';
    const says = `complete: Slack over ${mode}, Vobiz at ${new URL(config.vobiz.baseUrl).host}`;
    return { config, diagnoses: [ok('Environment', says), ...watching(config)] };
  } catch (error) {
    return { diagnoses: problemsIn('Environment', error) };
  }
}

/** Two lists must lack a number before it counts as gone, five minutes apart where there is time for that. */
function watching({ watchEveryMs }: Config): Diagnosis[] {
  if (watchEveryMs >= WATCH_AT_LEAST_MS) return [];
  const says = `${watchEveryMs} leaves no five minutes between two looks, so a short fault of Vobiz counts as numbers that are gone: set it to ${WATCH_AT_LEAST_MS} or more, or leave it out`;
  return [warning('WATCH_EVERY_MS', says)];
}

/** The policy file itself, if one is named; the people it names are checked once Slack answers. */
export async function checkPolicyFile(
  path: string | undefined,
): Promise<{ policies?: Policies; diagnoses: Diagnosis[] }> {
  try {
    const file = await loadPolicy(path || undefined);
    if (!file) return { diagnoses: [] };
    return { policies: file.policies, diagnoses: [ok('Policy file', `${path} is in order`)] };
  } catch (error) {
    return { diagnoses: problemsIn('Policy file', error) };
  }
}

/** Whether the Meta token file is usable, and whether others on the machine can read it. `accounts`: what it holds. */
export async function checkMetaTokens(
  path: string | undefined,
): Promise<{ accounts: readonly MetaAccount[]; diagnoses: Diagnosis[] }> {
  if (!path) {
    const says =
      'no META_TOKENS_FILE, so no WhatsApp account is set up. Add one as in docs/connect.md, or let people type a token (token_in_modal in the policy)';
    return { accounts: [], diagnoses: [ok(META_TOKENS, says)] };
  }
  try {
    const accounts = await loadMetaAccounts(path);
    return { accounts, diagnoses: [await assessMetaTokens(path, accounts)] };
  } catch (error) {
    return { accounts: [], diagnoses: problemsIn(META_TOKENS, error) };
  }
}

async function assessMetaTokens(
  path: string,
  accounts: readonly MetaAccount[],
): Promise<Diagnosis> {
  if (accounts.length === 0) return warning(META_TOKENS, `${path} names no account: add one`);
  const isOpen = ((await stat(path)).mode & OTHERS_MAY_READ) !== 0;
  return isOpen
    ? warning(META_TOKENS, `other users can read ${path}: run chmod 600 on it`)
    : ok(META_TOKENS, listed(accounts.map(({ name }) => name)));
}

/** A ConfigError lists its problems under a title; without a list the title is the problem. */
function problemsIn(about: string, error: unknown): Diagnosis[] {
  if (!(error instanceof ConfigError)) throw error;
  const [title = '', ...items] = error.message.split('\n');
  const lines = items.length > 0 ? items.map((item) => item.replace(/^\s*- /, '')) : [title];
  return lines.map((text) => problem(about, text));
}
