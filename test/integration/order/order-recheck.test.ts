import { describe, expect, vi } from 'vitest';
import { eventsIn, orderIn } from '../../support/audit.ts';
import {
  approve,
  cardShows,
  idIn,
  newsFor,
  orderShows,
  requestNumber,
  SAYS,
  textOf,
  toldPrivately,
} from '../../support/journeys.ts';
import { sweptTwice } from '../../support/sweeps.ts';
import { APPROVALS, ASHA, COMMAND, it, startWorld, type World } from '../../support/world.ts';

async function requested(world: World) {
  const card = await requestNumber(world);
  const { number } = await orderIn(world, idIn(card));
  return { card, number };
}

async function nothingBought(world: World): Promise<void> {
  expect(world.vobiz.callsTo('order')).toEqual([]);
  expect(await eventsIn(world)).toBe('request approve stop');
  await vi.waitFor(() => expect(newsFor(world, ASHA)).toHaveLength(1), 5_000);
  expect(textOf(newsFor(world, ASHA)[0])).toMatch(/↩️ Not bought · /);
}

describe('between the request and the approval', () => {
  it('the price changed: nothing is bought, and the card says was X, now Y', async ({ world }) => {
    const { card, number } = await requested(world);
    world.vobiz.setPrice(number.e164, { setup: 750, monthly: 300 });
    await approve(world, card);
    const was = /Was \*₹[\d.,]+ setup, ₹[\d.,]+\/month\*, now \*₹750 setup, ₹300\/month\*/;
    const done = await cardShows(world, APPROVALS, was);
    expect(done.ts).toBe(card.ts);
    expect(textOf(done)).toMatch(SAYS.stopped);
    await nothingBought(world);
  });

  it('it became cheaper: that is another price too', async ({ world }) => {
    const { card, number } = await requested(world);
    world.vobiz.setPrice(number.e164, { setup: 0, monthly: 0.01 });
    await approve(world, card);
    await cardShows(world, APPROVALS, /now \*₹0 setup, ₹0\.01\/month/);
    await nothingBought(world);
  });

  it('the number was sold: nothing is bought', async ({ world }) => {
    const { card, number } = await requested(world);
    world.vobiz.sell(number.e164);
    await approve(world, card);
    await orderShows(world, APPROVALS, /Vobiz no longer offers it. Nothing was bought/);
    await nothingBought(world);
  });

  const unread: [string, (e164: string) => object][] = [
    ['has no price that can be read', (e164) => ({ e164, setup_fee: '₹ 500', currency: 'INR' })],
    ['has no currency', (e164) => ({ e164, setup_fee: 500, monthly_fee: 250 })],
    ['is cut short', (e164) => ({ e164: `…${e164.slice(-4)}`, setup_fee: 1, monthly_fee: 1 })],
    ['is null, as another is', () => ({})],
  ];
  it.for(unread)(
    'its row %s: it is neither gone nor bought, until it can be read',
    async ([_how, rowOf]) => {
      const world = await startWorld({ vobiz: { completeAfterMs: 0 } });
      const { card, number } = await requested(world);
      const items = [rowOf(number.e164), { ...rowOf('+12125550199'), country: 'US' }];
      world.vobiz.faults.always('availability', { kind: 'status', status: 200, body: { items } });
      await approve(world, card);
      await cardShows(world, APPROVALS, SAYS.onHold);
      expect(await eventsIn(world)).not.toContain('stop');
      expect(world.vobiz.callsTo('order')).toEqual([]);
      world.vobiz.faults.clear();
      await cardShows(world, APPROVALS, SAYS.bought);
    },
  );

  it('it is on a further page of the offer: it is not gone', async () => {
    const world = await startWorld({ vobiz: { completeAfterMs: 0 } });
    const { card } = await requested(world);
    const body = { items: [], pagination: { has_next: true } };
    world.vobiz.faults.always('availability', { kind: 'status', status: 200, body });
    await approve(world, card);
    await cardShows(world, APPROVALS, SAYS.onHold);
    expect(await eventsIn(world)).not.toContain('stop');
  });

  it('its currency changed: nothing is bought', async ({ world }) => {
    const { card, number } = await requested(world);
    const { e164, country, region } = number;
    world.vobiz.sell(e164);
    world.vobiz.addNumber({ e164, country, region, setup: 5, monthly: 3, currency: 'USD' });
    await approve(world, card);
    await orderShows(world, APPROVALS, /Was \*₹.*now \*\$5 setup, \$3\/month/);
    await nothingBought(world);
  });

  it('the region is called otherwise: the number is found in the whole country and bought', async () => {
    const world = await startWorld({ vobiz: { completeAfterMs: 0 } });
    const { card } = await requested(world);
    world.vobiz.faults.next('availability', { kind: 'status', status: 200, body: { items: [] } });
    await approve(world, card);
    await cardShows(world, APPROVALS, SAYS.bought);
    expect(world.vobiz.callsTo('order')).toHaveLength(1);
  });

  it('Vobiz went away: nothing is bought until it can be checked, and then it is', async () => {
    const env = { VOBIZ_READ_TIMEOUT_MS: '300' };
    const world = await startWorld({ vobiz: { completeAfterMs: 0 }, env });
    const { card } = await requested(world);
    world.vobiz.faults.always('availability', { kind: 'reset' });
    const before = world.vobiz.callsTo('availability').length;
    await approve(world, card);
    await cardShows(world, APPROVALS, SAYS.onHold);
    await vi.waitFor(
      () => expect(world.vobiz.callsTo('availability').length).toBeGreaterThan(before + 3),
      10_000,
    );
    expect(world.vobiz.callsTo('order')).toEqual([]);
    world.vobiz.faults.clear();
    await cardShows(world, APPROVALS, SAYS.bought);
    expect(world.vobiz.callsTo('order')).toHaveLength(1);
  });

  it('Vobiz asks the account to wait: the check waits too, and nothing is bought meanwhile', async () => {
    const world = await startWorld({ vobiz: { completeAfterMs: 0 } });
    const { card } = await requested(world);
    const busy = { kind: 'rate_limited', retryAfterSeconds: 3, via: 'header' } as const;
    world.vobiz.faults.next('availability', busy);
    const before = world.vobiz.callsTo('availability').length;
    await approve(world, card);
    await cardShows(world, APPROVALS, SAYS.onHold);
    await vi.waitFor(
      () => expect(world.vobiz.callsTo('availability')).toHaveLength(before + 1),
      5_000,
    );
    await sweptTwice(world);
    expect(world.vobiz.callsTo('availability')).toHaveLength(before + 1);
    expect(world.vobiz.callsTo('order')).toEqual([]);
    await cardShows(world, APPROVALS, SAYS.bought);
    expect(world.vobiz.callsTo('order')).toHaveLength(1);
  });

  it('Vobiz asks for an hour: card and status say why nothing happens, and until when', async ({
    world,
  }) => {
    const { card } = await requested(world);
    const busy = { kind: 'rate_limited', retryAfterSeconds: 3_600, via: 'header' } as const;
    world.vobiz.faults.next('availability', busy);
    const hourFromNow = Math.floor(Date.now() / 1000) + 3_590;
    await approve(world, card);
    const waits = await cardShows(world, APPROVALS, /Vobiz asked us to pause until/);
    const until = /pause until <!date\^(\d+)/.exec(textOf(waits))?.[1];
    expect(Number(until)).toBeGreaterThan(hourFromNow);
    await world.slack.as(ASHA).command(APPROVALS, COMMAND, `status ${idIn(card)}`);
    await toldPrivately(
      world,
      ASHA,
      /Vobiz asked us to pause until .* We haven't sent anything yet/,
    );
    await sweptTwice(world);
    expect(await eventsIn(world)).toBe('request approve wait');
    expect(world.vobiz.callsTo('order')).toEqual([]);
  });
});
