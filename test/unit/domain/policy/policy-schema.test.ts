import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { loadMetaAccounts } from '../../../../src/app/meta-tokens.ts';
import { loadPolicy } from '../../../../src/app/policy-file.ts';
import { policyFileSchema } from '../../../../src/domain/policy/policy-schema.ts';
import { aboutUnknownKey } from '../../../../src/domain/policy/unknown-key.ts';

const GOOD = `approvals:
  channel: C0APPROVALS
  approvers:
    users: [U0RAVI]
`;

async function problemsOf(text: string): Promise<string[]> {
  const dir = await mkdtemp(join(tmpdir(), 'policy-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  const path = join(dir, 'policy.yml');
  await writeFile(path, text);
  const said = await loadPolicy(path).then(
    () => '',
    (error: unknown) => String(error),
  );
  return said.split('\n').slice(1);
}

describe('a typo in a key of the policy is named with its line and what was meant', () => {
  it.each([
    ['at the top', `${GOOD}limts: {}\n`, 'limts (line 5): no such key here. Did you mean limits?'],
    [
      'in a section',
      `${GOOD}  self_aproval: true\n`,
      'approvals.self_aproval (line 5): no such key here. Did you mean self_approval?',
    ],
    [
      'with a dash',
      `${GOOD}  self-approval: true\n`,
      'approvals.self-approval (line 5): no such key here. Did you mean self_approval?',
    ],
    [
      'in a rule',
      `${GOOD}  rules:\n    - auto_approve: true\n      yearly_upto: { INR: 1 }\n`,
      'approvals.rules.0.yearly_upto (line 7): no such key here. Did you mean yearly_up_to?',
    ],
    [
      'in who may approve by a rule',
      `${GOOD}  rules:\n    - approvals:\n        - from: { user: [U0RAVI] }\n`,
      'approvals.rules.0.approvals.0.from.user (line 7): no such key here. Did you mean users?',
    ],
    [
      'in what one channel differs by',
      `${GOOD}channels:\n  C0SALES:\n    limits:\n      purchase_per_day: 1\n`,
      'channels.C0SALES.limits.purchase_per_day (line 8): no such key here. Did you mean purchases_per_day?',
    ],
    [
      'in a key of other parts',
      `${GOOD}byon:\n  entre: { users: [U0RAVI] }\n`,
      'byon.entre (line 6): no such key here. Did you mean enter?',
    ],
    [
      'in a label',
      `${GOOD}labels:\n  - name: Team\n    value: [A]\n`,
      'labels.0.value (line 7): no such key here. Did you mean values?',
    ],
    [
      'that makes several workspaces of one',
      `${GOOD}workspace: {}\n`,
      'workspace (line 5): no such key here. Did you mean workspaces?',
    ],
  ])('%s', async (_where, text, said) => {
    expect(await problemsOf(text)).toContain(`  - ${said}`);
  });

  it('each of two on one level has a line of its own', async () => {
    expect(await problemsOf(`${GOOD}  quite: []\n  remindrs: {}\n`)).toEqual([
      '  - approvals.quite (line 5): no such key here. Did you mean quiet?',
      '  - approvals.remindrs (line 6): no such key here. Did you mean reminders?',
    ]);
  });
});

describe('a key of the right name in the wrong place is told where it belongs', () => {
  it.each([
    [
      'one that is too high',
      `${GOOD}self_approval: true\n`,
      'self_approval (line 5): no such key here. It belongs under approvals',
    ],
    [
      'one that is too deep',
      `${GOOD}  limits: {}\n`,
      'approvals.limits (line 5): no such key here. It belongs at the top of the file',
    ],
    [
      'one of a rule',
      `${GOOD}  auto_approve: true\n`,
      'approvals.auto_approve (line 5): no such key here. It belongs in an entry of approvals.rules',
    ],
    [
      'one beside its people',
      `approvals:\n  channel: C0APPROVALS\n  users: [U0RAVI]\n`,
      'approvals.users (line 3): no such key here. It belongs under approvals.approvers',
    ],
    [
      'one outside its workspace',
      `workspaces:\n  T0ONE:\n    approvals: { channel: C0APPROVALS, approvers: { users: [U0RAVI] } }\nlimits: {}\n`,
      'limits (line 4): no such key here. It belongs in an entry of workspaces',
    ],
    [
      'one with a typo as well',
      `${GOOD}self_aproval: true\n`,
      'self_aproval (line 5): no such key here. Did you mean self_approval under approvals?',
    ],
  ])('%s', async (_which, text, said) => {
    expect(await problemsOf(text)).toContain(`  - ${said}`);
  });

  it('what is nothing like a key is not guessed', async () => {
    expect(await problemsOf(`${GOOD}colour: blue\n`)).toEqual([
      '  - colour (line 5): no such key: remove it, or look for it in docs/policy.md',
    ]);
  });
});

describe('of several keys that could be meant', () => {
  const nothing = 'no such key: remove it, or look for it in docs/policy.md';
  const leaf = z.strictObject({ colour: z.string(), colours: z.string() });
  const other = z.strictObject({ tone: z.string(), shapes: z.string().default('') });
  const schema = z.strictObject({
    near: z.strictObject({ size: z.string(), list: z.array(leaf).optional() }),
    far: z.record(z.string(), z.strictObject({ deep: other, size: z.string() })),
    late: z.strictObject({ colours: z.string(), sizes: z.string() }),
  });
  it.each([
    ['the one with fewer letters wrong', ['near', 'list', 0], 'colourss', 'colours?'],
    ['the one in the same case', ['near', 'list', 0], 'Colours', 'colours?'],
    ['no short one with two letters wrong', ['far', 'A', 'deep'], 'aler', undefined],
    ['one of the top', [], 'farr', 'far?'],
    ['one level up', ['near', 'list', 0], 'size', 'It belongs under near'],
    ['the entry beside', ['far', 'A', 'deep'], 'size', 'It belongs in an entry of far'],
    ['the right one before one like it', ['far', 'A', 'deep'], 'sizes', 'It belongs under late'],
    ['the nearer of two', ['far', 'A'], 'colours', 'It belongs under late'],
    ['within a list of entries', ['late'], 'tone', 'It belongs under far.….deep'],
    ['one with a default', ['near'], 'shape', 'shapes under far.….deep?'],
    ['nothing where there is no such place', ['nowhere'], 'farthest', undefined],
  ])('%s', (_which, path, key, said) => {
    expect(aboutUnknownKey(schema, path, key)).toContain(said ?? nothing);
  });

  it('`workspaces` is one at the top alone', () => {
    const file = policyFileSchema({});
    expect(aboutUnknownKey(file, [], 'workspace')).toContain('workspaces?');
    expect(aboutUnknownKey(file, ['approvals'], 'workspaces')).not.toContain('workspaces?');
  });

  it('dashes are taken for what joins the words of a key', () => {
    const file = policyFileSchema({});
    expect(aboutUnknownKey(file, ['approvals', 'rules', 0], 'First-Charge-Up-To')).toContain(
      'first_charge_up_to?',
    );
  });
});

describe('a file that cannot be read', () => {
  it.each([
    ['is not there', '/nowhere/policy.yml', /policy\.yml doesn't exist\. Check POLICY_FILE/],
    ['is a directory', tmpdir(), /is a directory: name the file in it\. Check POLICY_FILE/],
  ])('%s', async (_what, path, says) => {
    await expect(loadPolicy(path)).rejects.toThrow(says);
  });

  it('is a directory of Meta tokens', async () => {
    await expect(loadMetaAccounts(tmpdir())).rejects.toThrow(
      /is a directory: name the file in it\. Check META_TOKENS_FILE/,
    );
  });
});
