import { describe, expect, it } from 'vitest';
import { startBuiltBot } from '../support/bot-process.ts';
import {
  approve,
  bringNumber,
  cardShows,
  enterCode,
  requestNumber,
  SAYS,
  textOf,
} from '../support/journeys.ts';
import { APPROVALS, ASHA, MEERA, OPS, startOutside } from '../support/world.ts';

const PHONE = '+919812345678';

describe.each(['socket', 'http'])('the built bot with SLACK_MODE=%s', (mode) => {
  it('searches, asks, buys once what was approved, follows it and tells everyone', async () => {
    const world = await startOutside({
      env: { SLACK_MODE: mode },
      vobiz: { completeAfterMs: 500 },
    });
    await startBuiltBot(world);
    const asked = await requestNumber(world);
    await approve(world, asked);
    const done = await cardShows(world, APPROVALS, SAYS.bought);
    const [order, ...others] = world.vobiz.orders;
    expect(others).toEqual([]);
    expect(done.ts).toBe(asked.ts);
    expect(textOf(done)).toContain('Active at Vobiz');
    expect(world.vobiz.ownedNumbers.map(({ e164 }) => e164)).toEqual([
      order?.selected_phone_number,
    ]);
    await expect
      .poll(() => world.slack.thread(APPROVALS, done.ts).map(textOf).join())
      .toContain(ASHA);
    expect(new Set(world.slack.deliveries.map(({ transport }) => transport))).toEqual(
      new Set([mode]),
    );
    expect(world.slack.unknownMethods).toEqual([]);
  });

  it('sends a code to a number of our own, refuses a wrong one in place and takes the right one', async () => {
    const world = await startOutside({ env: { SLACK_MODE: mode } });
    await startBuiltBot(world);
    const card = await bringNumber(world, { phone: PHONE });
    const code = world.vobiz.codeFor(PHONE) ?? '';
    await enterCode(world, card, MEERA, code === '0000' ? '1111' : '0000', /That code is wrong/);
    await enterCode(world, card, MEERA, code, /verified/i);
    const done = await cardShows(world, OPS, SAYS.verified);
    expect(done.ts).toBe(card.ts);
    expect(textOf(done)).toContain(MEERA);
    expect(textOf(done)).not.toContain(PHONE);
  });
});
