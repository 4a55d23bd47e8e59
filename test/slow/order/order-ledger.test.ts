import { describe, expect, it } from 'vitest';
import type { Fault } from '../../../sandbox/vobiz/faults.ts';
import { buttons } from '../../../src/slack/ids.ts';
import { orderIn } from '../../support/audit.ts';
import {
  approve,
  idIn,
  orderShows,
  press,
  requestNumber,
  viewShows,
} from '../../support/journeys.ts';
import { sweptTwice } from '../../support/sweeps.ts';
import { APPROVALS, RAVI, startWorld } from '../../support/world.ts';

/** A purchase whose answer never came, with a ledger to look at. */
async function unconfirmed(
  purchase: Fault['kind'] & ('reset_after' | 'reset'),
  before: (world: Awaited<ReturnType<typeof startWorld>>) => void = () => undefined,
) {
  const world = await startWorld({
    vobiz: { completeAfterMs: Number.POSITIVE_INFINITY, listOrdersInOwnedNumbers: false },
  });
  const card = await requestNumber(world);
  world.vobiz.faults.next('order', { kind: purchase });
  before(world);
  await approve(world, card);
  const open = await orderShows(world, APPROVALS, /⚠️ Purchase unconfirmed.*Your Vobiz ledger: /);
  return { world, open, id: idIn(card) };
}

describe('the ledger, for a purchase nobody answered', () => {
  it('shows its debit on the card and in the form that settles it, and proves nothing', async () => {
    const { world, open, id } = await unconfirmed('reset_after');
    await orderShows(world, APPROVALS, /ledger: a debit of ₹[\d,]+: the approved price, for this/);
    await press(world, RAVI, open, buttons.wasNotPlaced, { asShown: true });
    await viewShows(world, RAVI, /ledger: a debit of ₹.*It doesn't prove it/);
    await sweptTwice(world);
    expect(await orderIn(world, id)).toMatchObject({ state: 'unconfirmed' });
    expect(world.vobiz.callsTo('order')).toHaveLength(1);
  });

  it('says so where nothing was debited', async () => {
    const { world } = await unconfirmed('reset');
    await orderShows(world, APPROVALS, /Your Vobiz ledger: no debit around that time/);
  });

  it('shows another amount as another amount', async () => {
    const { world } = await unconfirmed('reset', ({ vobiz }) =>
      vobiz.addLedgerRow({ amount: 1234.5, currency: 'INR', description: 'Number' }),
    );
    await orderShows(world, APPROVALS, /ledger: a debit of ₹1,234\.50: not the approved ₹/);
  });

  it('is not taken for ours where another installation bought another number for as much', async () => {
    const { world } = await unconfirmed('reset', ({ vobiz }) => {
      const [, other] = vobiz.inventory;
      const amount = (other?.setup ?? 0) + (other?.monthly ?? 0);
      vobiz.addLedgerRow({ amount, currency: 'INR', description: `Number ${other?.e164}` });
    });
    await orderShows(world, APPROVALS, /Your Vobiz ledger: no debit around that time/);
  });

  it.each<[string, Fault]>([
    ['answers 500', { kind: 'status', status: 500 }],
    ['sends a page of HTML', { kind: 'html', status: 200 }],
    ['says nothing of use', { kind: 'status', status: 200, body: {} }],
  ])('takes nothing from the rest where it %s', async (_what, fault) => {
    const { world } = await unconfirmed('reset_after', ({ vobiz }) =>
      vobiz.faults.always('ledger', fault),
    );
    await orderShows(world, APPROVALS, /owned numbers: not found.*ledger: couldn't be read/);
  });
});
