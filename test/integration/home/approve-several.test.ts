import { expect, it, vi } from 'vitest';
import { recordsIn } from '../../../sandbox/slack/json.ts';
import { buttons } from '../../../src/slack/ids.ts';
import { inputs } from '../../../src/slack/inputs.ts';
import { forgeSubmission } from '../../support/forged.ts';
import { idIn, requestNumber, textOf, viewShows } from '../../support/journeys.ts';
import { policyFile } from '../../support/policy.ts';
import { storesOf } from '../../support/seed.ts';
import { APPROVALS, DEV, MEERA, RAVI, startWorld, type World } from '../../support/world.ts';

/** Three numbers are asked for, and Ravi opens the form with all of them from his Home. */
async function withForm() {
  const env = await policyFile({ approvers: { users: [RAVI, MEERA] } });
  const world = await startWorld({ env });
  for (const [at, index] of [0, 1, 2].entries()) {
    await requestNumber(world, { index });
    await vi.waitFor(() => expect(cards(world)).toHaveLength(at + 1));
  }
  await world.slack.as(RAVI).openHome();
  await vi.waitFor(() => expect(textOf(world.slack.home(RAVI))).toContain('approve_several'));
  const home = world.slack.home(RAVI);
  if (!home) throw new Error('no Home');
  await world.slack.as(RAVI).click(home, { actionId: buttons.approveSeveral.id });
  await viewShows(world, RAVI, /Nothing ticked yet/);
  return { world, ids: cards(world).map(idIn) };
}

const cards = (world: World) =>
  world.slack.messages(APPROVALS).filter((each) => textOf(each).includes('approve_order'));

function form(world: World) {
  const view = world.slack.openView(RAVI);
  if (!view) throw new Error('no form');
  return view;
}

const boxes = (world: World) =>
  recordsIn(form(world).view.blocks)
    .flatMap(({ element }) => recordsIn([element]))
    .flatMap(({ options }) => recordsIn(options).map(({ value }) => String(value)));

/** Ticks the first boxes, and waits for their sum. */
async function tick(world: World, count: number) {
  const value = boxes(world).slice(0, count);
  await world.slack.as(RAVI).select(form(world), { actionId: inputs.together.actionId, value });
  await viewShows(world, RAVI, new RegExp(`${count} requests?: ₹[\\d,]+ now`));
}

async function statesOf(world: World, ids: readonly string[]) {
  const team = world.slack.workspace.team.id;
  const { orders } = storesOf(world);
  return Promise.all(ids.map(async (id) => (await orders.get({ team, id }))?.state));
}

it('approves what is ticked for the sum on show, each bought once, and names what had changed', async () => {
  const { world, ids } = await withForm();
  expect(boxes(world).map((value) => value.split(' ')[0])).toEqual(ids);
  await tick(world, 3);
  const stale = { ...form(world) };
  const card = cards(world)[2];
  if (!card) throw new Error('no card');
  await world.slack.as(MEERA).click(card, { actionId: buttons.ask.id });
  const question = await viewShows(world, MEERA, /What do you want to know/);
  await world.slack.as(MEERA).type(question, { actionId: inputs.question.actionId }, 'Why?');
  await world.slack.as(MEERA).submit();
  await vi.waitFor(() =>
    expect(textOf(world.slack.message(card.channel, card.ts))).toContain('❓'),
  );

  await world.slack.as(RAVI).submit();
  const result = textOf(await viewShows(world, RAVI, /Approved 2 of 3/));
  expect(result).toMatch(/✅.*Approved\. We'll check.*✅.*⚠️.*The request has changed/s);
  await vi.waitFor(() => expect(world.vobiz.orders).toHaveLength(2));
  const after = await statesOf(world, ids);
  expect(after.map((state) => state === 'awaiting_approval')).toEqual([false, false, true]);

  const again = await forgeSubmission(world, RAVI, stale);
  expect(JSON.stringify(again)).toContain('Approved 0 of 3');
  expect(world.vobiz.orders).toHaveLength(2);
});

it('approves nothing for another sum than that on show, and nothing for those who may not', async () => {
  const { world, ids } = await withForm();
  await tick(world, 1);
  const one = form(world);
  const all = {
    together: {
      [inputs.together.actionId]: { selected_options: boxes(world).map((value) => ({ value })) },
    },
  };
  const faster = await forgeSubmission(world, RAVI, one, { values: all });
  expect(JSON.stringify(faster)).toMatch(/sum of what you ticked.*3 requests: ₹/s);
  const none = await forgeSubmission(world, RAVI, one, { values: {} });
  expect(JSON.stringify(none)).toContain('Tick at least one request.');
  const devs = await forgeSubmission(world, DEV, one);
  expect(JSON.stringify(devs)).toMatch(/Approved 0 of 1.*can't decide this request/s);
  expect(await statesOf(world, ids)).toEqual(ids.map(() => 'awaiting_approval'));
});
