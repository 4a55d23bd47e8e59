import { expect, it, vi } from 'vitest';
import type { StoredMessage } from '../../../sandbox/slack/store.ts';
import { buttons } from '../../../src/slack/ids.ts';
import { orderIn } from '../../support/audit.ts';
import {
  approve,
  cardShows,
  idIn,
  openOrderForm,
  orderShows,
  requestNumber,
  SAYS,
  textOf,
  toldPrivately,
  withdraw,
} from '../../support/journeys.ts';
import { APPROVALS, ASHA, DEV, MEERA, RAVI, startWorld, type World } from '../../support/world.ts';
import { type Moment, type NamedFault, ROWS, type Row } from './fault-rows.ts';

/** What everyone does while one call to Vobiz goes wrong. */
const PLAYS: Readonly<
  Record<Moment, (world: World, row: Row, faults: readonly NamedFault[]) => Promise<void>>
> = { submitting, approving, following };

const CASES = ROWS.flatMap((row) =>
  row.alone ? row.faults.map((fault) => ({ ...row, faults: [fault], what: fault[0] })) : [row],
);

it.each(CASES)('$when, $op, $what: $state, $bought bought', { timeout: 180_000 }, async (row) => {
  const world = await startWorld({
    vobiz: {
      completeAfterMs: row.state === 'completed' ? 0 : Number.POSITIVE_INFINITY,
      balances: { INR: 1_000_000 },
      orderRead: 'present',
    },
    env: { VOBIZ_READ_TIMEOUT_MS: '600' },
  });
  await PLAYS[row.when](world, row, row.faults);
});

async function submitting(world: World, row: Row, faults: readonly NamedFault[]): Promise<void> {
  for (const [name, fault] of faults) {
    await openOrderForm(world, ASHA, APPROVALS, `While: ${name}.`);
    world.vobiz.faults.always(row.op, fault);
    await world.slack.as(ASHA).submit();
    await toldPrivately(world, ASHA, row.told ?? '');
    const card = await cardShows(world, APPROVALS, `While: ${name}.`);
    world.vobiz.faults.clear();
    expect(textOf(card), name).toMatch(row.card);
    await standsAs(world, row, card, { name, bought: 0 });
    await free(world, card);
  }
}

async function approving(world: World, row: Row, faults: readonly NamedFault[]): Promise<void> {
  const { vobiz } = world;
  for (const [at, [name, fault]] of faults.entries()) {
    const number = { e164: `+9180400${10_000 + at}`, country: 'IN', region: `R${at}` };
    vobiz.addNumber({ ...number, setup: 500, monthly: 200, currency: 'INR' });
    const card = await requestNumber(world, { place: `IN ${number.region}` });
    vobiz.faults.always(row.op, fault);
    const looks = vobiz.callsTo(row.op).length;
    await approve(world, card);
    const shown = await cardShows(world, APPROVALS, row.card);
    await vi.waitFor(() => expect(vobiz.callsTo(row.op).length).toBeGreaterThan(looks), 30_000);
    await standsAs(world, row, shown, { name, bought: (at + 1) * row.bought });
    if (row.bought === 0) await free(world, shown);
    vobiz.faults.clear();
  }
}

async function following(world: World, row: Row, faults: readonly NamedFault[]): Promise<void> {
  const card = await requestNumber(world);
  await world.slack.as(RAVI).click(card, { actionId: buttons.approve.id });
  const open = await cardShows(world, APPROVALS, SAYS.ordered);
  const { always, clear } = world.vobiz.faults;
  for (const [name, fault] of faults) {
    always(row.op, fault);
    // A look that began before the fault may end after ours and have the last word: then we ask again.
    const shown = await vi.waitFor(async () => {
      await world.slack.as(DEV).click(open, { actionId: buttons.checkNow.id }, { asShown: true });
      return orderShows(world, APPROVALS, row.card, MEERA);
    }, 20_000);
    await standsAs(world, row, shown, { name, bought: 1 });
    clear();
  }
  if (row.alone) return;
  world.vobiz.completeOrder(world.vobiz.orders[0]?.id ?? '');
  // After bad credentials the account is left alone for half a minute.
  await vi.waitFor(() => cardShows(world, APPROVALS, SAYS.bought), 90_000);
}

async function standsAs(
  world: World,
  row: Row,
  card: StoredMessage,
  { name, bought }: { name: string; bought: number },
): Promise<void> {
  expect((await orderIn(world, idIn(card))).state, name).toBe(row.state);
  expect(world.vobiz.orders, name).toHaveLength(bought);
  expect(world.vobiz.callsTo('order'), name).toHaveLength(bought);
}

/** Frees the number for the next request. */
async function free(world: World, card: StoredMessage): Promise<void> {
  await withdraw(world, card, { asShown: true });
  await cardShows(world, APPROVALS, SAYS.withdrawn);
}
