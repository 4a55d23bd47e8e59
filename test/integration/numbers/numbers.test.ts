import { describe, expect } from 'vitest';
import { recordsIn } from '../../../sandbox/slack/json.ts';
import type { OpenView } from '../../../sandbox/slack/store.ts';
import { buttons } from '../../../src/slack/ids.ts';
import { inputs } from '../../../src/slack/inputs.ts';
import {
  BROUGHT,
  boughtNumber,
  metaTokens,
  submitConnect,
  UNDECIDED,
  verifiedNumber,
} from '../../support/connecting.ts';
import { cardShows, idIn, SAYS, textOf, toldPrivately, viewShows } from '../../support/journeys.ts';
import { policyFile } from '../../support/policy.ts';
import { slackRefused } from '../../support/shown.ts';
import {
  APPROVALS,
  ASHA,
  COMMAND,
  DEV,
  GUEST,
  it,
  OPS,
  startWorld,
  type World,
} from '../../support/world.ts';

const UNKNOWN = '+12125550100';

async function listed(world: World, by: string, says: RegExp) {
  await world.slack.as(by).command(OPS, COMMAND, 'numbers');
  return viewShows(world, by, says);
}

async function choose(world: World, by: string, actionId: string, value: string, says: RegExp) {
  const view = world.slack.openView(by);
  if (!view) throw new Error('no list');
  await world.slack.as(by).select(view, { actionId, value });
  return viewShows(world, by, says);
}

/** One number bought and live, one brought along, one Vobiz owns without us. */
async function threeNumbers() {
  const env = { ...(await policyFile({})), ...(await metaTokens()) };
  const world = await startWorld({ vobiz: UNDECIDED, env });
  const card = await boughtNumber(world);
  await submitConnect(world, card);
  await cardShows(world, APPROVALS, SAYS.inReview);
  await world.slack.as(ASHA).dismiss();
  world.vobiz.reviewChannel(world.vobiz.channels[0]?.id ?? '', 'verified');
  await cardShows(world, APPROVALS, SAYS.live);
  await verifiedNumber(world);
  world.vobiz.addOwnedNumber({ e164: UNKNOWN, country: 'US', monthly_fee: 3, currency: 'USD' });
  return { world, card };
}

describe('the list of numbers', () => {
  it('opens at once and then has what was bought, brought along and owned without the bot', async () => {
    const { world } = await threeNumbers();
    world.vobiz.faults.next('ownedNumbers', { kind: 'latency', ms: 500 });
    await listed(world, DEV, /Looking up your numbers/);
    const view = await viewShows(world, DEV, /3 numbers/);
    const text = textOf(view);
    expect(text).toMatch(/· Live as “Pune Support”\\nIndia · Bought by <@U0ASHA>.*· ₹200\/month/);
    expect(text).toMatch(/98765 01234.*· Verified, not connected\\nIndia · Brought by <@U0ASHA>/);
    expect(text).toMatch(/212 555 0100\* · Not connected\\nUnited States · Not bought here.*\$3/);

    const dev = world.slack.as(DEV);
    await choose(world, DEV, inputs.numberCountry.actionId, 'US', /1 of 3 numbers/);
    expect(textOf(world.slack.openView(DEV))).not.toContain('Pune Support');
    await choose(world, DEV, inputs.numberCountry.actionId, '*', /"3 numbers ·/);
    await choose(world, DEV, inputs.numberState.actionId, 'verified', /1 of 3 numbers ·/);
    await choose(world, DEV, inputs.numberState.actionId, 'rejected', /No numbers match/);
    await choose(world, DEV, inputs.numberState.actionId, '*', /"3 numbers ·/);
    await dev.type(
      await viewShows(world, DEV, /number_text/),
      { blockId: inputs.numberText.blockId },
      'PUNE',
    );
    await dev.submit();
    await viewShows(world, DEV, /1 of 3 numbers/);
  });

  it('asks Vobiz once for a minute of paging and filtering', async ({ world }) => {
    world.vobiz.addOwnedNumber({ e164: UNKNOWN });
    await listed(world, ASHA, /1 number/);
    await choose(world, ASHA, inputs.numberState.actionId, 'live', /No numbers match/);
    expect(world.vobiz.callsTo('ownedNumbers')).toHaveLength(1);
    expect(world.vobiz.callsTo('channels')).toHaveLength(1);
  });

  it('draws the last choice, however late Vobiz answers an earlier one', async ({ world }) => {
    world.vobiz.addOwnedNumber({ e164: UNKNOWN });
    const held = world.vobiz.faults.hold('ownedNumbers');
    await listed(world, ASHA, /Looking up your numbers/);
    await held.arrived;
    await choose(world, ASHA, inputs.numberState.actionId, 'live', /No numbers match/);
    held.release();
    await slackRefused(world, 'views.update', 'hash_conflict');
    await choose(world, ASHA, inputs.numberState.actionId, 'owned', /1 number/);
    await choose(world, ASHA, inputs.numberState.actionId, 'live', /No numbers match/);
  });

  it('shows what our records know, with a sentence, when Vobiz is away', async () => {
    const world = await startWorld({ env: await policyFile({}) });
    await boughtNumber(world);
    world.vobiz.faults.always('ownedNumbers', { kind: 'status', status: 503 });
    world.vobiz.faults.always('channels', { kind: 'status', status: 503 });
    const view = await listed(world, ASHA, /may be missing.*Vobiz didn't answer\..*ref_/);
    expect(textOf(view)).toMatch(/1 number.*Not connected.*Bought by <@U0ASHA>/);
  });

  it('says that there is nothing yet, and how to begin', async ({ world }) => {
    await listed(world, ASHA, /No numbers yet.*search.*byon/);
  });

  it('is not for guests', async ({ world }) => {
    world.vobiz.addOwnedNumber({ e164: UNKNOWN });
    await world.slack.as(GUEST).command(OPS, COMMAND, 'numbers');
    await toldPrivately(world, GUEST, /Guests can't use this app/);
    expect(world.slack.openView(GUEST)).toBeUndefined();
  });
});

describe('the details of a number', () => {
  it('have its request, price and connection, and lead to a new name', async () => {
    const { world, card } = await threeNumbers();
    const asha = world.slack.as(ASHA);
    const list = await listed(world, ASHA, /3 numbers/);
    await asha.click(list, {
      actionId: buttons.numberDetails.id,
      index: indexOf(list, /Pune Support/),
    });
    const details = await viewShows(world, ASHA, /Approved by <@U0RAVI>.*Live since/);
    expect(textOf(details)).toMatch(
      new RegExp(
        `Requested by <@U0ASHA>.*Request ${idIn(card)} · Vobiz order .*Support line.*₹700 at first`,
      ),
    );
    expect(world.slack.viewStack(ASHA)).toHaveLength(2);
    await asha.click(details, { actionId: buttons.manageChannel.id });
    const form = await viewShows(world, ASHA, /display_name_text/);
    await asha.type(form, { actionId: inputs.displayName.actionId }, 'Mumbai Support');
    await asha.submit();
    await viewShows(world, ASHA, /Saved.*“Mumbai Support”/);
    expect(world.vobiz.channels).toMatchObject([{ display_name: 'Mumbai Support' }]);
    await asha.dismiss();
    await listed(world, ASHA, /Live as “Mumbai Support”/);
  });

  it('lead to Connect where it is not connected, and to nothing for those who may not', async () => {
    const { world } = await threeNumbers();
    for (const [person, says] of [
      [ASHA, /Verification ver_.*connect_number/],
      [DEV, /Verification ver_.*<@U0ASHA>, <@U0MEERA>, approvers and people the policy names/],
    ] as const) {
      const list = await listed(world, person, /3 numbers/);
      const index = indexOf(list, /Brought by/);
      await world.slack.as(person).click(list, { actionId: buttons.numberDetails.id, index });
      const details = await viewShows(world, person, says);
      if (person === DEV) expect(textOf(details)).not.toContain(buttons.connect.id);
    }
    const details = world.slack.openView(ASHA);
    if (details) await world.slack.as(ASHA).click(details, { actionId: buttons.connect.id });
    await viewShows(world, ASHA, /Connect \*\+91/);
    expect(BROUGHT).toBe(world.vobiz.verifications[0]?.phone_number);
  });

  it('say of a number that came another way that it did', async () => {
    const { world } = await threeNumbers();
    const list = await listed(world, DEV, /3 numbers/);
    const index = indexOf(list, /212 555/);
    await world.slack.as(DEV).click(list, { actionId: buttons.numberDetails.id, index });
    await viewShows(
      world,
      DEV,
      /Not bought here.*nobody here owns or watches it.*\$3\/month.*active/,
    );
  });

  it('say that the number is gone when it is', async ({ world }) => {
    world.vobiz.addOwnedNumber({ e164: UNKNOWN });
    const list = await listed(world, DEV, /1 number/);
    const raw = {
      action_id: buttons.numberDetails.id,
      type: 'button',
      value: '{"v":1,"d":{"e164":"+12125550199"}}',
    };
    await world.slack.as(DEV).rawAction(list, raw);
    await viewShows(world, DEV, /no longer in the list/);
  });
});

/** Which of the Details buttons stands beside the number whose lines say `text`. */
function indexOf(view: OpenView, text: RegExp): number {
  const rows = recordsIn(view.view.blocks)
    .map((block) => JSON.stringify(block))
    .filter((row) => row.includes(buttons.numberDetails.id));
  return rows.findIndex((row) => text.test(row));
}
