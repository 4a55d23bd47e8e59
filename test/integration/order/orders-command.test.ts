import { describe, expect, vi } from 'vitest';
import { buttons } from '../../../src/slack/ids.ts';
import { inputs } from '../../../src/slack/inputs.ts';
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
    const none = await viewShows(world, DEV, /No requests match/);
    const chosen = (value: string) => ({
      ...none,
      inputs: { orders: { orders_month_choice: { selected_option: { value } } } },
    });
    const { actionId } = inputs.ordersMonth;
    for (const [month, says] of [
      ['2001-02', /February 2001.*No requests match/],
      ['<never>', /2 requests/],
    ] as const) {
      await dev.rawAction(chosen(month), { type: 'static_select', action_id: actionId });
      await viewShows(world, DEV, says);
    }
    await world.slack.as(RAVI).command(OPS, COMMAND, 'orders');
    const ravis = await viewShows(world, RAVI, /2 requests/);
    await world.slack
      .as(RAVI)
      .select(ravis, { actionId: inputs.ordersOf.actionId, value: 'waiting' });
    expect(textOf(await viewShows(world, RAVI, /1 request,/))).toContain('Second');
  });

  it.for([
    [10, 1],
    [11, 2],
    [20, 2],
    [21, 3],
  ] as const)('ends where the requests do: %i on %i pages', async ([count, pages], { world }) => {
    await seedOrders(world, { awaiting: count });
    const asha = world.slack.as(ASHA);
    await asha.command(OPS, COMMAND, 'orders');
    let view = await viewShows(world, ASHA, new RegExp(`${count} requests`));
    for (let page = 2; page <= pages; page += 1) {
      await asha.click(view, { actionId: buttons.nextOrders.id });
      view = await viewShows(
        world,
        ASHA,
        new RegExp(`"page":${page - 2}`.replaceAll('"', '.{1,3}')),
      );
    }
    expect(textOf(view)).not.toContain(buttons.nextOrders.id);
    expect(textOf(view).match(/open_order/g)).toHaveLength(count - (pages - 1) * 10);
  });

  it('combines whose, how far and of which month, and counts what it finds', async ({ world }) => {
    await seedOrders(world, { awaiting: 12, completed: 25 });
    const asha = world.slack.as(ASHA);
    await asha.command(OPS, COMMAND, 'orders');
    const shown = await viewShows(world, ASHA, /37 requests/);
    const choose = (name: 'ordersOf' | 'ordersIn' | 'ordersMonth', value: string) =>
      asha.select(world.slack.openView(ASHA) ?? shown, { actionId: inputs[name].actionId, value });
    await choose('ordersOf', 'mine');
    await choose('ordersIn', 'bought');
    await viewShows(world, ASHA, /25 requests/);
    const month = new Date(Date.now() - 9 * 24 * 3_600_000).toISOString().slice(0, 7);
    await choose('ordersMonth', month);
    await viewShows(world, ASHA, /25 requests/);
    await choose('ordersIn', 'asked');
    await choose('ordersMonth', '*');
    await viewShows(world, ASHA, /12 requests/);
    await choose('ordersIn', 'under_way');
    await viewShows(world, ASHA, /No requests match/);
  });

  it('shows the next one in place of one that an earlier version left in a list', async ({
    world,
  }) => {
    const [bought] = await seedOrders(world, { completed: 1, awaiting: 2 });
    if (!bought) throw new Error('no order');
    const keys = createKeys(world.env.REDIS_PREFIX ?? '');
    await redisOfRun().zadd(keys.list('order', bought.team, 'asked'), bought.createdAt, bought.id);
    const asha = world.slack.as(ASHA);
    await asha.command(OPS, COMMAND, 'orders');
    const shown = await viewShows(world, ASHA, /3 requests/);
    await asha.select(shown, { actionId: inputs.ordersIn.actionId, value: 'asked' });
    await vi.waitFor(() => expect(textOf(world.slack.openView(ASHA))).not.toContain('98765 00000'));
    const view = world.slack.openView(ASHA) ?? shown;
    expect(textOf(view).match(/open_order/g)).toHaveLength(2);
    await asha.select(view, { actionId: inputs.ordersOf.actionId, value: 'mine' });
    await viewShows(world, ASHA, /2 requests/);
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
