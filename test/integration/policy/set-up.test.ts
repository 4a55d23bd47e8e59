import { describe, expect } from 'vitest';
import { buttons } from '../../../src/slack/ids.ts';
import { inputs } from '../../../src/slack/inputs.ts';
import { approve, cardShows, openOrderForm, textOf } from '../../support/journeys.ts';
import { policyFile } from '../../support/policy.ts';
import { chooseApprovals, createSetterUp } from '../../support/setting-up.ts';
import { policyOf, setPolicy, settingsOf } from '../../support/settings.ts';
import {
  APPROVALS,
  ASHA,
  DEV,
  GUEST,
  it,
  MEERA,
  OPS,
  RAVI,
  startWorld,
  type World,
} from '../../support/world.ts';

const TEAM = 'T0NUMBERS';
const written = async (world: World) => (await settingsOf(world).current(TEAM)).written;

describe('the set-up in Slack', () => {
  it('goes from Home to an approved test request in six clicks and two choices', async ({
    world,
  }) => {
    const admin = createSetterUp(world);
    await admin.start();
    await chooseApprovals(admin);
    await admin.submit(/2 of 3/);
    await admin.submit(/3 of 3.*A request for/);
    const saved = await admin.submit(/Saved/);
    await admin.press(saved, buttons.sendTest);
    await admin.sees(/TEST sent to <#C0APPROVALS>/);
    const card = await cardShows(world, APPROVALS, /TEST/);
    admin.count.clicks += 1;
    await world.slack.as(RAVI).click(card, { actionId: buttons.approve.id });
    await cardShows(world, APPROVALS, /TEST · ✅ Approved · nothing bought/);
    expect(admin.count).toEqual({ clicks: 6, choices: 2 });
    expect(await written(world)).toEqual({
      approvals: { channel: APPROVALS, approvers: { users: [RAVI], groups: [] } },
    });
    expect(world.vobiz.callsTo('order')).toEqual([]);
    await admin.home(/✅ \*Approvals channel.*✅ \*Approvers.*✅ \*Budget/);
  });

  it('makes the policy that decides the next request', async ({ world }) => {
    const admin = createSetterUp(world);
    // Their names are all that a step takes from Slack's list of user groups.
    world.slack.fault('usergroups.list', { error: 'missing_scope', times: 100 });
    await admin.start();
    await chooseApprovals(admin);
    await admin.submit(/2 of 3/);
    await admin.type('monthlyBudget', '₹50,000');
    await admin.submit(/3 of 3/);
    await admin.submit(/Saved/);
    await openOrderForm(world, ASHA, OPS, 'Pune desk');
    await world.slack.as(ASHA).submit();
    const card = await cardShows(world, APPROVALS, /approve_order/);
    expect(textOf(card)).toMatch(/50,000/);
    await approve(world, card, RAVI);
  });

  it('says at once what would go wrong with these people and this channel', async () => {
    const world = await startWorld({
      slack: { userGroups: [{ id: 'S0FINANCE', handle: 'finance', users: [] }] },
    });
    const admin = createSetterUp(world);
    await admin.start();
    await admin.choose('approvalsChannel', 'C0OPS');
    await admin.choose('approvingPeople', [MEERA]);
    await admin.sees(/Only you can approve, so your own requests can never be bought/);
    await admin.choose('selfApproval', ['yes']);
    await admin.choose('approvingPeople', [MEERA, GUEST]);
    await admin.sees(/<@U0GUEST> is a guest and can't approve/);
    await admin.choose('approvingGroups', ['S0FINANCE']);
    const view = await admin.sees(/<!subteam\^S0FINANCE> has no members/);
    expect(textOf(view)).not.toMatch(/Only you can approve/);
    await admin.submit(/2 of 3/);
    await admin.submit(/3 of 3.*<@U0GUEST> is a guest/);
  });

  it('tells in the last step that the bot is not in the channel, and how to invite it', async ({
    world,
  }) => {
    const admin = createSetterUp(world);
    world.slack.workspace.channels.find(({ id }) => id === 'C0RANDOM')?.members.push(MEERA);
    await admin.start();
    await chooseApprovals(admin, { channel: 'C0RANDOM' });
    await admin.sees(/isn't in <#C0RANDOM>.*\/invite/);
  });

  it('tries a request out by the rules themselves, for a price, person and channel', async ({
    world,
  }) => {
    const admin = createSetterUp(world);
    await admin.start();
    await chooseApprovals(admin, { people: [RAVI, DEV] });
    await admin.submit(/2 of 3/);
    await admin.type('aloneUpTo', '1,000');
    await admin.type('twoAbove', '5,000');
    await admin.submit(/₹1,300 by <@U0MEERA> from <#C0APPROVALS> would need <@U0RAVI> or <@U0DEV>/);
    await admin.choose('trialPerson', ASHA);
    await admin.choose('trialChannel', OPS);
    await admin.sees(/₹1,300 by <@U0ASHA> from <#C0OPS>/);
    await admin.type('trialAmount', '900');
    await admin.pressEnter('trialAmount');
    await admin.sees(/₹900 by <@U0ASHA> from <#C0OPS> would be bought without approval/);
    await admin.type('trialAmount', '6000');
    await admin.pressEnter('trialAmount');
    await admin.sees(/₹6,000 .* would need 2 of <@U0RAVI> or <@U0DEV>/);
    await admin.type('trialAmount', '900');
    await admin.type('trialCount', '6');
    await admin.pressEnter('trialCount');
    await admin.sees(/6 numbers of ₹900 by .* would need 2 of <@U0RAVI> or <@U0DEV>/);
    await admin.back();
    await admin.sees(/2 of 3/);
    await admin.choose('perNumber', ['yes']);
    await admin.submit(/6 numbers of ₹900 by .* would be bought without approval/);
    await admin.type('trialAmount', '6000');
    await admin.type('trialCount', '1');
    await admin.pressEnter('trialCount');
    await admin.choose('trialPerson', RAVI);
    await admin.sees(/₹6,000 by <@U0RAVI> .* has nobody to approve it/);
    await admin.choose('trialPerson', GUEST);
    await admin.sees(/isn't possible\. Guests/);
  });

  it('tries out what costs too much in the first year, where rules count that', async ({
    world,
  }) => {
    const yearly = { yearly_up_to: { INR: 3000 }, auto_approve: true as const };
    await setPolicy(world, policyOf({ rules: [yearly] }));
    const admin = createSetterUp(world);
    await admin.start();
    await admin.submit(/2 of 3/);
    await admin.submit(/₹1,300 by .* would be bought without approval/);
    await admin.type('trialMonthly', '200');
    await admin.pressEnter('trialMonthly');
    await admin.sees(/₹1,300, ₹3,500 in the first year, by .* would need/);
    await admin.type('trialMonthly', '1400');
    await admin.pressEnter('trialMonthly');
    await admin.sees(/Try it:\* enter a price/);
  });

  it('asks for amounts in the currencies Vobiz quotes, one at a time', async () => {
    const number = { country: 'IN', region: 'MH', setup: 5, monthly: 3, currency: 'USD' };
    const inventory = [{ ...number, e164: '+912271264299' }];
    const world = await startWorld({ vobiz: { inventory } });
    const admin = createSetterUp(world);
    await admin.start();
    await chooseApprovals(admin);
    await admin.submit(/Currency.*Monthly budget \(₹\)/);
    await admin.type('monthlyBudget', '50000');
    await admin.choose('policyCurrency', 'USD');
    await admin.sees(/Monthly budget \(\$\)/);
    await admin.type('monthlyBudget', '49.50');
    await admin.submit(/3 of 3/);
    await admin.submit(/Saved/);
    expect((await written(world))?.limits?.monthly_budget).toEqual({
      workspace: { INR: 50_000, USD: '49.50' },
    });
  });

  it('goes on while Vobiz answers nothing', async ({ world }) => {
    world.vobiz.faults.next('me', { kind: 'status', status: 500 });
    world.vobiz.faults.next('availability', { kind: 'status', status: 500 });
    const admin = createSetterUp(world);
    await admin.start();
    await chooseApprovals(admin);
    await admin.submit(/Monthly budget \(₹\)/);
  });

  it('keeps what was chosen and typed when it is closed, and goes on from Home', async ({
    world,
  }) => {
    const admin = createSetterUp(world);
    await admin.start();
    await chooseApprovals(admin);
    await admin.submit(/2 of 3/);
    await admin.type('monthlyBudget', '5');
    await admin.type('monthlyBudget', '50000');
    await admin.close();
    await admin.home(/Continue/);
    expect(textOf(await admin.start())).toMatch(/2 of 3.*"initial_value":"50000"/);
    await admin.back();
    await admin.sees(/1 of 3.*"initial_conversation":"C0APPROVALS".*"initial_users":\["U0RAVI"\]/);
    await admin.submit(/2 of 3.*"initial_value":"50000"/);
    await admin.submit(/3 of 3/);
    await admin.back();
    await admin.sees(/2 of 3/);
  });

  it('says under the field that nobody approves, and goes on warning there', async ({ world }) => {
    const admin = createSetterUp(world);
    await admin.start();
    await admin.choose('approvalsChannel', APPROVALS);
    await world.slack.as(MEERA).submit();
    expect(world.slack.openView(MEERA)?.errors).toEqual({
      approving_people: expect.stringMatching(/at least one/),
    });
    await admin.choose('approvingPeople', [MEERA]);
    await admin.sees(/Only you can approve/);
  });

  it('shows under the field what is no amount, and who would decide later', async ({ world }) => {
    const admin = createSetterUp(world);
    await admin.start();
    await chooseApprovals(admin);
    await admin.submit(/2 of 3/);
    await admin.press(await admin.sees(/set_up_more/), buttons.setUpMore);
    await admin.choose('escalateAfter', '4');
    await admin.type('aloneUpTo', '1.300,50');
    await admin.type('twoAbove', '10');
    const errors = async () => {
      await world.slack.as(MEERA).submit();
      return world.slack.openView(MEERA)?.errors ?? {};
    };
    expect(await errors()).toEqual({
      'aloneUpTo.INR': expect.stringMatching(/1,300/),
      'twoAbove.INR': expect.stringMatching(/second person/),
      escalate_to: expect.stringMatching(/Choose who/),
    });
    await admin.type('aloneUpTo', '1300');
    await admin.choose('escalateTo', [DEV]);
    await admin.choose('escalateGroups', ['S0FINANCE']);
    await admin.back();
    await admin.choose('approvingPeople', [RAVI, DEV]);
    await admin.submit(/2 of 3/);
    expect(await errors()).toEqual({ 'twoAbove.INR': expect.stringMatching(/more than/) });
    await admin.type('twoAbove', '5000');
    await admin.submit(/3 of 3/);
    await admin.submit(/Saved/);
    const { approvals } = (await written(world)) ?? {};
    expect(approvals?.escalation).toEqual({
      after_hours: 4,
      approvers: { users: [DEV], groups: ['S0FINANCE'] },
    });
  });
});

describe('a policy that is there already', () => {
  it('keeps everything that the form does not set', async ({ world }) => {
    const before = policyOf(
      {
        quiet: [DEV],
        confirm_above: { INR: 9000 },
        rules: [
          { first_charge_up_to: { INR: 100 }, yearly_up_to: { INR: 900 }, auto_approve: true },
        ],
      },
      { ask: { countries: ['IN'] }, audit_readers: { users: [DEV] } },
    );
    await setPolicy(world, before);
    const admin = createSetterUp(world);
    await admin.start();
    await admin.choose('approvingPeople', [RAVI, DEV]);
    await admin.choose('digestZone', 'Asia/Kolkata');
    await admin.choose('digestDay', 'friday');
    await admin.choose('digestTime', '17:30');
    await admin.choose('digestChannel', OPS);
    await admin.choose('digestOnlyNews', ['yes']);
    const own = await admin.submit(/has its own rules/);
    expect(textOf(own)).not.toMatch(/per_number/);
    await admin.press(own, buttons.setUpMore);
    await admin.choose('unusedFor', '30');
    await admin.choose('giveBackPeople', [RAVI, DEV]);
    await admin.type('monthlyBudget', '2000');
    await admin.submit(
      /Numbers unused for 30 days are offered.*<@U0RAVI> or <@U0DEV> can approve giving a number back/s,
    );
    await admin.submit(/Saved/);
    expect(await written(world)).toEqual({
      ...before,
      approvals: { ...before.approvals, approvers: { users: [RAVI, DEV], groups: [] } },
      limits: { monthly_budget: { workspace: { INR: 2000 } } },
      digest: {
        zone: 'Asia/Kolkata',
        day: 'friday',
        time: '17:30',
        channel: OPS,
        when_empty: 'nothing',
      },
      reuse: { unused_for_days: 30 },
      give_back: { users: [RAVI, DEV], groups: [] },
    });
    await admin.home(/✅ \*Weekly digest\* · Fridays at 17:30/);
  });

  it('asks for no mending of a field that imported rules have hidden', async ({ world }) => {
    await setPolicy(world, policyOf());
    const admin = createSetterUp(world);
    await admin.start();
    await admin.submit(/2 of 3/);
    await admin.type('aloneUpTo', 'a hundred');
    await admin.close();
    const own = { yearly_up_to: { INR: 900 }, first_charge_up_to: { INR: 100 } };
    await setPolicy(world, policyOf({ rules: [{ ...own, auto_approve: true }] }));
    expect(textOf(await admin.start())).toMatch(/2 of 3.*has its own rules/);
    await admin.submit(/3 of 3/);
  });

  it('is not overwritten by an admin who began before another saved', async ({ world }) => {
    world.slack.workspace.people.filter(({ id }) => id === DEV).map(makeAdmin);
    const [meera, dev] = [createSetterUp(world, MEERA), createSetterUp(world, DEV)];
    await setPolicy(world, policyOf());
    await meera.start();
    await dev.start();
    await dev.choose('approvingPeople', [RAVI, DEV]);
    await dev.submit(/2 of 3/);
    await dev.type('monthlyBudget', '700');
    await dev.submit(/3 of 3/);
    await dev.submit(/Saved/);
    await meera.choose('approvingPeople', [RAVI, ASHA]);
    await meera.choose('expiry', '8');
    await meera.submit(/2 of 3/);
    await meera.submit(/3 of 3/);
    await meera.submit(
      /<@U0DEV> changed the approvers and the amounts.*You both changed the approvers: saving keeps yours/,
    );
    await meera.submit(/Saved/);
    expect(await written(world)).toEqual({
      approvals: {
        channel: APPROVALS,
        approvers: { users: [RAVI, ASHA], groups: [] },
        expires_after_hours: 8,
      },
      limits: { monthly_budget: { workspace: { INR: 700 } } },
    });
  });

  it('that a file manages is shown, and changed only there', async () => {
    const world = await startWorld({ env: await policyFile({}) });
    const admin = createSetterUp(world);
    const home = await admin.home(/✅ \*Approvers.*Managed by/);
    expect(textOf(home)).not.toMatch(/"set_up"/);
  });
});

describe('whoever is no admin', () => {
  it('sees who can finish the set-up until it is finished', async ({ world }) => {
    const asha = createSetterUp(world, ASHA);
    const home = await asha.home(/An admin or owner of this workspace can finish it/);
    expect(textOf(home)).not.toMatch(/"set_up"/);
    await setPolicy(world, policyOf());
    await asha.home(/^(?!.*set-up isn't finished)/);
  });

  it('is refused who presses Start on an old Home', async ({ world }) => {
    const admin = createSetterUp(world);
    const old = structuredClone(await admin.home(/set_up/));
    for (const person of world.slack.workspace.people) delete person.role;
    await admin.press(old, buttons.setUp);
    await admin.sees(/Only an admin or owner of this workspace can do this/);
    expect(await written(world)).toBeUndefined();
  });

  it('cannot save what they began as one', async ({ world }) => {
    const admin = createSetterUp(world);
    await admin.start();
    await chooseApprovals(admin);
    await admin.submit(/2 of 3/);
    await admin.submit(/3 of 3/);
    for (const person of world.slack.workspace.people) delete person.role;
    await admin.submit(/Only an admin or owner/);
    expect(await written(world)).toBeUndefined();
  });

  it('sends no test from an old Home', async ({ world }) => {
    await setPolicy(world, policyOf());
    const admin = createSetterUp(world);
    const old = structuredClone(await admin.home(/send_test_request/));
    for (const person of world.slack.workspace.people) delete person.role;
    await admin.press(old, buttons.sendTest);
    await admin.sees(/Only an admin or owner of this workspace can send a test request/);
    expect(world.slack.messages(APPROVALS)).toEqual([]);
  });

  it('changes nothing in a form that is on show when another window has saved it', async ({
    world,
  }) => {
    const admin = createSetterUp(world);
    const view = structuredClone(await admin.start());
    await chooseApprovals(admin);
    await admin.submit(/2 of 3/);
    await admin.submit(/3 of 3/);
    await admin.submit(/Saved/);
    const channel = { type: 'conversations_select', action_id: inputs.approvalsChannel.actionId };
    const body = { ...channel, block_id: 'b', selected_conversation: OPS };
    await world.slack.as(MEERA).rawAction(view, body);
    expect((await written(world))?.approvals.channel).toBe(APPROVALS);
    await admin.home(/Edit/);
  });
});

function makeAdmin(person: World['slack']['workspace']['people'][number]): void {
  person.role = 'admin';
}
