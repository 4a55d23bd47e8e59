import { expect, it } from 'vitest';
import { startBuiltBot } from '../../support/bot-process.ts';
import { approve, cardShows, requestNumber, SAYS } from '../../support/journeys.ts';
import { startProxy } from '../../support/proxy.ts';
import { APPROVALS, startOutside } from '../../support/world.ts';

const hostOf = (url: string) => new URL(url).host;

it('reaches Slack, Socket Mode and Vobiz through the proxy of the environment, and buys', async () => {
  const proxy = await startProxy();
  const world = await startOutside({
    env: { SLACK_MODE: 'socket' },
    vobiz: { completeAfterMs: 0 },
  });
  const bot = await startBuiltBot(world, { HTTP_PROXY: proxy.url, HTTPS_PROXY: proxy.url });
  await approve(world, await requestNumber(world));
  await cardShows(world, APPROVALS, SAYS.bought);
  expect(proxy.through).toContain(hostOf(world.vobiz.url));
  // One tunnel for the Web API, one for the socket.
  const toSlack = proxy.through.filter((host) => host === hostOf(world.slack.url));
  expect(toSlack.length).toBeGreaterThanOrEqual(2);
  await bot.terminate();
});

it('leaves the proxy alone where NO_PROXY says so', async () => {
  const proxy = await startProxy();
  const world = await startOutside({ env: { SLACK_MODE: 'socket' } });
  const bot = await startBuiltBot(world, { http_proxy: proxy.url, no_proxy: '127.0.0.1' });
  await requestNumber(world);
  expect(proxy.through).toEqual([]);
  await bot.terminate();
});
