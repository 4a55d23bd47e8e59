import { expect, it, vi } from 'vitest';
import { buttons } from '../../../src/slack/ids.ts';
import { startBuiltBot } from '../../support/bot-process.ts';
import {
  cardIn,
  cardShows,
  openOrderForm,
  pressNote,
  textOf,
  toldPrivately,
  viewShows,
} from '../../support/journeys.ts';
import { APPROVALS, ASHA, type Outside, startOutside } from '../../support/world.ts';

const PURPOSE = 'Support line';

/** A form that was submitted to a bot that is killed while it asks Vobiz about the number. */
async function submittedAndKilled() {
  const world = await startOutside({ env: { VOBIZ_STALE_GRACE_MS: '500' } });
  const bot = await startBuiltBot(world);
  await openOrderForm(world, ASHA, APPROVALS, PURPOSE);
  const check = world.vobiz.faults.hold('availability');
  await world.slack.as(ASHA).submit();
  await check.arrived;
  await bot.kill();
  check.release();
  expect(world.slack.openView(ASHA)).toBeUndefined();
  expect(cardIn(world, APPROVALS)).toBeUndefined();
  return world;
}

const directsOf = (world: Outside) => world.slack.directMessages(ASHA).map(textOf);

it('a request whose bot is killed while it is checked is made by the next one, which says so', async () => {
  const world = await submittedAndKilled();
  await startBuiltBot(world);
  await toldPrivately(world, ASHA, /Sent to <#C0APPROVALS>/);
  const card = await cardShows(world, APPROVALS, /approve_order/);
  expect(textOf(card)).toContain(PURPOSE);
  expect(directsOf(world)).toEqual([]);
});

it('somebody who cannot be reached where they typed the command is told directly', async () => {
  const world = await submittedAndKilled();
  for (const { e164 } of world.vobiz.inventory)
    world.vobiz.setPrice(e164, { setup: 9, monthly: 9 });
  world.slack.fault('chat.postEphemeral', { error: 'user_not_in_channel', times: 5 });
  await startBuiltBot(world);
  await vi.waitFor(() => expect(directsOf(world)).toHaveLength(1), 10_000);
  expect(directsOf(world)[0]).toMatch(/wasn't sent.*The price changed/);
});

it('a price that changed meanwhile leads back to the form, and nothing is requested', async () => {
  const world = await submittedAndKilled();
  for (const { e164 } of world.vobiz.inventory)
    world.vobiz.setPrice(e164, { setup: 9, monthly: 9 });
  await startBuiltBot(world);
  await toldPrivately(world, ASHA, /The price changed: was .*, now ₹9 setup \+ ₹9\/month/);
  expect(cardIn(world, APPROVALS)).toBeUndefined();
  // Pressed faster than the bot could note that the new price was told, it shows the old one and tells once more.
  await vi.waitFor(async () => {
    if (!cardIn(world, APPROVALS)) {
      await pressNote(world, ASHA, buttons.reviewRequest);
      const form = await viewShows(world, ASHA, /What is it for/);
      expect(textOf(form)).toContain(PURPOSE);
      await world.slack.as(ASHA).submit();
    }
    expect(textOf(cardIn(world, APPROVALS))).toMatch(/Approve ₹18 [\s\S]*approve_order/);
  }, 20_000);
});
