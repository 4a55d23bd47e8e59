import { describe, expect } from 'vitest';
import { buttons } from '../../../src/slack/ids.ts';
import { auditOf, brokenAuditOf, decisionsIn } from '../../support/audit.ts';
import {
  approve,
  cardShows,
  openOrderForm,
  requestNumber,
  SAYS,
  toldPrivately,
} from '../../support/journeys.ts';
import { actorIn, policyOf, setPolicy, settingsOf } from '../../support/settings.ts';
import {
  APPROVALS,
  ASHA,
  DEV,
  EXTERNAL,
  GUEST,
  it,
  MEERA,
  OPS,
  RAVI,
} from '../../support/world.ts';

const TEAM = 'T0NUMBERS';

describe('a policy made in Slack', () => {
  it('counts at once in a bot that runs, while a request keeps the rules it was made under', async ({
    world,
  }) => {
    const before = await requestNumber(world, { channel: OPS });
    await setPolicy(world, policyOf());
    await openOrderForm(world, ASHA, OPS, 'Second line', { index: 1 });
    await world.slack.as(ASHA).submit();
    const after = await cardShows(world, APPROVALS, /approve_order/);
    await world.slack.as(DEV).click(after, { actionId: buttons.approve.id });
    await toldPrivately(world, DEV, /<@U0RAVI>/);
    await approve(world, before, DEV);
    await cardShows(world, OPS, SAYS.bought);
    expect(await decisionsIn(world)).toEqual([expect.objectContaining({ by: byUser(DEV) })]);
  });

  it('is saved with an audit entry that says who changed what', async ({ world }) => {
    await setPolicy(world, policyOf());
    const version = await setPolicy(world, policyOf({ approvers: { users: [RAVI, DEV] } }));
    const [made, changed] = await auditOf(world);
    expect(made).toMatchObject({ record: 'pol_workspace', event: 'set_up', by: byUser(MEERA) });
    expect(changed).toMatchObject({ event: 'change', revision: 2 });
    expect(changed?.changes).toEqual([
      { field: 'edition', before: 1, after: 2 },
      { field: 'version', before: expect.any(String), after: version },
      { field: 'written.approvals.approvers.users', before: [RAVI], after: [RAVI, DEV] },
    ]);
    expect(await brokenAuditOf(world)).toBeUndefined();
    const current = await settingsOf(world).current(TEAM);
    expect(current).toMatchObject({ source: 'slack', version, changedBy: MEERA });
  });

  it('is saved by one of two admins, and the other is told', async ({ world }) => {
    const settings = settingsOf(world);
    const change = (approver: string) =>
      settings.change(actorIn(world, MEERA), {
        basedOn: 'default',
        edit: () => policyOf({ approvers: { users: [approver] } }),
      });
    const results = await Promise.all([change(RAVI), change(DEV)]);
    expect(results).toContainEqual({ ok: true, version: expect.any(String) });
    expect(results).toContainEqual({ ok: false, why: 'changed_meanwhile' });
    // Sent again after it was saved, as when the answer was lost.
    const saved = results[0]?.ok ? RAVI : DEV;
    expect(await change(saved)).toMatchObject({ ok: true });
  });

  it('is refused with its problems, by key', async ({ world }) => {
    const edit = () => policyOf({ approvers: {}, expires_after_hours: 900 });
    const asked = { basedOn: 'default', edit };
    expect(await settingsOf(world).change(actorIn(world, MEERA), asked)).toEqual({
      ok: false,
      why: 'problems',
      problems: [
        expect.stringMatching(/^approvals.approvers: names nobody/),
        expect.stringMatching(/^approvals.expires_after_hours: /),
      ],
    });
  });
});

describe('who may change it', () => {
  it('are admins and owners of the workspace, or else only those whom the environment names', async ({
    world,
  }) => {
    const may = (who: string, admins: readonly string[] = []) =>
      settingsOf(world, admins).mayAdmin(actorIn(world, who));
    expect(await may(MEERA)).toBe(true);
    for (const who of [ASHA, GUEST, EXTERNAL]) expect(await may(who)).toBe(false);
    expect(await may(ASHA, [ASHA, GUEST])).toBe(true);
    for (const who of [MEERA, GUEST]) expect(await may(who, [ASHA, GUEST])).toBe(false);
    const asked = { basedOn: 'default', edit: () => policyOf() };
    const refused = await settingsOf(world).change(actorIn(world, ASHA), asked);
    expect(refused).toEqual({ ok: false, why: 'not_an_admin' });
  });

  it('is nobody while Slack does not say', async ({ world }) => {
    world.slack.fault('users.info', { error: 'internal_error' });
    await expect(settingsOf(world).mayAdmin(actorIn(world, MEERA))).rejects.toThrow('users.info');
  });
});

const byUser = (user: string) => ({ user, team: TEAM });
