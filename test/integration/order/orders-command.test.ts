import { describe, expect, vi } from 'vitest';
import { buttons, inputs } from '../../../src/slack/ids.ts';
import { createKeys } from '../../../src/store/keys.ts';
import {
  approve,
  cardShows,
  idIn,
  openOrderForm,
  requestNumber,
  textOf,
  toldPrivately,
  viewShows,
} from '../../support/journeys.ts';
import { seedOrders } from '../../support/seed.ts';
import { redisOfRun } from '../../support/shown.ts';
import {
  APPROVALS,
  ASHA,
  COMMAND,
  DEV,
  it,
  MEERA,
  OPS,
  RAVI,
  startWorld,
  type World,
} from '../../support/world.ts';

/** Types a command and answers the newest private note. Nothing else may have been said in the channel. */
async function answerTo(world: World, text: string, by: string = MEERA): Promise<string> {
  const before = world.slack.ephemerals(by).length;
  const said = world.slack.messages(OPS).length;
  await world.slack.as(by).command(OPS, COMMAND, text);
  const notes = await vi.waitFor(() => {
    const all = world.slack.ephemerals(by);
    expect(all).toHaveLength(before + 1);
    return all;
  }, 10_000);
  expect(world.slack.messages(OPS)).toHaveLength(said);
  return textOf(notes.at(-1));
}

describe('orders', () => {
  it('says how to begin when there are none', async ({ world }) => {
    await world.slack.as(MEERA).command(OPS, COMMAND, 'orders');
    await viewShows(world, MEERA, /Nobody has requested a number yet.*search IN/);
  });

  it('lists the newest first, for anyone of the workspace, each with how it stands and its details', async () => {
    const world = await startWorld({ vobiz: { completeAfterMs: 0 } });
    await bought(world);
    await openOrderForm(world, DEV, APPROVALS, 'Second', { index: 1 });
    await world.slack.as(DEV).submit();
    await cardShows(world, APPROVALS, /approve_order/);
    await world.slack.as(MEERA).command(OPS, COMMAND, 'orders');
    const list = await viewShows(world, MEERA, /2 requests, newest first/);
    expect(textOf(list)).toMatch(/⏳ Approve.*<@U0DEV>.*Second.*✅ Bought.*<@U0ASHA>.*First/s);
    await world.slack.as(MEERA).click(list, { actionId: buttons.openOrder.id, index: 1 });
    await viewShows(world, MEERA, /First.*Open the card/s);
    expect(world.slack.messages(OPS)).toEqual([]);
  });

  it('shows what waits for somebody, what is theirs, or what stands in a state, at once', async () => {
    const world = await startWorld({ vobiz: { completeAfterMs: 0 } });
    await bought(world);
    await requestNumber(world, { by: DEV, purpose: 'Second', index: 1 });
    const dev = world.slack.as(DEV);
    await dev.command(OPS, COMMAND, 'orders');
    const shown = await viewShows(world, DEV, /2 requests/);
    const choose = (name: 'ordersOf' | 'ordersIn', value: string) =>
      dev.select(world.slack.openView(DEV) ?? shown, { actionId: inputs[name].actionId, value });
    await choose('ordersOf', 'mine');
    expect(textOf(await viewShows(world, DEV, /1 request,/))).not.toContain('First');
    await choose('ordersIn', 'bought');
    await viewShows(world, DEV, /No requests match/);
    await choose('ordersOf', 'all');
    expect(textOf(await viewShows(world, DEV, /1 request,/))).toContain('First');
    await choose('ordersIn', '*');
    await choose('ordersOf', 'waiting');
    // Nobody decides their own request.
    await viewShows(world, DEV, /No requests match/);
    await world.slack.as(RAVI).command(OPS, COMMAND, 'orders');
    const ravis = await viewShows(world, RAVI, /2 requests/);
    await world.slack
      .as(RAVI)
      .select(ravis, { actionId: inputs.ordersOf.actionId, value: 'waiting' });
    expect(textOf(await viewShows(world, RAVI, /1 request,/))).toContain('Second');
  });

  it('turns its pages', async ({ world }) => {
    await seedOrders(world, { awaiting: 3, completed: 20 });
    const meera = world.slack.as(MEERA);
    await meera.command(OPS, COMMAND, 'orders');
    const first = await viewShows(world, MEERA, /23 requests/);
    expect(textOf(first)).not.toContain(buttons.previousOrders.id);
    await meera.click(first, { actionId: buttons.nextOrders.id });
    const second = await viewShows(world, MEERA, /previous_orders/);
    await meera.click(second, { actionId: buttons.nextOrders.id });
    await vi.waitFor(
      () => expect(textOf(world.slack.openView(MEERA))).not.toContain(buttons.nextOrders.id),
      10_000,
    );
  });
});

async function bought(world: World): Promise<void> {
  await approve(world, await requestNumber(world, { purpose: 'First' }));
  await cardShows(world, APPROVALS, /Bought/);
}

describe('status', () => {
  it('shows one request in full and leads to its card', async ({ world }) => {
    const card = await requestNumber(world, { purpose: 'Support line for Pune' });
    const id = idIn(card);
    for (const typed of [id, id.toUpperCase(), `  ${id}  `]) {
      await world.slack.as(MEERA).command(OPS, COMMAND, `status ${typed}`);
    }
    await toldPrivately(world, MEERA, /Support line for Pune/);
    await toldPrivately(world, MEERA, new RegExp(`(${id}.*\\n?.*){3}`));
    const note = textOf(world.slack.ephemerals(MEERA).at(-1));
    expect(note).toMatch(/₹.* now .*in the first year/);
    expect(note).toMatch(/<https:\/\/[^>]+\|Open the card>/);
    expect(note).not.toContain(buttons.approve.id);
  });

  it('without an id is the newest request of whoever asks', async ({ world }) => {
    await requestNumber(world, { purpose: 'Mine' });
    expect(await answerTo(world, 'status', ASHA)).toContain('Mine');
    expect(await answerTo(world, 'status')).toMatch(/You haven't requested a number yet/);
  });

  it.for(['ord_7k3m9q2x', 'ord_', '../../etc', '{"a":1}', 'the one from yesterday'])(
    'says so when no request is called %s',
    async (typed, { world }) => {
      await world.slack.as(MEERA).command(OPS, COMMAND, `status ${typed}`);
      await toldPrivately(world, MEERA, /No request is called.*See them all/);
    },
  );

  it('knows no request of another workspace', async ({ world }) => {
    const id = idIn(await requestNumber(world));
    const keys = createKeys(world.env.REDIS_PREFIX ?? '');
    const { team } = world.slack.workspace;
    const elsewhere = keys.record('order', { team: 'T0PARTNER', id });
    await redisOfRun().rename(keys.record('order', { team: team.id, id }), elsewhere);
    await world.slack.as(ASHA).command(OPS, COMMAND, `status ${id}`);
    await toldPrivately(world, ASHA, /No request is called/);
  });
});

describe('help and whatever is not understood', () => {
  it('has one line per task, with the exact line to type', async ({ world }) => {
    const lines = ['search IN', 'byon +919876543210', 'orders', 'status', 'help search'];
    for (const typed of ['help', '', '   ', 'HELP', 'help nonsense']) {
      const told = await answerTo(world, typed);
      for (const line of lines) expect(told).toContain(`\`/vobiz-number ${line}\``);
    }
  });

  it('says more about one task', async ({ world }) => {
    const told = await answerTo(world, '  Help   SEARCH ');
    expect(told).toMatch(/search in mh.*Choose a number/);
    expect(told).not.toContain('byon');
  });

  it.for<[string, string]>([
    ['serach IN', 'search'],
    ['statsu ord_7k3m9q2x', 'status'],
    ['Order', 'orders'],
    ['hepl', 'help'],
    ['byo', 'byon'],
  ])('offers the nearest command for "%s"', async ([typed, nearest], { world }) => {
    const told = await answerTo(world, typed);
    expect(told).toMatch(/I don't know “\w+”\. Did you mean/);
    expect(told).toContain(`/vobiz-number ${nearest}`);
  });

  it.for(['buy everything', '🙂🙂🙂', '؟', '"; DROP TABLE orders'])(
    'leads to help when nothing is near: %s',
    async (typed, { world }) => {
      expect(await answerTo(world, typed)).toContain('See `/vobiz-number help`');
    },
  );

  it('does not mind capitals and extra spaces', async ({ world }) => {
    await world.slack.as(ASHA).command(OPS, COMMAND, '   SEARCH    in   mh  ');
    await viewShows(world, ASHA, /8 numbers/);
  });
});
