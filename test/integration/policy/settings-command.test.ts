import { describe, expect } from 'vitest';
import { buttons } from '../../../src/slack/ids.ts';
import { inputs } from '../../../src/slack/inputs.ts';
import { auditOf, brokenAuditOf } from '../../support/audit.ts';
import { archivedAs } from '../../support/audit-months.ts';
import { press, textOf, viewShows } from '../../support/journeys.ts';
import { policyFile } from '../../support/policy.ts';
import { policyOf, setPolicy } from '../../support/settings.ts';
import {
  ASHA,
  COMMAND,
  DEV,
  GUEST,
  it,
  MEERA,
  OPS,
  RAVI,
  startWorld,
  type World,
} from '../../support/world.ts';

const RULES = `approvals:
  channel: C0APPROVALS
  approvers: { users: [U0RAVI] }
  rules:
    - first_charge_up_to: { INR: 1000 }
      auto_approve: true
limits:
  monthly_budget: { workspace: { INR: 50000 } }
`;

async function openSettings(world: World, by: string, says: RegExp) {
  await world.slack.as(by).command(OPS, COMMAND, 'settings');
  return viewShows(world, by, says);
}

async function openImport(world: World, by: string) {
  const settings = await openSettings(world, by, /settings_import/);
  await press(world, by, settings, buttons.settingsImport);
  return viewShows(world, by, /Paste a whole policy/);
}

const first = { blockId: inputs.policyText1.blockId };

async function paste(world: World, by: string, text: string) {
  const view = world.slack.openView(by);
  if (!view) throw new Error('no form is open');
  await world.slack.as(by).type(view, first, text);
}

describe('the settings', () => {
  it('say what goes without a policy, and that no WhatsApp account is set up', async ({
    world,
  }) => {
    const view = await openSettings(world, MEERA, /No policy yet/);
    expect(textOf(view)).toMatch(/Any full member approves/);
    expect(textOf(view)).toMatch(/No WhatsApp account yet.*docs\/connect\.md/);
    expect(textOf(view)).not.toMatch(/settings_history|settings_export/);
  });

  it('take a pasted policy once its changes were shown, and keep who made it', async ({
    world,
  }) => {
    await openImport(world, MEERA);
    await paste(world, MEERA, RULES);
    await world.slack.as(MEERA).submit();
    const review = await viewShows(world, MEERA, /Save these changes/);
    expect(textOf(review)).toContain('`approvals.channel`: <#C0APPROVALS>');
    expect(await auditOf(world)).toEqual([]);
    await world.slack.as(MEERA).submit();
    await viewShows(world, MEERA, /Saved as version [0-9a-f]{12}/);
    await world.slack.as(MEERA).close();
    const settings = await viewShows(world, MEERA, /Requests go to <#C0APPROVALS>/);
    expect(textOf(settings)).toMatch(/Up to ₹1,000 now: no approval needed/);
    expect(textOf(settings)).toMatch(/Above that: <@U0RAVI> can approve/);
    expect(textOf(settings)).toMatch(/Budget: ₹50,000 a month/);
    expect(textOf(settings)).toMatch(/Change 1 · <@U0MEERA>/);
    expect(await brokenAuditOf(world)).toBeUndefined();
  });

  it('name what is wrong by its line, under the part it is in, and keep what was pasted', async ({
    world,
  }) => {
    await openImport(world, MEERA);
    const wrong = RULES.replace('channel:', 'chanel:');
    await paste(world, MEERA, wrong);
    const view = world.slack.openView(MEERA);
    if (!view) throw new Error('no form is open');
    const second = { blockId: inputs.policyText2.blockId };
    await world.slack.as(MEERA).type(view, second, 'ask:\n  countries: [India]');
    await world.slack.as(MEERA).submit();
    expect(world.slack.openView(MEERA)?.errors).toEqual({
      policy_1: expect.stringMatching(/Line 2 “chanel: C0APPROVALS”.*Did you mean channel\?/),
      policy_2: expect.stringMatching(/Line 2 “countries: \[India\]” \(ask\.countries\.0\): must/),
    });
    expect(JSON.stringify(world.slack.openView(MEERA)?.inputs)).toContain('chanel: C0APPROVALS');
    await paste(world, MEERA, 'approvals: {channel: C0APPROVALS}\nlimits: [}');
    await world.slack.as(MEERA).submit();
    expect(world.slack.openView(MEERA)?.errors).toMatchObject({
      policy_1: expect.stringMatching(/^Line 2 “limits: \[}”: [^:]+\.$/),
    });
    expect(await auditOf(world)).toEqual([]);
  });

  it('show an admin what another one changed meanwhile, before anything of it is replaced', async ({
    world,
  }) => {
    await openImport(world, MEERA);
    await paste(world, MEERA, RULES);
    await world.slack.as(MEERA).submit();
    await viewShows(world, MEERA, /Save these changes/);
    await setPolicy(world, policyOf({ approvers: { users: [DEV] } }));
    await world.slack.as(MEERA).submit();
    const view = await viewShows(world, MEERA, /Somebody else changed the policy/);
    expect(textOf(view)).toContain('<@U0DEV> → <@U0RAVI>');
    await world.slack.as(MEERA).submit();
    await viewShows(world, MEERA, /Saved as version/);
    expect((await auditOf(world)).map(({ event }) => event)).toEqual(['set_up', 'change']);
  });

  it('give the policy back as it was written, and page through its history', async ({ world }) => {
    for (let hours = 1; hours <= 10; hours += 1) {
      await setPolicy(world, policyOf({ expires_after_hours: hours }));
    }
    const settings = await openSettings(world, MEERA, /Change 10/);
    await press(world, MEERA, settings, buttons.settingsExport);
    const yaml = await viewShows(world, MEERA, /expires_after_hours: 10/);
    expect(textOf(yaml)).toContain('channel: C0APPROVALS');
    await world.slack.as(MEERA).close();
    await press(world, MEERA, settings, buttons.settingsHistory);
    const newest = await viewShows(world, MEERA, /expires_after_hours`: 9 → 10/);
    await press(world, MEERA, newest, buttons.olderHistory);
    const oldest = await viewShows(world, MEERA, /expires_after_hours`: 1 → 2/);
    expect(textOf(oldest)).not.toContain('older_history');
    await press(world, MEERA, oldest, buttons.newerHistory);
    await viewShows(world, MEERA, /9 → 10/);
  });

  it('say of changes whose months are archived where they are', async ({ world }) => {
    await setPolicy(world, policyOf());
    await archivedAs('2026-08', world);
    const settings = await openSettings(world, MEERA, /Edit/);
    await press(world, MEERA, settings, buttons.settingsHistory);
    const view = await viewShows(world, MEERA, /For older changes, type/);
    expect(textOf(view)).not.toContain('No changes yet');
  });

  it('lead to the steps of the set-up', async ({ world }) => {
    await setPolicy(world, policyOf());
    await press(world, MEERA, await openSettings(world, MEERA, /Edit/), buttons.setUp);
    await viewShows(world, MEERA, /set_up_approvals/);
  });

  it('are read-only while a file decides', async () => {
    const world = await startWorld({ env: await policyFile({}) });
    const view = await openSettings(
      world,
      MEERA,
      /Managed by policy-.*\.yml, version [0-9a-f]{12}/,
    );
    expect(textOf(view)).toMatch(/<@U0RAVI> can approve/);
    expect(textOf(view)).not.toMatch(/settings_import|set_up/);
    await world.slack.as(MEERA).rawAction(view, {
      type: 'button',
      action_id: buttons.settingsImport.id,
      value: buttons.settingsImport.encode({}),
    });
    await viewShows(world, MEERA, /A file manages the policy/);
  });
});

describe('whoever is no admin', () => {
  it('is told who is', async ({ world }) => {
    await openSettings(world, ASHA, /Only admins and owners of this workspace/);
  });

  it('is told whom the environment names', async () => {
    const world = await startWorld({ env: { ADMINS: `${RAVI}, ${GUEST}` } });
    await openSettings(world, MEERA, /Only <@U0RAVI> or <@U0GUEST> can/);
    await openSettings(world, RAVI, /No policy yet/);
    await world.slack.as(GUEST).command(OPS, COMMAND, 'settings');
    expect(world.slack.openView(GUEST)).toBeUndefined();
  });

  it('changes nothing by a form that another person was shown', async ({ world }) => {
    await openImport(world, MEERA);
    await paste(world, MEERA, RULES);
    Object.assign(world.slack.workspace.people.find(({ id }) => id === MEERA) ?? {}, {
      role: undefined,
    });
    await world.slack.as(MEERA).submit();
    await viewShows(world, MEERA, /Only admins and owners/);
    expect(await auditOf(world)).toEqual([]);
  });
});
