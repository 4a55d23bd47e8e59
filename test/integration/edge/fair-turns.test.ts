import { expect, it, vi } from 'vitest';
import type { Delivery } from '../../../sandbox/slack/courier.ts';
import { buttons, COMMAND } from '../../../src/slack/ids.ts';
import { requestNumber } from '../../support/journeys.ts';
import { ASHA, GUEST, OPS, startWorld, type World } from '../../support/world.ts';

const AT_ONCE = 200;
/** More than one person may have under way, and far less than all together. */
const HELD = 20;
const SOON = { timeout: 30_000 };

type Act = (world: World) => Promise<(who: string) => Promise<Delivery>>;

const ACTS: { what: string; act: Act }[] = [
  {
    what: 'commands',
    act:
      async ({ slack }) =>
      (who) =>
        slack.as(who).command(OPS, COMMAND, 'help'),
  },
  {
    what: 'clicks',
    act: async (world) => {
      // Whoever asked may not approve, nor may a guest: each is told so in private.
      const card = await requestNumber(world);
      return (who) =>
        world.slack.as(who).click(card, { actionId: buttons.approve.id }, { asShown: true });
    },
  },
];

/** Slack's time goes slower: it shares this process, and what counts is the order. */
const CROWDED = { slack: { ackLimitMs: 60_000 } };

it.each(ACTS)(
  '200 $what of one person keep nobody else waiting, and all are answered',
  async ({ act }) => {
    const world = await startWorld(CROWDED);
    const { slack } = world;
    const once = await act(world);
    const told: string[] = [];
    slack.onChange((change) => {
      if (change.type === 'ephemeral') told.push(change.userId);
    });
    const answers = () => slack.calls.filter(({ method }) => method === 'response_url').length;
    let release = () => {};
    const until = new Promise<void>((resolve) => {
      release = resolve;
    });
    slack.fault('response_url', { until, times: HELD });

    const sent = await Promise.all(Array.from({ length: AT_ONCE }, () => once(ASHA)));
    expect(sent.filter(({ error, ackStatus }) => error || ackStatus !== 200)).toEqual([]);
    await vi.waitFor(() => expect(answers()).toBeGreaterThan(0), SOON);
    // Slack takes the bot's answers slowly, and the bot does not spend all its room on this one person.
    expect(answers()).toBeLessThan(HELD);
    slack.clearFaults();
    await once(GUEST);
    await vi.waitFor(() => expect(told).toEqual([GUEST]), SOON);

    release();
    await vi.waitFor(() => expect(told).toHaveLength(AT_ONCE + 1), SOON);
  },
);
