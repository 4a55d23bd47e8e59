import { expect, it, vi } from 'vitest';
import { startBuiltBot } from '../../support/bot-process.ts';
import { approve, cardShows, requestNumber, SAYS, toldPrivately } from '../../support/journeys.ts';
import { APPROVALS, ASHA, COMMAND, OPS, startOutside } from '../../support/world.ts';

/** Runs in the bot's process beside it, as a library does: a signal makes it fail where nobody listens. */
const FAULTY_LIBRARY = `
  const reasons = [new Error('a socket was gone'), 'no error at all', undefined];
  process.on('SIGUSR2', () => { Promise.reject(reasons.shift()); });
  process.on('SIGWINCH', () => { throw new Error('a library broke'); });
`;
const WITH_LIBRARY = [
  '--import',
  `data:text/javascript,${encodeURIComponent(FAULTY_LIBRARY)}`,
] as const;

it('lives on when a promise of a library is rejected, whatever with, and logs and counts each', async () => {
  const world = await startOutside({ vobiz: { completeAfterMs: 0 } });
  const bot = await startBuiltBot(world, {}, WITH_LIBRARY);
  bot.mayLog('app.unhandled');
  const unhandled = () => bot.lines.filter(({ event }) => event === 'app.unhandled');
  const card = await requestNumber(world);
  for (const count of [1, 2, 3]) {
    bot.signal('SIGUSR2');
    await vi.waitFor(() => expect(unhandled()).toHaveLength(count), 5_000);
  }
  const refs = unhandled().map(({ ref }) => String(ref));
  expect(new Set(refs).size).toBe(3);
  expect(refs.join()).toMatch(/^ref_\w+,ref_\w+,ref_\w+$/);
  expect(unhandled()[0]).toMatchObject({ err: { message: 'a socket was gone' } });
  expect((await bot.ops('/metrics')).body).toContain('unhandled_rejections_total 3');
  expect((await bot.ops('/readyz')).status).toBe(200);

  await approve(world, card);
  await cardShows(world, APPROVALS, SAYS.bought);
  expect(await bot.terminate()).toEqual({ code: 0, signal: null });
});

it('ends in order when something breaks that nobody catches, and the next process goes on', async () => {
  const world = await startOutside({
    env: { SLACK_MODE: 'socket' },
    vobiz: { completeAfterMs: 0 },
  });
  const bot = await startBuiltBot(world, {}, WITH_LIBRARY);
  bot.mayLog('app.uncaught');
  const card = await requestNumber(world);
  bot.signal('SIGWINCH');
  expect(await bot.exited).toEqual({ code: 1, signal: null });
  const told = bot.lines.flatMap(({ event }) =>
    /^app\.(uncaught|stopping|stopped)$/.test(event ?? '') ? [event] : [],
  );
  expect(told).toEqual(['app.uncaught', 'app.stopping', 'app.stopped']);
  expect(await bot.said('app.uncaught')).toMatchObject({ err: { message: 'a library broke' } });
  expect(world.slack.socketConnected()).toBe(0);

  await startBuiltBot(world);
  await approve(world, card);
  await cardShows(world, APPROVALS, SAYS.bought);
  expect(world.vobiz.callsTo('order')).toHaveLength(1);
  await world.slack.as(ASHA).command(OPS, COMMAND, 'help');
  await toldPrivately(world, ASHA, /Phone numbers for WhatsApp, from Vobiz/);
});
