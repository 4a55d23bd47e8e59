import { expect, it, vi } from 'vitest';
import { buttons } from '../../../src/slack/ids.ts';
import {
  boughtNumber,
  created,
  META_PHONE_ID,
  metaTokens,
  submitConnect,
  UNDECIDED,
  verifiedNumber,
  WABA,
} from '../../support/connecting.ts';
import { cardShows, press, SAYS, textOf, viewShows } from '../../support/journeys.ts';
import { sweptTwice } from '../../support/sweeps.ts';
import { APPROVALS, ASHA, DEV, OPS, startWorld } from '../../support/world.ts';

it('takes a bought number to live in one card, and tells of it once', async () => {
  const world = await startWorld({ vobiz: UNDECIDED, env: await metaTokens() });
  const { slack, vobiz } = world;
  const card = await boughtNumber(world);
  await submitConnect(world, card);
  await viewShows(world, ASHA, /In review at Meta.*Meta is reviewing the number/);
  expect(created(world)).toEqual([
    {
      number_onboarding_mode: 'buy_from_vobiz',
      number_provider: 'meta_direct',
      number_order_id: vobiz.orders[0]?.id,
      phone_number: vobiz.orders[0]?.selected_phone_number,
      waba_id: WABA,
      display_name: 'Pune Support',
      access_token: '[redacted]',
    },
  ]);
  const waiting = await cardShows(world, APPROVALS, SAYS.inReview);
  expect(textOf(waiting)).not.toContain(buttons.connect.id);
  vobiz.reviewChannel(vobiz.channels[0]?.id ?? '', 'verified');
  const live = await cardShows(world, APPROVALS, SAYS.live);
  expect(live.ts).toBe(card.ts);
  expect(textOf(live)).toMatch(/Ready to send and receive/);
  const told = () => [...slack.thread(APPROVALS, card.ts), ...slack.directMessages(ASHA)];
  const news = () => told().filter((one) => SAYS.live.test(textOf(one)));
  await vi.waitFor(() => expect(news()).toHaveLength(1), 5_000);
  await sweptTwice(world);
  expect(news()).toHaveLength(1);
  expect(slack.unknownMethods).toEqual([]);
});

it('takes a verified number to live with its ids at Meta', async () => {
  const world = await startWorld({ vobiz: UNDECIDED, env: await metaTokens() });
  const card = await verifiedNumber(world);
  await submitConnect(world, card);
  await viewShows(world, ASHA, /In review at Meta/);
  expect(created(world)).toMatchObject([
    { number_onboarding_mode: 'bring_your_own', phone_number_id: META_PHONE_ID, waba_id: WABA },
  ]);
  world.vobiz.reviewChannel(world.vobiz.channels[0]?.id ?? '', 'verified');
  const live = await cardShows(world, OPS, SAYS.live);
  await world.slack.as(ASHA).close();
  await press(world, DEV, live, buttons.verificationDetails);
  const details = await viewShows(
    world,
    DEV,
    /☑ Verified.*☑ Connected by <@U0ASHA>.*“Pune Support”.*☑ Live since.*WABA \d+ · channel/,
  );
  expect(textOf(live) + textOf(details)).not.toMatch(/98765/);
});
