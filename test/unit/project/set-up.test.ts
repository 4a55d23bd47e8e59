import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { givenRedis } from '../../../sandbox/given-redis.ts';
import { loadConfig } from '../../../src/app/config.ts';
import { loadPolicy } from '../../../src/app/policy-file.ts';

const root = (name: string) => readFile(new URL(`../../../${name}`, import.meta.url), 'utf8');

describe('what somebody who sets it up relies on', () => {
  it('every package that npm ci installs is verified: the lock file has its integrity', async () => {
    const schema = z.object({ packages: z.record(z.string(), z.looseObject({})) });
    const { packages } = schema.parse(JSON.parse(await root('package-lock.json')));
    const unverified = Object.entries(packages).filter(
      ([path, entry]) => path !== '' && !entry.link && !entry.integrity,
    );
    expect(unverified.map(([path]) => path)).toEqual([]);
  });

  it.each(['.env', '.env.production', 'policy.yml', 'meta-tokens.json'])(
    'a file with settings or tokens is not committed by mistake: %s',
    (name) => {
      const cwd = new URL('../../..', import.meta.url);
      expect(execFileSync('git', ['check-ignore', '--no-index', name], { cwd }).toString()).toBe(
        `${name}\n`,
      );
    },
  );

  it('both ports answer this machine only, unless told otherwise', () => {
    const env = {
      SLACK_BOT_TOKEN: 'xoxb-1',
      SLACK_APP_TOKEN: 'xapp-1',
      VOBIZ_AUTH_ID: 'MA_1',
      VOBIZ_AUTH_TOKEN: 't',
    };
    const { slack, ops } = loadConfig(env);
    expect([slack.host, ops.host]).toEqual(['127.0.0.1', '127.0.0.1']);
    const open = loadConfig({ ...env, HOST: '0.0.0.0', OPS_HOST: '::' });
    expect([open.slack.host, open.ops.host]).toEqual(['0.0.0.0', '::']);
  });

  it('a container listens to what is published', async () => {
    expect(await root('Dockerfile')).toMatch(/^ENV HOST=0\.0\.0\.0 OPS_HOST=0\.0\.0\.0$/m);
  });

  it('a policy file may begin with the byte order mark of an editor on Windows', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'policy-'));
    onTestFinished(() => rm(dir, { recursive: true }));
    const path = join(dir, 'policy.yml');
    await writeFile(path, `\uFEFF${await root('policy.example.yml')}`);
    expect((await loadPolicy(path))?.policies.workspaces.size).toBe(1);
  });

  it('the demo and the playground use the Redis they are given, under a prefix of their own', () => {
    const { env } = givenRedis('redis://localhost:6379', 'demo');
    expect(env).toMatchObject({ REDIS_URL: 'redis://localhost:6379' });
    expect(env.REDIS_PREFIX).toMatch(/^demo-[0-9a-f]{8}$/);
    expect(givenRedis(undefined, 'demo').env).toEqual({});
  });

  it('the README says what to do on Windows in its first lines', async () => {
    expect((await root('README.md')).split('\n').slice(0, 4).join()).toMatch(/Windows.*WSL/);
  });
});
