import { describe, expect, it } from 'vitest';
import { auditEntry } from '../../../src/domain/audit/audit.ts';
import { createKeys } from '../../../src/store/keys.ts';
import { approve, cardShows, SAYS } from '../../support/journeys.ts';
import { storesOf, waitingOrder } from '../../support/seed.ts';
import { redisOfRun } from '../../support/shown.ts';
import { sweptTwice } from '../../support/sweeps.ts';
import { APPROVALS, ASHA, startBot, startOutside } from '../../support/world.ts';

/** The card of a request that is two minutes old. */
async function shown() {
  const outside = await startOutside();
  const team = outside.slack.workspace.team.id;
  const order = { ...waitingOrder(team, 120, Date.now()), purpose: 'Pune line' };
  const entry = auditEntry('request', { user: ASHA, team }, undefined, order, order.createdAt);
  await storesOf(outside).orders.create(order, entry);
  const bot = await startBot(outside);
  const world = { ...outside, bot };
  return { world, order, card: await cardShows(world, APPROVALS, /approve_order/) };
}

const cardsIn = ({ slack }: Awaited<ReturnType<typeof shown>>['world']) =>
  slack.messages(APPROVALS).filter(({ botId, threadTs }) => botId && !threadTs);

describe('the card of an older record', () => {
  it('that Redis forgot is found again, and not posted twice', async () => {
    const { world, order, card } = await shown();
    await redisOfRun().del(createKeys(world.env.REDIS_PREFIX ?? '').delivery(order));
    await approve(world, card);
    await cardShows(world, APPROVALS, SAYS.stopped);
    await sweptTwice(world);
    expect(cardsIn(world)).toHaveLength(1);
  });

  it.each(['message_not_found', 'cant_update_message', 'edit_window_closed', 'block_mismatch'])(
    'that can be edited no more is posted anew: %s',
    async (error) => {
      const { world, card } = await shown();
      world.slack.fault('chat.update', { error });
      await approve(world, card);
      await cardShows(world, APPROVALS, SAYS.stopped);
      await sweptTwice(world);
      expect(cardsIn(world)).toHaveLength(2);
    },
  );
});
