import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, onTestFinished } from 'vitest';
import { conclusion, type Diagnosis, line } from '../../src/app/doctor/diagnosis.ts';
import { examine } from '../../src/app/doctor/examine.ts';
import { BOT_SCOPES } from '../../src/slack/scopes.ts';
import { startRedisStub } from './redis-stub.ts';
import { APPROVALS, RAVI, startOutside, type WorldOptions } from './world.ts';

export const FINANCE = 'S0FINANCE';
const TRUSTWORTHY = { redis_version: '7.2.4', aof_enabled: '1', maxmemory_policy: 'noeviction' };
const SCOPES = BOT_SCOPES.map(({ name }) => name);
export const without = (...names: string[]) => SCOPES.filter((name) => !names.includes(name));

export type Rules = {
  users?: string[];
  groups?: string[];
  channel?: string;
  self?: boolean;
  /** Further keys of `approvals`. */
  more?: object;
  /** Other parts of the file. */
  parts?: object;
};

async function policyFile(rules: Rules) {
  const { users = [], groups = [], channel = APPROVALS, self, more, parts } = rules;
  const dir = await mkdtemp(join(tmpdir(), 'doctor-test-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  const path = join(dir, 'policy.yml');
  const approvals = {
    channel,
    approvers: { users, groups },
    self_approval: self ?? false,
    ...more,
  };
  await writeFile(path, JSON.stringify({ approvals, ...parts }));
  return path;
}

type ClinicOptions = WorldOptions & { rules?: Rules; redis?: object };

/** Stand-ins in which everything is as it should be, but for what a test changes. */
export async function startClinic(options: ClinicOptions = {}) {
  const outside = await startOutside({
    ...options,
    slack: { scopes: SCOPES, ...options.slack },
    env: {
      SLACK_MODE: 'socket',
      REDIS_URL: await startRedisStub({ ...TRUSTWORTHY, ...options.redis }),
      POLICY_FILE: await policyFile(options.rules ?? { users: [RAVI], groups: [FINANCE] }),
      ...options.env,
    },
  });
  return outside;
}

const printed: string[] = [];
const secrets = [
  'xoxb-stand-in',
  '1000-stand-in',
  'sandbox-auth-token',
  'stand-in-signing-secret',
  'hunter2',
];

export async function diagnose(env: Record<string, string>): Promise<Diagnosis[]> {
  const diagnoses: Diagnosis[] = [];
  for await (const diagnosis of examine(env)) diagnoses.push(diagnosis);
  printed.push(...diagnoses.map(line), conclusion(diagnoses));
  return diagnoses;
}

/** `verdict about: says`, for whatever is not in order. */
export function troubles(diagnoses: readonly Diagnosis[]): string[] {
  return diagnoses
    .filter(({ verdict }) => verdict !== 'ok')
    .map(({ verdict, about, says }) => `${verdict} ${about}: ${says}`);
}

/** The same of stand-ins that `change` puts out of order first. */
export async function troublesIn(
  options: ClinicOptions,
  change: (clinic: Awaited<ReturnType<typeof startClinic>>) => void = () => undefined,
): Promise<string[]> {
  const clinic = await startClinic(options);
  change(clinic);
  return troubles(await diagnose(clinic.env));
}

/** For a test file: whatever its doctor says, no secret is in it. */
export function searchForSecrets(): void {
  afterEach(() => {
    const report = printed.splice(0).join('');
    for (const secret of secrets) expect(report).not.toContain(secret);
  });
}
