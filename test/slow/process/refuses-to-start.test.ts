import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { spawnBot } from '../../support/bot-process.ts';
import { testPrefix, testRunDir } from '../../support/redis.ts';
import { startOutside } from '../../support/world.ts';

async function refusal(env: Record<string, string>): Promise<string> {
  const bot = spawnBot(env);
  expect(await bot.exited).toEqual({ code: 1, signal: null });
  return bot.errors();
}

describe('an environment that is not complete', () => {
  it('is refused with every missing variable, an empty one included', async () => {
    const said = await refusal({ SLACK_BOT_TOKEN: '' });
    for (const name of ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'VOBIZ_AUTH_ID', 'VOBIZ_AUTH_TOKEN'])
      expect(said).toContain(`- ${name}: `);
  });

  it('is refused with every wrong value, and without repeating any', async () => {
    const wrong = {
      SLACK_BOT_TOKEN: 'xoxp-personal-secret',
      SLACK_APP_TOKEN: 'app-level-secret',
      SLACK_MODE: 'carrier-pigeon',
      SLACK_API_URL: 'slack dot com',
      OPS_PORT: '70000',
      REDIS_URL: 'not a url with a-password',
      VOBIZ_BASE_URL: 'vobiz',
      ROLE: 'spectator',
      LOG_LEVEL: 'chatty',
      SWEEP_EVERY_MS: 'often',
    };
    const said = await refusal({
      VOBIZ_AUTH_ID: 'MA_1',
      VOBIZ_AUTH_TOKEN: 'vobiz-secret',
      ...wrong,
    });
    for (const name of Object.keys(wrong)) expect(said).toContain(`- ${name}: `);
    for (const value of ['vobiz-secret', ...Object.values(wrong)])
      expect(said).not.toContain(value);
  });

  it('names what the chosen mode and role need', async () => {
    const said = await refusal({
      SLACK_BOT_TOKEN: 'xoxb-1',
      SLACK_MODE: 'http',
      ROLE: 'bot',
      VOBIZ_AUTH_ID: 'MA_1',
      VOBIZ_BEARER_TOKEN: 'bearer',
    });
    expect(said).toContain('- SLACK_SIGNING_SECRET: is needed when SLACK_MODE=http');
    expect(said).toContain('- REDIS_URL: is needed when ROLE=bot');
    expect(said).not.toContain('VOBIZ_AUTH_TOKEN');
  });
});

it('a data directory that cannot be written is refused: no purchase could be noted there', async () => {
  const inTheWay = join(testRunDir(), `${testPrefix()}.file`);
  await writeFile(inTheWay, '');
  const { env } = await startOutside({ env: { DATA_DIR: join(inTheWay, 'data') } });
  expect(await refusal(env)).toMatch(/can't write to DATA_DIR .* \(ENOTDIR\)/);
});

describe('a policy file', () => {
  async function withPolicy(text: string): Promise<string> {
    const file = join(testRunDir(), `${testPrefix()}.yml`);
    await writeFile(file, text);
    const { env } = await startOutside({ env: { POLICY_FILE: file } });
    return refusal(env);
  }

  it('with several problems is refused with all of them', async () => {
    const said = await withPolicy(`
approvals:
  channel: "#numbers"
  approvers: { users: [ravi], groups: [] }
  self_approval: perhaps
  expires_after_hours: -1
  colour: green
`);
    for (const what of ['channel', 'users', 'self_approval', 'expires_after_hours', 'colour'])
      expect(said).toContain(what);
  });

  it('that is not YAML is refused with the place', async () => {
    expect(await withPolicy('approvals: [C0APPROVALS\n  channel: "')).toMatch(
      /isn't readable YAML.*line/s,
    );
  });

  it('that does not exist is refused with its path', async () => {
    const { env } = await startOutside({ env: { POLICY_FILE: '/nowhere/policy.yml' } });
    expect(await refusal(env)).toContain("/nowhere/policy.yml doesn't exist");
  });
});
