import { expect, it, vi } from 'vitest';
import { startBuiltBot } from '../support/bot-process.ts';
import { cardIn, cardShows, openOrderForm, textOf, viewShows } from '../support/journeys.ts';
import { APPROVALS, ASHA, type Outside, startOutside } from '../support/world.ts';

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
  expect(textOf(world.slack.openView(ASHA))).toContain('Checking price, policy and limits');
  expect(cardIn(world, APPROVALS)).toBeUndefined();
  return world;
}

const directsOf = (world: Outside) => world.slack.directMessages(ASHA).map(textOf);

it('a request whose bot is killed while it is checked is made by the next one, which shows it in the form', async () => {
  const world = await submittedAndKilled();
  await startBuiltBot(world);
  await viewShows(world, ASHA, /Your request for .*goes to/);
  const card = await cardShows(world, APPROVALS, /approve_order/);
  expect(textOf(card)).toContain(PURPOSE);
  expect(directsOf(world)).toEqual([]);
});

it('somebody who closed the form meanwhile is told directly', async () => {
  const world = await submittedAndKilled();
  await world.slack.as(ASHA).dismiss();
  await startBuiltBot(world);
  await cardShows(world, APPROVALS, /approve_order/);
  await vi.waitFor(() => expect(directsOf(world)).toHaveLength(1), 10_000);
  expect(directsOf(world)[0]).toMatch(/Your request for .*goes to/);
});

it('a price that changed meanwhile is shown in the form, and nothing is requested', async () => {
  const world = await submittedAndKilled();
  for (const { e164 } of world.vobiz.inventory)
    world.vobiz.setPrice(e164, { setup: 9, monthly: 9 });
  await startBuiltBot(world);
  const again = await viewShows(world, ASHA, /The price changed: was .*, now ₹9 setup, ₹9 a month/);
  expect(textOf(again)).toContain(PURPOSE);
  expect(cardIn(world, APPROVALS)).toBeUndefined();
  // Pressed faster than the bot could note that the new price was shown, it shows it once more.
  await vi.waitFor(async () => {
    if (/What is it for/.test(textOf(world.slack.openView(ASHA))))
      await world.slack.as(ASHA).submit();
    expect(textOf(cardIn(world, APPROVALS))).toMatch(/₹9 setup[\s\S]*approve_order/);
  }, 20_000);
});
