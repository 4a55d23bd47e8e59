import { describe, expect, it } from 'vitest';
import { buttons } from '../../../src/slack/ids.ts';
import { inputs, labelOption } from '../../../src/slack/inputs.ts';
import { orderIn } from '../../support/audit.ts';
import {
  approve,
  backToForm,
  cardShows,
  idIn,
  newsFor,
  openOrderForm,
  orderShows,
  press,
  SAYS,
  textOf,
  viewShows,
} from '../../support/journeys.ts';
import { policyFile, writePolicy } from '../../support/policy.ts';
import { APPROVALS, ASHA, GUEST, MEERA, startWorld, type World } from '../../support/world.ts';

const LABELS = [
  { name: 'Cost centre', values: ['Sales', 4711], required: true },
  { name: 'Project', values: ['Apollo', 'Gemini'] },
];
const [COST, PROJECT] = [inputs.label1, inputs.label2];

async function labelled() {
  const policy = await policyFile({}, { labels: LABELS });
  const world = await startWorld({ vobiz: { completeAfterMs: 0 }, env: policy });
  return { world, file: policy.POLICY_FILE };
}

async function choose(world: World, { actionId }: { actionId: string }, value: string) {
  const form = await viewShows(world, ASHA, new RegExp(actionId));
  await world.slack.as(ASHA).select(form, { actionId, value });
}

/** A request with a cost centre, and whatever else `fill` says. */
async function request(world: World, cost: string, fill = async () => {}, index = 0) {
  await openOrderForm(world, ASHA, APPROVALS, 'Support line', { index });
  await choose(world, COST, labelOption('Cost centre', cost));
  await fill();
  await world.slack.as(ASHA).submit();
}

describe('the labels of the policy', () => {
  it('are asked for with the request and stand on card, Details and record', async () => {
    const { world } = await labelled();
    await request(world, '4711', () => choose(world, PROJECT, labelOption('Project', 'Apollo')));
    const card = await cardShows(world, APPROVALS, /> 4711 · Apollo/);
    expect(await orderIn(world, idIn(card))).toMatchObject({
      holding: { labels: { 'Cost centre': '4711', Project: 'Apollo' } },
    });
    await approve(world, card);
    await cardShows(world, APPROVALS, /✅ Bought.*> 4711 · Apollo/);
    await orderShows(world, APPROVALS, /Cost centre: 4711\\nProject: Apollo/);
  });

  it('are offered again as in the last request, and a required one is never left out', async () => {
    const { world } = await labelled();
    await openOrderForm(world, ASHA, APPROVALS, 'Support line');
    await expect(world.slack.as(ASHA).submit()).rejects.toThrow(/label_1.*required field/);
    await choose(world, COST, labelOption('Cost centre', 'Sales'));
    await world.slack.as(ASHA).submit();
    await cardShows(world, APPROVALS, /> Sales/);
    await openOrderForm(world, ASHA, APPROVALS, 'Second line', { index: 1 });
    await world.slack.as(ASHA).submit();
    await cardShows(world, APPROVALS, /> Second line\\n> Sales/);
  });

  it('can be taken off and changed later, also when the policy has dropped the value', async () => {
    const { world, file } = await labelled();
    await request(world, 'Sales', () => choose(world, PROJECT, labelOption('Project', 'Apollo')));
    await approve(world, await cardShows(world, APPROVALS, /> Sales · Apollo/));
    const card = await cardShows(world, APPROVALS, SAYS.bought);
    const left = [{ name: 'Cost centre', values: ['4711'], required: true }, LABELS[1]];
    await writePolicy(file, {}, { labels: left });
    expect(await world.bot.reloadPolicy()).toBeUndefined();
    await press(world, ASHA, card, buttons.openOrder);
    await press(world, ASHA, await viewShows(world, ASHA, /edit_holding/), buttons.editHolding);
    await choose(world, PROJECT, labelOption('Project', ''));
    await world.slack.as(ASHA).submit();
    await viewShows(world, ASHA, /Saved for/);
    const { holding } = await orderIn(world, idIn(card));
    expect(holding).toEqual({ labels: { 'Cost centre': 'Sales' } });
  });

  it('are chosen again when the policy has changed between form and request', async () => {
    const { world, file } = await labelled();
    await openOrderForm(world, ASHA, APPROVALS, 'Support line');
    await choose(world, COST, labelOption('Cost centre', 'Sales'));
    const left = [{ name: 'Cost centre', values: ['4711'], required: true }];
    await writePolicy(file, {}, { labels: left });
    await world.bot.reloadPolicy();
    await world.slack.as(ASHA).submit();
    const form = await backToForm(world, ASHA, /What is it for/);
    expect(form).toContain('Support line');
    expect(textOf(world.slack.ephemerals(ASHA).at(-1))).toMatch(
      /value of Cost centre is no longer used/,
    );
  });
});

describe('a request for somebody else', () => {
  const FOR = { actionId: inputs.owner.actionId };

  it('is theirs once it is bought, and they are told then', async () => {
    const { world } = await labelled();
    await request(world, 'Sales', () => choose(world, FOR, MEERA));
    const card = await cardShows(world, APPROVALS, /For <@U0MEERA>\./);
    expect(newsFor(world, MEERA)).toEqual([]);
    await approve(world, card);
    await cardShows(world, APPROVALS, /✅ Bought.*for <@U0MEERA>/);
    await expect.poll(() => newsFor(world, MEERA).length, { timeout: 15_000 }).toBe(1);
    expect(newsFor(world, MEERA).map(textOf).join()).toContain('<@U0ASHA> made you the owner');
  });

  it('is not made for a guest', async () => {
    const { world } = await labelled();
    await request(world, 'Sales', () => choose(world, FOR, GUEST));
    await backToForm(world, ASHA, /Support line/);
    expect(textOf(world.slack.ephemerals(ASHA).at(-1))).toContain("Guests can't own numbers");
  });
});
