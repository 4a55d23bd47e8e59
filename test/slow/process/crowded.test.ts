import { expect, it, vi } from 'vitest';
import { startBuiltBot } from '../../support/bot-process.ts';
import { ASHA, COMMAND, OPS, startOutside } from '../../support/world.ts';

/** What the edge carries out at once for one person, and how many wait behind it. */
const [AT_ONCE, WAITING] = [10, 250];
const ALL = AT_ONCE + WAITING + 300;
const SOON = { timeout: 60_000, interval: 100 };

const BUSY =
  /Too many people are doing this right now\. Nothing was changed\. Try again in a minute\. Reference: ref_/;
const HELP = /what waits for you/;

it('tells whoever comes when the line is full that it is, and answers everybody else', {
  timeout: 120_000,
}, async () => {
  const world = await startOutside({ slack: { ackLimitMs: 60_000 } });
  const { slack } = world;
  const bot = await startBuiltBot(world, { LOG_LEVEL: 'info' });
  let release = () => {};
  const until = new Promise<void>((resolve) => {
    release = resolve;
  });
  // Nobody is let in before the line has been full.
  slack.fault('users.info', { until, times: AT_ONCE });
  const told = (): string[] =>
    slack.calls
      .filter(({ method, status }) => method === 'response_url' && status === 200)
      .map(({ args }) => String(args.text));
  const busy = () => told().filter((text) => BUSY.test(text));

  const asha = slack.as(ASHA);
  const sent = Promise.all(Array.from({ length: ALL }, () => asha.command(OPS, COMMAND, 'help')));
  await vi.waitFor(() => expect(busy().length).toBeGreaterThan(0), SOON);
  release();
  slack.clearFaults();

  expect((await sent).filter(({ error }) => error)).toEqual([]);
  await vi.waitFor(() => expect(told()).toHaveLength(ALL), SOON);
  // Each is told what it asked for, or with a reference of its own why not.
  const refs = told().flatMap((text) => (HELP.test(text) ? [] : [/ref_\w+/.exec(text)?.[0]]));
  expect(refs).not.toContain(undefined);
  expect(new Set(refs).size).toBe(refs.length);
  const logged = bot.lines.flatMap(({ event, ref }) => (event === 'handler.failed' ? [ref] : []));
  expect(logged.toSorted()).toEqual(refs.toSorted());

  await asha.command(OPS, COMMAND, 'help');
  await vi.waitFor(() => expect(told().at(-1)).toMatch(HELP), SOON);
});
