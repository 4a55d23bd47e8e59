import { describe, expect, vi } from 'vitest';
import { buttons } from '../../../src/slack/ids.ts';
import { inputs } from '../../../src/slack/inputs.ts';
import {
  approve,
  requestNumber,
  textOf,
  toldPrivately,
  viewShows,
} from '../../support/journeys.ts';
import { policyFile } from '../../support/policy.ts';
import { ASHA, COMMAND, it, MEERA, OPS, RAVI, startWorld } from '../../support/world.ts';

const MISSING = /Slack didn't tell us who is in <!subteam\^S0FINANCE>/;

/** A world in which finance may approve, and Slack tells nobody who is in it. */
async function unreadable(approvers: Record<string, unknown>) {
  const world = await startWorld({ env: await policyFile({ approvers }) });
  const card = await requestNumber(world, { purpose: 'Pune desk' });
  world.slack.fault('usergroups.users.list', { error: 'internal_error', times: 1_000 });
  return { world, card };
}

const homeOf = (world: Awaited<ReturnType<typeof unreadable>>['world'], who: string) =>
  textOf(world.slack.home(who));

describe('a user group that Slack does not tell', () => {
  it('leaves Home drawn, with a line where something may be missing', async () => {
    const { world } = await unreadable({ users: [RAVI], groups: ['S0FINANCE'] });
    for (const person of [ASHA, MEERA, RAVI]) await world.slack.as(person).openHome();
    await vi.waitFor(() => expect(homeOf(world, MEERA)).toMatch(MISSING));
    expect(homeOf(world, MEERA)).toMatch(/Find a number/);
    expect(homeOf(world, MEERA)).not.toMatch(/approve_order|You're all caught up/);
    // Ravi is named himself, and nobody may approve a request of their own.
    await vi.waitFor(() => expect(homeOf(world, RAVI)).toMatch(/Pune desk.*approve_order/));
    expect(homeOf(world, RAVI)).not.toMatch(MISSING);
    await vi.waitFor(() => expect(homeOf(world, ASHA)).toMatch(/Your requests.*Pune desk/));
    expect(homeOf(world, ASHA)).not.toMatch(MISSING);
  });

  it('is looked up again by itself, and Home then shows what was missing', async () => {
    const { world } = await unreadable({ groups: ['S0FINANCE'] });
    await world.slack.as(MEERA).openHome();
    await vi.waitFor(() => expect(homeOf(world, MEERA)).toMatch(MISSING));
    world.slack.clearFaults();
    await vi.waitFor(
      () => expect(homeOf(world, MEERA)).toMatch(/Pune desk.*approve_order/),
      20_000,
    );
    expect(homeOf(world, MEERA)).not.toMatch(MISSING);
  });

  it('lets nobody of it decide meanwhile', async () => {
    const { world, card } = await unreadable({ groups: ['S0FINANCE'] });
    await world.slack.as(MEERA).click(card, { actionId: buttons.approve.id });
    await toldPrivately(world, MEERA, /Slack didn't tell us who can do this/);
    world.slack.clearFaults();
    await approve(world, card, MEERA);
  });

  it('is named where the list of requests may lack some', async () => {
    const { world } = await unreadable({ groups: ['S0FINANCE'] });
    const meera = world.slack.as(MEERA);
    await meera.command(OPS, COMMAND, 'orders');
    const list = await viewShows(world, MEERA, /Everybody's requests.*Pune desk/);
    expect(textOf(list)).not.toMatch(MISSING);
    await meera.select(list, { actionId: inputs.ordersOf.actionId, value: 'waiting' });
    await viewShows(world, MEERA, new RegExp(`No requests match.*${MISSING.source}`));
  });
});
