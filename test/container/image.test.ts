import { describe, expect, inject, it } from 'vitest';
import { spawnBot } from '../support/bot-process.ts';
import { createContainer } from '../support/image/container.ts';
import { approve, cardShows, requestNumber, SAYS } from '../support/journeys.ts';
import { APPROVALS, startOutside } from '../support/world.ts';

/** Loopback as well, but only what listens on all addresses answers there. */
const OTHER_ADDRESS = '127.0.0.2';

/** A bot in a container of the image, told by the environment what Docker would tell it: not where to listen or keep data. */
async function startContainer() {
  const outside = await startOutside({ vobiz: { completeAfterMs: 0 } });
  const { HOST, OPS_HOST, DATA_DIR, ...env } = outside.env;
  const container = await createContainer();
  const bot = spawnBot(env, container.start);
  await bot.ready();
  const { port } = await bot.said('app.started');
  outside.slack.sendTo({ requestUrl: `http://${OTHER_ADDRESS}:${port}/slack/events` });
  return { ...outside, container, bot };
}

describe.skipIf(!inject('imageDir'))('the image of the Dockerfile', { timeout: 120_000 }, () => {
  it('is ready in all its parts, and its health check says the same as /livez', async () => {
    const { bot, container } = await startContainer();
    const parts = JSON.parse((await bot.ops('/readyz')).body);
    expect(Object.keys(parts)).toContain('slack');
    expect(new Set(Object.values(parts))).toEqual(new Set([true]));

    const { port: opsPort } = await bot.said('ops.listening');
    const [, ...check] = container.config.Healthcheck.Test;
    await container.exec(check, { OPS_PORT: String(opsPort) });
    expect((await fetch(`http://${OTHER_ADDRESS}:${opsPort}/livez`)).status).toBe(200);
    expect(await bot.terminate()).toEqual({ code: 0, signal: null });
    await expect(container.exec(check, { OPS_PORT: String(opsPort) })).rejects.toThrow();
  });

  it('searches for a person, and buys once what was approved', async () => {
    const world = await startContainer();
    await approve(world, await requestNumber(world));
    await cardShows(world, APPROVALS, SAYS.bought);
    expect(world.vobiz.callsTo('order')).toHaveLength(1);
    expect(world.slack.unknownMethods).toEqual([]);
  });

  it('writes to its volume and nowhere else, as a user without rights', async () => {
    const { config, exec } = await createContainer();
    expect(config).toMatchObject({ User: 'node', Volumes: { '/data': {} } });
    expect(Object.keys(config.ExposedPorts)).toEqual(['3000/tcp', '8081/tcp']);
    expect(await exec(['id', '-u'])).toBe('1000\n');
    await exec(['sh', '-c', 'touch "$DATA_DIR/kept"']);
    expect(await exec(['ls', '/data'])).toBe('kept\n');
    for (const place of ['/app', '/app/dist', '/'])
      await expect(exec(['touch', `${place}/written`])).rejects.toThrow(/Permission denied/);
  });

  it('has nothing in it but the built bot and what that needs', async () => {
    const { exec } = await createContainer();
    const names = (await exec(['ls', '-A', '/app'])).trim().split('\n');
    expect(names).toEqual(['LICENSE', 'dist', 'node_modules', 'package.json']);
    const packages = (await exec(['ls', '/app/node_modules'])).split('\n');
    expect(packages).toContain('ioredis');
    expect(packages).not.toContain('typescript');
  });

  it.each([
    ['doctor', /^ok +Environment +complete/m],
    ['audit-verify', /there is no audit/],
  ])('has %s for whoever operates it', async (program, says) => {
    const { env } = await startOutside({ env: { SLACK_MODE: 'socket' } });
    const { exec } = await createContainer();
    const { OPS_HOST, DATA_DIR, ...settings } = env;
    expect(await exec(['node', `dist/cli/${program}.js`], settings)).toMatch(says);
  });
});
