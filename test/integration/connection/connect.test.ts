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
import { cardShows, SAYS, textOf, viewShows } from '../../support/journeys.ts';
import { sweptTwice } from '../../support/sweeps.ts';
import { APPROVALS, ASHA, OPS, startWorld } from '../../support/world.ts';

it('takes a bought number to live in one card, and tells of it once', async () => {
  const world = await startWorld({ vobiz: UNDECIDED, env: await metaTokens() });
  const { slack, vobiz } = world;
  const card = await boughtNumber(world);
  await submitConnect(world, card);
  await viewShows(world, ASHA, /Connected.*Meta reviews the number/);
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
  const waiting = await cardShows(world, APPROVALS, /☑ Connected by <@U0ASHA>/);
  expect(textOf(waiting)).toMatch(
    /☑ Bought.*as “Pune Support”.*☐ Meta's verification: waiting for/,
  );
  expect(textOf(waiting)).not.toContain(buttons.connect.id);
  vobiz.reviewChannel(vobiz.channels[0]?.id ?? '', 'verified');
  const live = await cardShows(world, APPROVALS, /☑ Live since/);
  expect(live.ts).toBe(card.ts);
  expect(textOf(live)).toMatch(/☑ Meta's verification: verified/);
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
  await viewShows(world, ASHA, /Connected/);
  expect(created(world)).toMatchObject([
    { number_onboarding_mode: 'bring_your_own', phone_number_id: META_PHONE_ID, waba_id: WABA },
  ]);
  world.vobiz.reviewChannel(world.vobiz.channels[0]?.id ?? '', 'verified');
  const live = await cardShows(world, OPS, /☑ Verified.*☑ Live since/);
  expect(textOf(live)).not.toMatch(/98765/);
});
