import { describe, expect, vi } from 'vitest';
import { buttons } from '../../../src/slack/ids.ts';
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
import { redisOfRun } from '../../support/shown.ts';
import {
  APPROVALS,
  ASHA,
  COMMAND,
  DEV,
  it,
  MEERA,
  OPS,
  startWorld,
  type World,
} from '../../support/world.ts';

/** Types a command and answers the newest private note. Nothing else may have been said in the channel. */
async function answerTo(world: World, text: string, by = MEERA): Promise<string> {
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
    await toldPrivately(
      world,
      MEERA,
      /no requests yet. To find a number: `\/vobiz-number search IN`/,
    );
  });

  it('lists the newest first, for anyone of the workspace, each with how it stands', async () => {
    const world = await startWorld({ vobiz: { completeAfterMs: 0 } });
    const first = await requestNumber(world, { purpose: 'First' });
    await approve(world, first);
    await cardShows(world, APPROVALS, /Bought/);
    await openOrderForm(world, DEV, APPROVALS, 'Second', { index: 1 });
    await world.slack.as(DEV).submit();
    const second = await cardShows(world, APPROVALS, /approve_order/);
    await world.slack.as(MEERA).command(OPS, COMMAND, 'orders');
    await toldPrivately(world, MEERA, /newest requests/);
    const list = textOf(world.slack.ephemerals(MEERA).at(-1));
    const [newer, older] = [list.indexOf(idIn(second)), list.indexOf(idIn(first))];
    expect(newer).toBeGreaterThan(0);
    expect(older).toBeGreaterThan(newer);
    expect(list).toMatch(/waiting.*<@U0DEV>.*bought.*<@U0ASHA>/i);
    expect(world.slack.messages(OPS)).toEqual([]);
  });
});

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

  it('says what to type without an id', async ({ world }) => {
    expect(await answerTo(world, 'status')).toContain('`/vobiz-number status ord_7k3m9q2x`');
  });

  it.for(['ord_7k3m9q2x', 'ord_', '../../etc', '{"a":1}', 'the one from yesterday'])(
    'says so when no request is called %s',
    async (typed, { world }) => {
      await world.slack.as(MEERA).command(OPS, COMMAND, `status ${typed}`);
      await toldPrivately(world, MEERA, /No request is called.*To see the newest ones/);
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
    const lines = [
      'search IN',
      'byon +919876543210',
      'orders',
      'status ord_7k3m9q2x',
      'help search',
    ];
    for (const typed of ['help', '', '   ', 'HELP', 'help nonsense']) {
      const told = await answerTo(world, typed);
      for (const line of lines) expect(told).toContain(`\`/vobiz-number ${line}\``);
    }
  });

  it('says more about one task', async ({ world }) => {
    const told = await answerTo(world, '  Help   SEARCH ');
    expect(told).toMatch(/search in mh.*Press Choose/);
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
    expect(told).toContain('is not something this command can do. Did you mean this?');
    expect(told).toContain(`/vobiz-number ${nearest}`);
  });

  it.for(['buy everything', '🙂🙂🙂', '؟', '"; DROP TABLE orders'])(
    'leads to help when nothing is near: %s',
    async (typed, { world }) => {
      expect(await answerTo(world, typed)).toContain('To see what it can do: `/vobiz-number help`');
    },
  );

  it('does not mind capitals and extra spaces', async ({ world }) => {
    await world.slack.as(ASHA).command(OPS, COMMAND, '   SEARCH    in   mh  ');
    await viewShows(world, ASHA, /8 numbers/);
  });
});
