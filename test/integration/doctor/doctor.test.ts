import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { META_ERRORS, startMetaStandIn } from '../../../sandbox/meta/graph.ts';
import { conclusion, isFit, line } from '../../../src/app/doctor/diagnosis.ts';
import {
  diagnose,
  FINANCE,
  type Rules,
  searchForSecrets,
  startClinic,
  troubles,
  troublesIn,
  without,
} from '../../support/clinic.ts';
import { metaTokens } from '../../support/connecting.ts';
import { testRedisUrl } from '../../support/redis.ts';
import { policyOf, setPolicy } from '../../support/settings.ts';
import { APPROVALS, ASHA, DEV, GUEST, RAVI } from '../../support/world.ts';

const NOBODY_LISTENS = 'http://127.0.0.1:9';
searchForSecrets();

it('finds nothing wrong where nothing is, and says what the settings mean', async () => {
  const { env } = await startClinic();
  const diagnoses = await diagnose(env);
  expect(troubles(diagnoses)).toEqual([]);
  expect(isFit(diagnoses)).toBe(true);
  const report = diagnoses.map(line).join('');
  expect(report).toContain(
    'Ravi Menon and @finance (Meera Iyer) can approve, but not their own requests',
  );
  expect(report).toContain('a request expires after 24 hours');
  expect(report).toContain('the bot is in #numbers-approvals');
  expect(report).toContain('accepted: vobiz in Numbers Inc');
  expect(report).toContain('accepted: Socket Mode can connect');
  expect(report).toContain('version 7.2.4');
  expect(report).toContain('a search in IN answers with 40 numbers');
  expect(conclusion(diagnoses)).toBe('\nThe bot is ready to run.\n');
});

it('changes nothing: it only reads', async () => {
  const world = await startClinic();
  await diagnose(world.env);
  const written = world.slack.calls.filter(({ method }) => /^(chat|views)\./.test(method));
  expect(written).toEqual([]);
  expect(new Set(world.vobiz.calls.map(({ method }) => method))).toEqual(new Set(['GET']));
});

it('looks at those who are named for connecting and for numbers brought along, too', async () => {
  const parts = {
    connect: { users: ['U0NOBODY'] },
    byon: { start: { users: [ASHA] }, enter: { users: [GUEST], groups: ['S0NOWHERE'] } },
  };
  const found = await troublesIn({ rules: { users: [RAVI], groups: [FINANCE], parts } });
  expect(found).toEqual([
    expect.stringMatching(
      /^warning Connecting: Slack doesn't know the person U0NOBODY.*connect\.users/,
    ),
    expect.stringMatching(/^warning Own numbers: .* is a guest and can't enter codes: remove/),
    expect.stringMatching(/^problem Own numbers: there is no user group S0NOWHERE/),
  ]);
});

describe('settings', () => {
  it('lists every problem of the environment and of the policy file in one run', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'doctor-test-'));
    onTestFinished(() => rm(dir, { recursive: true }));
    const file = join(dir, 'policy.yml');
    await writeFile(file, 'approvals: {channel: numbers, approvers: {users: []}}');
    const diagnoses = await diagnose({
      SLACK_BOT_TOKEN: 'hunter2',
      REDIS_URL: 'http://x',
      POLICY_FILE: file,
    });
    expect(isFit(diagnoses)).toBe(false);
    const found = troubles(diagnoses).join('\n');
    expect(found).toMatch(/Environment: SLACK_BOT_TOKEN: must be a bot token/);
    expect(found).toMatch(/Environment: VOBIZ_AUTH_ID: is not set/);
    expect(found).toMatch(/Environment: REDIS_URL: must begin with redis:/);
    expect(found).toMatch(/Policy file: approvals\.channel/);
    expect(found).toMatch(/unchecked Slack, Redis, Vobiz: complete the environment first/);
  });

  it('says what goes without a policy file, and which file cannot be read', async () => {
    const { env } = await startClinic();
    const none = await diagnose({ ...env, POLICY_FILE: '' });
    expect(none.map(line).join('')).toContain('any full member other than the requester');
    expect(troubles(none)).toEqual([]);
    const gone = troubles(await diagnose({ ...env, POLICY_FILE: '/nowhere/policy.yml' }));
    expect(gone).toEqual([expect.stringMatching(/^problem Policy file: .*nowhere.*POLICY_FILE/)]);
  });

  it('says which policy was made in Slack and looks at its people, and when it was lost', async () => {
    const clinic = await startClinic({ env: { POLICY_FILE: '', REDIS_URL: testRedisUrl() } });
    const about = async () =>
      (await diagnose(clinic.env)).filter(({ about }) => /^Pol|^App/.test(about));
    await setPolicy(clinic, policyOf({ approvers: { users: [RAVI] } }));
    expect(await about()).toEqual([
      expect.objectContaining({
        verdict: 'ok',
        says: expect.stringMatching(/change 1 by the person U0MEERA/),
      }),
      expect.objectContaining({
        verdict: 'ok',
        says: expect.stringMatching(/Ravi Menon can approve/),
      }),
      expect.objectContaining({ verdict: 'problem', says: expect.stringMatching(/only Ravi/) }),
      expect.objectContaining({ about: 'Approvals channel' }),
    ]);
    const dir = join(clinic.env.DATA_DIR ?? '', 'purchases', clinic.env.REDIS_PREFIX ?? '');
    await mkdir(dir, { recursive: true });
    await writeFile(join(dir, 'policies.0123456789ab.json'), '{"T0NUMBERS":2}');
    expect(await about()).toEqual([
      expect.objectContaining({ verdict: 'problem', says: expect.stringMatching(/^Redis lost/) }),
    ]);
  });

  it('says whether the file of Meta tokens can be used, without repeating a token', async () => {
    const { env } = await startClinic();
    const dir = await mkdtemp(join(tmpdir(), 'doctor-test-'));
    onTestFinished(() => rm(dir, { recursive: true }));
    const file = join(dir, 'tokens.json');
    const diagnoses = async (accounts: object, mode: number) => {
      await writeFile(file, JSON.stringify(accounts));
      await chmod(file, mode);
      return diagnose({ ...env, META_TOKENS_FILE: file });
    };
    const good = { Support: { wabaId: '1911116896216319', token: 'EAAhunter2' } };
    const found = await diagnoses(good, 0o600);
    expect(troubles(found)).toEqual([]);
    expect(found.map(line).join('')).toMatch(/Meta tokens +Support\n/);
    expect(found.find(({ about }) => about === 'Meta')).toEqual({
      about: 'Meta',
      verdict: 'ok',
      says: 'META_GRAPH_URL is off, so whether a token works shows when somebody connects a number',
    });
    const open = troubles(await diagnoses(good, 0o644));
    expect(open).toEqual([expect.stringMatching(/^warning Meta tokens: .*chmod 600/)]);
    const bad = { Support: { wabaId: 'x', token: 'hunter2' } };
    expect(troubles(await diagnoses(bad, 0o600))).toEqual([
      expect.stringMatching(/^problem Meta tokens: Support\.wabaId/),
      expect.stringMatching(/^problem Meta tokens: Support\.token.*starts with EAA/),
    ]);
  });
});

describe('Meta', () => {
  const account = { wabaId: '1911116896216319', token: 'EAAhunter2hunter2' };

  async function startMeta() {
    const meta = await startMetaStandIn(account);
    onTestFinished(meta.stop);
    const { env } = await startClinic();
    const tokens = await metaTokens({ Support: account });
    const diagnoses = async (change: object = {}) =>
      (await diagnose({ ...env, ...tokens, META_GRAPH_URL: meta.url, ...change })).filter(
        ({ about }) => about === 'Meta',
      );
    return { meta, diagnoses };
  }

  it('says how many numbers the account of a good token has', async () => {
    const { meta, diagnoses } = await startMeta();
    meta.put('+919810085657');
    expect(await diagnoses()).toEqual([
      {
        about: 'Meta',
        verdict: 'ok',
        says: 'Support: token accepted, WABA 1911116896216319 has 1 number',
      },
    ]);
  });

  it.each([
    [META_ERRORS.expired, 'warning', /^Support: Meta refuses the token: generate a new one/],
    [META_ERRORS.hidden, 'warning', /can't read WABA 1911116896216319: check the id/],
    [META_ERRORS.locked, 'warning', /locked WABA 1911116896216319: look in WhatsApp Manager/],
    [META_ERRORS.appLimit, 'unchecked', /too many requests: run the doctor again in an hour/],
    [META_ERRORS.down, 'unchecked', /can't be reached: check the network/],
    [{ kind: 'body', status: 200, body: '' }, 'unchecked', /an answer we can't use/],
  ] as const)('never stops the bot: %o', async (fault, verdict, says) => {
    const { meta, diagnoses } = await startMeta();
    meta.breakWith(fault);
    const found = await diagnoses();
    expect(found).toEqual([{ about: 'Meta', verdict, says: expect.stringMatching(says) }]);
    expect(isFit(found)).toBe(true);
  });
});

describe('Slack', () => {
  it('says that a token is refused, and by which word', async () => {
    const env = { SLACK_BOT_TOKEN: 'xoxb-wrong', SLACK_APP_TOKEN: 'xapp-wrong' };
    expect(await troublesIn({ env })).toEqual([
      expect.stringMatching(/^problem Slack bot token: Slack says invalid_auth: copy it again/),
      expect.stringMatching(
        /^problem Slack app token: Slack says invalid_auth: .*connections:write/,
      ),
    ]);
  });

  it('says that Slack cannot be reached', async () => {
    const found = await troublesIn({ env: { SLACK_API_URL: `${NOBODY_LISTENS}/api/` } });
    expect(found).toHaveLength(2);
    expect(found.join('\n')).toMatch(/^problem Slack bot token: .*no usable answer.*SLACK_API_URL/);
  });

  it('names a scope that is missing, what it is for, and one that is not needed', async () => {
    const scopes = [...without('usergroups:read', 'channels:history'), 'pins:write'];
    const found = await troublesIn({ slack: { scopes } });
    expect(found).toEqual([
      expect.stringMatching(/^problem Slack scopes: usergroups:read is missing \(finds out who/),
      expect.stringMatching(/^warning Slack scopes: optional channels:history isn't granted/),
      expect.stringMatching(/^warning Slack scopes: granted but never used: pins:write/),
      expect.stringMatching(/^unchecked Approvers: who is in the user group S0FINANCE/),
    ]);
  });

  it('does not ask for an app-level token over signed HTTP', async () => {
    expect(await troublesIn({ env: { SLACK_MODE: 'http', SLACK_APP_TOKEN: '' } })).toEqual([
      expect.stringMatching(/^unchecked Slack requests: .*SLACK_SIGNING_SECRET/),
    ]);
  });
});

describe('the approvals channel', () => {
  const channel = { id: APPROVALS, name: 'numbers-approvals', members: [RAVI], botIsMember: true };
  it.each([
    [
      'the bot is not in it',
      { ...channel, botIsMember: false },
      /^problem .*not in #numbers-app.*\/invite/,
    ],
    [
      'it is archived',
      { ...channel, isArchived: true },
      /^problem .*#numbers-approvals .*is archived/,
    ],
    [
      'it is not there',
      { ...channel, id: 'C0OTHER' },
      /^problem .*channel_not_found: check approvals\.channel/,
    ],
  ])('is a problem when %s', async (_why, changed, says) => {
    expect(await troublesIn({ slack: { channels: [changed] } })).toEqual([
      expect.stringMatching(says),
    ]);
  });

  it('cannot be checked without its scope, and it says so', async () => {
    const found = await troublesIn({ slack: { scopes: without('channels:read') } });
    expect(found.at(-1)).toMatch(/^unchecked Approvals channel: .*grant channels:read/);
  });
});

describe('the approvers', () => {
  it.each<[string, Rules, RegExp[]]>([
    ['a guest', { users: [RAVI, GUEST], groups: [FINANCE] }, [/^warning .*Gita Guest.*is a guest/]],
    [
      'somebody who left',
      { users: ['U0GONE'], groups: [FINANCE, 'S0NONE'] },
      [/^warning .*Gopal Gone.*has left/, /^problem .*no user group S0NONE/],
    ],
    [
      'somebody unknown to Slack',
      { users: [RAVI, 'U0TYPO'] },
      [/^warning .*Slack doesn't know the person U0TYPO/],
    ],
    [
      'only one person',
      { users: [RAVI] },
      [/^problem .*only Ravi Menon can approve.*self_approval/],
    ],
    [
      'nobody who can',
      { users: [GUEST, 'U0HELPERBOT'] },
      [
        /^problem .*nobody in the policy can approve/,
        /^warning .*is a guest/,
        /^warning .*is a bot/,
      ],
    ],
  ])('are told to include %s', async (_whom, rules, says) => {
    expect(await troublesIn({ rules })).toEqual(says.map((one) => expect.stringMatching(one)));
  });

  it('may be one person who may approve their own requests, except to give numbers back', async () => {
    expect(await troublesIn({ rules: { users: [RAVI], self: true } })).toEqual([
      expect.stringMatching(/^warning Giving back: only Ravi Menon can approve it/),
    ]);
  });

  it('may not be an empty user group alone', async () => {
    const userGroups = [{ id: FINANCE, handle: 'finance', users: [] }];
    const found = await troublesIn({ rules: { groups: [FINANCE] }, slack: { userGroups } });
    expect(found).toEqual([
      expect.stringMatching(/^problem Approvers: nobody in the policy can approve/),
      expect.stringMatching(/^warning Approvers: the user group @finance \(S0FINANCE\) has no/),
    ]);
  });
});

describe('the rules', () => {
  const fine = { users: [RAVI], groups: [FINANCE] };

  it('are explained with the people in them', async () => {
    const rules = [
      { name: 'small', first_charge_up_to: { INR: 1000 }, auto_approve: true },
      { approvals: [{ from: { users: [RAVI, DEV] }, needed: 1 }, { from: { groups: [FINANCE] } }] },
    ];
    const escalation = { after_hours: 4, approvers: { users: [ASHA] } };
    const { env } = await startClinic({
      rules: { ...fine, more: { rules, escalation, self_approval: true } },
    });
    const report = (await diagnose(env)).map(line).join('');
    expect(report).toContain('small, up to ₹1,000 now: no approval needed');
    expect(report).toContain('needs 1 of Ravi Menon and Dev Shah and 1 of @finance (Meera Iyer)');
    expect(report).toContain('after 4 hours, Asha Rao can approve too');
  });

  it.each([
    [
      'too few people can approve',
      [{ from: { users: [RAVI, GUEST] }, needed: 2 }],
      /^problem Rules: rule 1, any amount: too few people can approve/,
    ],
    [
      'one person could never get approved by others',
      [{ from: { users: [RAVI, DEV] }, needed: 2 }],
      /^problem Rules: .*nobody could approve what Ravi Menon requests.*self_approval/,
    ],
  ])('are a problem where %s', async (_what, approvals, says) => {
    const found = await troublesIn({ rules: { ...fine, more: { rules: [{ approvals }] } } });
    expect(found).toEqual([expect.stringMatching(says)]);
  });

  it('are a problem where an approver cannot see the private channel', async () => {
    const channels = [
      { id: APPROVALS, name: 'board', isPrivate: true, members: [RAVI], botIsMember: true },
    ];
    expect(await troublesIn({ slack: { channels } })).toEqual([
      expect.stringMatching(/^problem Approvals channel: Meera Iyer can approve but is not in/),
    ]);
  });
});

describe('Redis', () => {
  it.each([
    ['is too old', { redis_version: '6.0.16' }, /^problem .*Redis 6\.0\.16 is too old/],
    ['forgets after a crash', { aof_enabled: '0' }, /^warning .*appendonly yes/],
    ['evicts', { maxmemory_policy: 'allkeys-lru' }, /^warning .*allkeys-lru.*noeviction/],
  ])('is told when it %s', async (_what, redis, says) => {
    expect(await troublesIn({ redis })).toEqual([expect.stringMatching(says)]);
  });

  it('is a problem when it does not answer, without its password', async () => {
    const found = await troublesIn({ env: { REDIS_URL: 'redis://:hunter2@127.0.0.1:9' } });
    expect(found).toEqual([expect.stringMatching(/^problem Redis: REDIS_URL doesn't .*REFUSED/)]);
  });

  it('is our own without REDIS_URL, and a problem when there is no binary', async () => {
    const { env } = await startClinic({ env: { REDIS_URL: '' } });
    expect((await diagnose(env)).map(line).join('')).toMatch(/ok +Redis +the bot will run its own/);
    vi.stubEnv('PATH', '/nowhere');
    onTestFinished(() => void vi.unstubAllEnvs());
    expect(troubles(await diagnose(env))).toEqual([
      expect.stringMatching(/^problem Redis: found no redis-server .*install Redis/),
    ]);
  });
});

describe('Vobiz', () => {
  it('warns of an account that may not be able to buy', async () => {
    const world = await startClinic();
    world.vobiz.setAccount({ verified: false, trial: true });
    world.vobiz.setBalance('INR', 499);
    expect(troubles(await diagnose(world.env))).toEqual([
      expect.stringMatching(/^warning Vobiz account: not verified.*KYC/),
      expect.stringMatching(/^warning Vobiz account: on trial/),
      expect.stringMatching(/^warning Vobiz account: ₹499 to spend, which is low: add money/),
    ]);
  });

  it('goes on when the balance cannot be read', async () => {
    const world = await startClinic();
    world.vobiz.faults.always('balance', { kind: 'status', status: 500 });
    const diagnoses = await diagnose(world.env);
    expect(isFit(diagnoses)).toBe(true);
    expect(diagnoses.map(line).join('')).toMatch(/not checked +Vobiz account +the balance in INR/);
  });

  it('is a problem when it does not take the credentials', async () => {
    const found = await troublesIn({ env: { VOBIZ_AUTH_TOKEN: 'hunter2' } });
    expect(found).toEqual([
      expect.stringMatching(/^problem Vobiz credentials: .*VOBIZ_AUTH_TOKEN/),
    ]);
  });

  it('is a problem when it cannot be reached', async () => {
    const found = await troublesIn({ env: { VOBIZ_BASE_URL: NOBODY_LISTENS } });
    expect(found).toEqual([expect.stringMatching(/^problem Vobiz credentials: .*VOBIZ_BASE_URL/)]);
  });

  it('is a problem when the search fails though the credentials are good', async () => {
    const world = await startClinic();
    world.vobiz.faults.always('availability', { kind: 'html', status: 503 });
    expect(troubles(await diagnose(world.env))).toEqual([
      expect.stringMatching(/^problem Vobiz numbers: a search in IN fails: .*HTTP 503/),
    ]);
  });
});
