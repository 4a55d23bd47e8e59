import { createServer } from 'node:net';
import { describe, expect } from 'vitest';
import { loadConfig } from '../../../src/app/config.ts';
import { assessNames, assessNode, checkMachine } from '../../../src/app/doctor/check-machine.ts';
import { listenInTest } from '../../support/tcp-server.ts';
import { it, startOutside } from '../../support/world.ts';

async function saidOf(env: Record<string, string>): Promise<string[]> {
  const outside = await startOutside();
  const found = await checkMachine(loadConfig({ ...outside.env, ...env }));
  return found.map(({ verdict, says }) => `${verdict} ${says}`);
}

describe('the doctor looks at the machine', () => {
  it('finds nothing wrong where nothing is', async () => {
    expect(await saidOf({})).toEqual([]);
  });

  it.each(['OPS_PORT', 'PORT'])('names a port that is in use: %s', async (name) => {
    const port = await listenInTest(createServer());
    expect(await saidOf({ [name]: `${port}`, HOST: '127.0.0.1' })).toEqual([
      expect.stringMatching(
        new RegExp(`^problem ${name} ${port} is in use: stop the program.*set ${name}`),
      ),
    ]);
  });

  it('tells a bot that runs from something else on its port', async ({ world: { bot } }) => {
    const port = new URL(bot.opsUrl).port;
    expect(await saidOf({ OPS_PORT: port })).toEqual([
      expect.stringMatching(/^warning OPS_PORT .* is in use by a running bot/),
    ]);
  });

  it('names a Node that is too old', () => {
    expect(assessNode('20.18.3')).toMatchObject([{ verdict: 'problem' }]);
    expect(assessNode('18.20.0')).toMatchObject([{ verdict: 'problem' }]);
    expect([...assessNode('20.19.0'), ...assessNode('24.1.0')]).toEqual([]);
  });

  it.each([
    ['VOBIZ_AUTH_TOKN', 'VOBIZ_AUTH_TOKEN'],
    ['SLACK_BOT_TOKENS', 'SLACK_BOT_TOKEN'],
    ['redis_url', 'REDIS_URL'],
  ])('asks what was meant by %s', (name, meant) => {
    expect(assessNames({ [name]: 'x', PATH: '/bin', HOME: '/root' })).toMatchObject([
      { verdict: 'warning', says: `${name} isn't a setting of this bot: did you mean ${meant}?` },
    ]);
  });

  it('leaves alone what is not near, and what is near to something that is set', () => {
    const env = { VOBIZ_AUTH_TOKEN: 'x', VOBIZ_AUTH_TOKEN2: 'y', HOSTNAME: 'a', PORTS: '1' };
    expect(assessNames(env)).toEqual([]);
  });
});
