import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createApp } from '../../../src/app/app.ts';
import { ConfigError, loadConfig } from '../../../src/app/config.ts';
import { loadPolicy } from '../../../src/app/policy-file.ts';
import { rulebookFor } from '../../../src/domain/policy/policies.ts';
import { DEFAULT_RULEBOOK } from '../../../src/domain/policy/rulebook.ts';
import { cardShows, openOrderForm, textOf } from '../../support/journeys.ts';
import { APPROVALS, ASHA, MEERA, OPS, startBot, startOutside } from '../../support/world.ts';

async function policyFile(text: string): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'policy-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  const path = join(dir, 'policy.yml');
  await writeFile(path, text);
  return path;
}

/** Why a policy file is refused, a line each, the title without the path. */
async function problemsOf(text: string): Promise<string[]> {
  const path = await policyFile(text);
  const error = await loadPolicy(path).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ConfigError);
  return error instanceof Error ? error.message.replace(path, 'it').split('\n') : [];
}

/** The rules of a file for any channel of any workspace. */
async function rulesOf(path: string) {
  const file = await loadPolicy(path);
  const rules = file && rulebookFor(file.policies, 'T0ANY', OPS);
  if (!rules) throw new Error('no rules');
  return rules;
}

const GOOD = `approvals:
  channel: ${APPROVALS}
  approvers:
    users: [${MEERA}]
`;

describe('a policy file', () => {
  it('that names a channel and somebody is enough', async () => {
    expect(await rulesOf(await policyFile(GOOD))).toMatchObject({
      version: expect.stringMatching(/^[0-9a-f]{12}$/),
      channel: APPROVALS,
      approvers: { users: [MEERA], groups: [] },
      selfApproval: false,
      expiresAfterMs: 24 * 3_600_000,
    });
  });

  it('has a version that changes with its text', async () => {
    const first = await rulesOf(await policyFile(GOOD));
    const same = await rulesOf(await policyFile(GOOD));
    const other = await rulesOf(await policyFile(`${GOOD}  self_approval: true\n`));
    expect(same.version).toBe(first.version);
    expect(other.version).not.toBe(first.version);
    expect(other.selfApproval).toBe(true);
  });

  it('is accepted as the example has it', async () => {
    const example = new URL('../../../policy.example.yml', import.meta.url);
    const policy = await rulesOf(await policyFile(await readFile(example, 'utf8')));
    expect(policy).toMatchObject({ channel: 'C0123456789', selfApproval: false });
  });

  it('may be left out: then any full member but the requester decides', async () => {
    expect(await loadPolicy(undefined)).toBeUndefined();
    expect(DEFAULT_RULEBOOK).toMatchObject({ approvers: 'any_full_member', selfApproval: false });
  });

  it('is refused with every problem at once, in words that say what to write', async () => {
    const text = `approvals:
  channel: general
  approvers:
    users: [asha, ${MEERA}]
    groups: [finance]
  self_aproval: true
  expires_after_hours: 721
extra: 1
`;
    expect((await problemsOf(text)).sort()).toEqual(
      [
        'The policy file it has problems:',
        '  - approvals.channel (line 2): must be the id of a channel, like C0123456789',
        '  - approvals.approvers.users.0 (line 4): must be the id of a person, like U0123456789',
        '  - approvals.approvers.groups.0 (line 5): must be the id of a user group, like S0123456789',
        '  - approvals.expires_after_hours (line 7): Too big: expected number to be <=720',
        '  - approvals.self_aproval (line 6): no such key here. Did you mean self_approval?',
        '  - extra (line 8): no such key: remove it, or look for it in docs/policy.md',
      ].sort(),
    );
  });

  it.each(['{}', '{ users: [], groups: [] }'])('that names nobody is refused: %s', async (none) => {
    const problems = await problemsOf(`approvals:\n  approvers: ${none}\n`);
    expect(problems).toContain('  - approvals.channel (line 1): is not set');
    expect(problems.join()).toContain('approvals.approvers (line 2): names nobody');
  });

  it.each([
    ['an open bracket', 'approvals: ['],
    ['a tab', 'approvals:\n\tchannel: C0123456789'],
    ['a key twice', `${GOOD}approvals: 1\n`],
    ['an alias without its anchor', 'approvals: *nowhere'],
    [
      'aliases that multiply without end',
      `a: &a [x,x,x,x,x,x,x,x,x]
b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]
c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]
d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]
e: [*d,*d,*d,*d,*d,*d,*d,*d,*d]
`,
    ],
  ])('that is not readable YAML is refused: %s', async (_name, text) => {
    const [title, problem] = await problemsOf(text);
    expect(title).toBe("The policy file it isn't readable YAML:");
    expect(problem).toMatch(/^ {2}- \S/);
  });

  it.each(['', '# nothing yet\n', 'just words', '- a\n- list\n'])(
    'that holds no policy is refused: %j',
    async (text) => {
      expect((await problemsOf(text)).join()).toMatch(/the whole file.*expected object/);
    },
  );

  it('that cannot be read is refused with its path', async () => {
    const reading = loadPolicy('/nowhere/policy.yml');
    await expect(reading).rejects.toThrow(
      "The policy file /nowhere/policy.yml doesn't exist. Check POLICY_FILE.",
    );
  });

  it('decides where cards go and who is asked', async () => {
    const outside = await startOutside();
    const POLICY_FILE = await policyFile(GOOD);
    await startBot(outside, { POLICY_FILE });
    await openOrderForm(outside, ASHA, OPS, 'Support line');
    await outside.slack.as(ASHA).submit();
    const card = await cardShows(outside, APPROVALS, /approve_order/);
    expect(textOf(card)).toContain(`Waiting for <@${MEERA}> · `);
    expect(outside.slack.messages(OPS)).toEqual([]);
  });
});

describe('a bot that cannot start', () => {
  it('names the policy file before it takes a port or calls Slack', async () => {
    const outside = await startOutside({ env: { POLICY_FILE: '/nowhere/policy.yml' } });
    await expect(startBot(outside)).rejects.toThrow(ConfigError);
    expect(outside.slack.calls).toEqual([]);
  });

  it('says that Slack does not accept the token, without repeating it', async () => {
    const outside = await startOutside();
    const env = { ...outside.env, SLACK_BOT_TOKEN: 'xoxb-of-somebody-else' };
    const app = createApp(loadConfig(env), pino({ level: 'silent' }));
    onTestFinished(app.stop);
    const error = await app.start().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ConfigError);
    expect(String(error)).toContain("Slack doesn't accept SLACK_BOT_TOKEN: invalid_auth");
    expect(String(error)).not.toContain('somebody');
  });

  it('waits for a Slack that cannot be reached, and serves when it answers', async () => {
    const outside = await startOutside();
    outside.slack.fault('auth.test', { status: 503 });
    const bot = await startBot(outside);
    expect(outside.slack.calls.filter(({ method }) => method === 'auth.test')).toHaveLength(2);
    const ready = await fetch(`${bot.opsUrl}/readyz`);
    expect(ready.status).toBe(200);
  });
});
