import type { App } from '@slack/bolt';
import { onTestFinished } from 'vitest';
import { startPageServer } from '../../sandbox/playground/page-server.ts';
import { startSlackStandIn } from '../../sandbox/slack/stand-in.ts';
import { startVobizStandIn } from '../../sandbox/vobiz/server.ts';
import { startSocketBot } from './sandbox-slack-bot.ts';

/** The pretended process of a bot that this process runs. */
const STILL = {
  start() {},
  tell() {},
  async stop() {},
  state: () => 'running' as const,
  log: () => [],
};
const APP = {
  name: 'Vobiz Numbers',
  description: '',
  commands: [],
  messageShortcuts: [],
  globalShortcuts: [],
  hasHomeTab: false,
};

/** The page of the playground with a bot of the test's own. `now` is the stand-in's clock, in ms since the epoch. */
export async function openBarePlayground(listen: (app: App) => void, now = Date.now) {
  const slack = await startSlackStandIn({ now });
  const vobiz = await startVobizStandIn();
  const bot = await startSocketBot(slack, listen);
  const scene = {
    slack,
    vobiz,
    bot: STILL,
    app: () => APP,
    now,
    moveTo: async () => {},
    roles: {},
  };
  const page = new URL('../../sandbox/slack/ui/dist/', import.meta.url);
  const server = await startPageServer({ scene, page, port: 0 });
  onTestFinished(async () => {
    await bot.stop();
    await server.stop();
    await slack.stop();
    await vobiz.stop();
  });
  return { slack, url: server.url, client: bot.app.client };
}
