import { describe, expect, vi } from 'vitest';
import { buttons } from '../../../src/slack/ids.ts';
import { inputs } from '../../../src/slack/inputs.ts';
import { auditCsv } from '../../../src/views/audit/audit-csv.ts';
import { auditOf, brokenAuditOf, orderIn } from '../../support/audit.ts';
import { cardIn, cardShows, idIn, press, textOf, viewShows } from '../../support/journeys.ts';
import { createSetterUp } from '../../support/setting-up.ts';
import { policyOf, setPolicy } from '../../support/settings.ts';
import { redisOfRun } from '../../support/shown.ts';
import { APPROVALS, ASHA, it, MEERA, RAVI, type World } from '../../support/world.ts';

type Policy = ReturnType<typeof policyOf>;

/** Sets the policy and sends a test from Home. Answers what the window says then. */
async function sendTest(world: World, policy: Policy = policyOf()): Promise<string> {
  await setPolicy(world, policy);
  const admin = createSetterUp(world);
  await admin.press(await admin.home(/send_test_request/), buttons.sendTest);
  return textOf(await admin.sees(/TEST|Nobody|still open|Only/));
}

/** Every message of the bot about requests, each as one text. */
function told({ slack }: World): string[] {
  return [APPROVALS, `D${MEERA.slice(1)}`]
    .flatMap((channel) => slack.messages(channel).filter(({ botId }) => botId))
    .map(textOf);
}

async function answer(world: World, by: string, field: { actionId: string }, text: string) {
  const person = world.slack.as(by);
  const { actionId } = field;
  await person.type(await viewShows(world, by, actionId), { actionId }, text);
  await person.submit();
}

/** What Vobiz was asked, but for how the account stands: Home says that, whatever it is about. */
function askedSince(world: World, calls: number): string[] {
  const ops = world.vobiz.calls.slice(calls).map(({ op }) => op);
  return ops.filter((op) => op !== 'me' && op !== 'balance');
}

/** Nothing was bought, and nothing counts for a limit. */
async function expectNothing(world: World, calls: number): Promise<void> {
  expect(world.vobiz.callsTo('order')).toEqual([]);
  expect(askedSince(world, calls)).toEqual([]);
  const counters = await redisOfRun().keys(`{${world.env.REDIS_PREFIX}}:*:counters:*`);
  expect(counters).toEqual([]);
  expect(await brokenAuditOf(world)).toBeUndefined();
}

describe('a test request', () => {
  it('says TEST in every message, in Details and in the audit, and asks Vobiz nothing', async ({
    world,
  }) => {
    const calls = world.vobiz.calls.length;
    await sendTest(world, policyOf({ reminders: { first_after_minutes: 0.001, at_most: 1 } }));
    const card = await cardShows(world, APPROVALS, /approve_order/);
    await vi.waitFor(() => expect(told(world).join()).toMatch(/Still waiting/), 10_000);
    await press(world, RAVI, card, buttons.ask);
    await answer(world, RAVI, inputs.question, 'Why?');
    await press(world, MEERA, await cardShows(world, APPROVALS, /answer_question/), buttons.answer);
    await answer(world, MEERA, inputs.answer, 'To try it');
    await vi.waitFor(() => expect(textOf(cardIn(world, APPROVALS))).not.toMatch(/answer_question/));
    await press(world, RAVI, cardIn(world, APPROVALS) ?? card, buttons.approve);
    await cardShows(world, APPROVALS, /TEST · ✅ Approved · nothing bought/);
    await vi.waitFor(() => {
      const ends = told(world).filter((text) => /TEST · ✅ Approved · nothing bought/.test(text));
      expect(ends.length).toBeGreaterThan(1);
    }, 10_000);
    expect(told(world).filter((text) => !text.includes('TEST'))).toEqual([]);
    const admin = createSetterUp(world);
    await admin.press(await admin.home(/TEST · .*nothing bought/), buttons.openOrder);
    await admin.sees(/TEST · /);
    const record = await orderIn(world, idIn(card));
    expect(record).toMatchObject({ state: 'stopped', test: true, stop: { kind: 'test' } });
    const entries = (await auditOf(world)).filter((entry) => entry.record === record.id);
    expect(entries.map(({ event }) => event)).toEqual(['request', 'ask', 'answer', 'approve']);
    for (const entry of entries)
      expect(auditCsv([{ seq: 1, hash: '', entry }])).toMatch(/,TEST,,,,/);
    await expectNothing(world, calls);
  });

  it('is asked of the people who would approve it, whatever the budget', async ({ world }) => {
    const calls = world.vobiz.calls.length;
    const limits = { monthly_budget: { workspace: { INR: 1 } }, max_price: { INR: 1 } };
    const ask = { users: [ASHA] };
    await sendTest(world, policyOf({}, { limits, ask }));
    const card = await cardShows(world, APPROVALS, /TEST.*<@U0RAVI>/);
    await press(world, ASHA, card, buttons.approve);
    await vi.waitFor(() => expect(world.slack.ephemerals(ASHA).map(textOf).join()).toMatch(/RAVI/));
    await expectNothing(world, calls);
  });

  it('that a rule approves by itself asks nobody and buys nothing', async ({ world }) => {
    const calls = world.vobiz.calls.length;
    const rules = [{ first_charge_up_to: { INR: 2000 }, auto_approve: true as const }];
    expect(await sendTest(world, policyOf({ rules }))).toMatch(/₹1,300 needs no approval/);
    await cardShows(world, APPROVALS, /TEST · ✅ Approved · nothing bought/);
    await expectNothing(world, calls);
  });

  it.for([
    ['denied', RAVI, buttons.deny, inputs.reason],
    ['withdrawn', MEERA, buttons.withdraw, undefined],
  ] as const)('can be %s', async ([state, by, button, field], { world }) => {
    const calls = world.vobiz.calls.length;
    await sendTest(world);
    const card = await cardShows(world, APPROVALS, /approve_order/);
    await press(world, by, card, button);
    if (field) await answer(world, by, field, 'It works');
    else {
      await viewShows(world, by, /Keep it/);
      await world.slack.as(by).submit();
    }
    await vi.waitFor(async () =>
      expect(await orderIn(world, idIn(card))).toMatchObject({ state, test: true }),
    );
    await cardShows(world, APPROVALS, /TEST(?!.*approve_order)/);
    await expectNothing(world, calls);
  });

  it('expires like any other', async ({ world }) => {
    const calls = world.vobiz.calls.length;
    await sendTest(world, policyOf({ expires_after_hours: 0.0003 }));
    await cardShows(world, APPROVALS, /TEST.*[Ee]xpired/);
    await expectNothing(world, calls);
  });

  it('is one at a time', async ({ world }) => {
    await sendTest(world);
    const admin = createSetterUp(world);
    await admin.press(await admin.home(/send_test_request/), buttons.sendTest);
    await admin.sees(/A test request is still open/);
  });

  it('says so where nobody could approve it', async ({ world }) => {
    expect(await sendTest(world, policyOf({ approvers: { users: [MEERA] } }))).toMatch(
      /Nobody could approve your test/,
    );
  });

  it('that an earlier version approved ends unbought all the same', async ({ world }) => {
    const calls = world.vobiz.calls.length;
    await sendTest(world);
    const card = await cardShows(world, APPROVALS, /approve_order/);
    const order = await orderIn(world, idIn(card));
    const { state: _waiting, ...common } = order;
    const approved = { ...common, state: 'approved', decision: { by: RAVI, at: Date.now() } };
    const key = `{${world.env.REDIS_PREFIX}}:${order.team}:order:${order.id}`;
    await redisOfRun().set(key, JSON.stringify(approved));
    await vi.waitFor(async () =>
      expect(await orderIn(world, order.id)).toMatchObject({ stop: { kind: 'test' } }),
    );
    expect(askedSince(world, calls)).toEqual([]);
  });
});
