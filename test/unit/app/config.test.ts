import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../../src/app/config.ts';

const LEAST = {
  SLACK_BOT_TOKEN: 'xoxb-1',
  SLACK_APP_TOKEN: 'xapp-1',
  VOBIZ_AUTH_ID: 'MA_1',
  VOBIZ_AUTH_TOKEN: 'vobiz-1',
};

/** The problems of an environment, a line each, as an operator reads them. */
function problemsOf(env: Record<string, string | undefined>): string[] {
  try {
    loadConfig(env);
    return [];
  } catch (error) {
    return error instanceof Error ? error.message.split('\n').slice(1) : [String(error)];
  }
}

describe('a complete environment', () => {
  it('needs four settings and has a default for the rest', () => {
    expect(loadConfig(LEAST)).toMatchObject({
      role: 'all',
      slack: { mode: 'socket', botToken: 'xoxb-1', apiUrl: 'https://slack.com/api/', port: 3000 },
      ops: { port: 8081 },
      vobiz: {
        baseUrl: 'https://api.vobiz.ai',
        auth: { kind: 'headers', authId: 'MA_1', authToken: 'vobiz-1' },
        orderTimeoutMs: 60_000,
      },
      redis: { server: undefined, prefix: 'vobiz-number-bot', dataDir: '.data' },
      policyFile: undefined,
    });
  });

  it('prefers a bearer token to the pair of headers', () => {
    const { vobiz } = loadConfig({ ...LEAST, VOBIZ_BEARER_TOKEN: 'jwt' });
    expect(vobiz.auth).toEqual({ kind: 'bearer', authId: 'MA_1', token: 'jwt' });
  });

  it('ends the address of the Slack API with a slash, which the client needs', () => {
    const { slack } = loadConfig({ ...LEAST, SLACK_API_URL: 'http://127.0.0.1:9/api' });
    expect(slack.apiUrl).toBe('http://127.0.0.1:9/api/');
  });

  it.each(['', '  ', undefined])('takes %j for a setting that is not there', (blank) => {
    const env = { ...LEAST, REDIS_URL: blank, PORT: blank, POLICY_FILE: blank, SLACK_MODE: blank };
    expect(loadConfig(env)).toEqual(loadConfig(LEAST));
  });

  it('names the admins by id, or leaves them to Slack', () => {
    expect(loadConfig(LEAST).admins).toEqual([]);
    expect(loadConfig({ ...LEAST, ADMINS: 'U0ASHA, U0RAVI' }).admins).toEqual(['U0ASHA', 'U0RAVI']);
    expect(problemsOf({ ...LEAST, ADMINS: 'asha' })).toEqual([
      '  - ADMINS.0: must be the id of a person, like U0123456789',
    ]);
  });

  it.each([
    [undefined, 'https://graph.facebook.com/v24.0'],
    ['off', undefined],
    ['https://graph.example/v25.0', 'https://graph.example/v25.0'],
    ['http://127.0.0.1:9/v24.0', 'http://127.0.0.1:9/v24.0'],
    ['http://[::1]:9/v24.0', 'http://[::1]:9/v24.0'],
  ])('asks Meta where META_GRAPH_URL says: %s', (setting, baseUrl) => {
    const { graph } = loadConfig({ ...LEAST, META_GRAPH_URL: setting });
    expect(graph).toEqual({ baseUrl, timeoutMs: 4_000 });
  });

  it.each(['http://graph.facebook.com/v24.0', 'http://127.0.0.1.example/', 'graph', 'OFF'])(
    'sends no Meta token where others could read it: %s',
    (setting) => {
      expect(problemsOf({ ...LEAST, META_GRAPH_URL: setting })).toEqual([
        '  - META_GRAPH_URL: must begin with https://, or be off',
      ]);
    },
  );

  it('cuts the line break that a copied secret ends with', () => {
    expect(loadConfig({ ...LEAST, SLACK_BOT_TOKEN: 'xoxb-1\n' }).slack.botToken).toBe('xoxb-1');
  });
});

describe('an environment with problems', () => {
  it('lists all that is missing at once', () => {
    expect(problemsOf({ SLACK_BOT_TOKEN: '' })).toEqual([
      '  - SLACK_BOT_TOKEN: is not set',
      '  - VOBIZ_AUTH_ID: is not set',
      '  - SLACK_APP_TOKEN: is needed in Socket Mode: make one under Basic Information, App-Level Tokens (or set SLACK_MODE=http)',
      '  - VOBIZ_AUTH_TOKEN: is needed (or VOBIZ_BEARER_TOKEN)',
    ]);
  });

  it('lists wrong values beside what is missing', () => {
    const env = {
      SLACK_MODE: 'http',
      SLACK_BOT_TOKEN: 'token',
      SLACK_APP_TOKEN: 'token',
      SLACK_API_URL: 'slack',
      PORT: 'abc',
      OPS_PORT: '65536',
      VOBIZ_AUTH_ID: 'MA_1',
      VOBIZ_CODE_TIMEOUT_MS: '45000',
      REDIS_PREFIX: '{a:b}',
      ROLE: 'worker and bot',
      JOB_LOCK_MS: '1.5',
    };
    const named = problemsOf(env).map((line) => line.split(/[ :]+/)[2]);
    const missing = ['SLACK_SIGNING_SECRET', 'VOBIZ_AUTH_TOKEN'];
    const fine = ['SLACK_MODE', 'VOBIZ_AUTH_ID'];
    const wrong = Object.keys(env).filter((name) => !fine.includes(name));
    expect(named.sort()).toEqual([...wrong, ...missing].sort());
    expect(problemsOf(env)).toContain('  - PORT: must be a whole number from 0 to 65535');
  });

  it('asks for a Redis of its own when bot and worker are apart', () => {
    for (const ROLE of ['bot', 'worker']) {
      expect(problemsOf({ ...LEAST, ROLE })).toEqual([
        `  - REDIS_URL: is needed when ROLE=${ROLE}: the embedded Redis serves one process only`,
      ]);
    }
    expect(problemsOf({ ...LEAST, ROLE: 'bot', REDIS_URL: 'redis://127.0.0.1' })).toEqual([]);
  });

  it('asks a worker, which does not listen, for nothing to listen with', () => {
    const { SLACK_APP_TOKEN: _, ...env } = LEAST;
    expect(problemsOf({ ...env, ROLE: 'worker', REDIS_URL: 'redis://127.0.0.1' })).toEqual([]);
  });

  it('repeats no value: it may be a secret in the wrong place', () => {
    const secret = 'xoxp-7311-hunter2';
    const names = ['SLACK_MODE', 'SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'SLACK_API_URL', 'PORT'];
    const more = ['VOBIZ_ORDER_READ', 'REDIS_URL', 'ROLE', 'LOG_LEVEL', 'JOB_LOCK_MS'];
    const env = Object.fromEntries([...names, ...more].map((name) => [name, secret]));
    const problems = problemsOf(env).join('\n');
    for (const name of [...names, ...more]) expect(problems).toContain(`- ${name}:`);
    expect(problems).not.toMatch(/hunter2|7311/);
  });
});
