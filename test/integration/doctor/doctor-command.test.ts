import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect } from 'vitest';
import { BOT_SCOPES } from '../../../src/slack/scopes.ts';
import { textOf, viewShows } from '../../support/journeys.ts';
import { testRunDir } from '../../support/redis.ts';
import { seedOrders } from '../../support/seed.ts';
import { policyOf, setPolicy } from '../../support/settings.ts';
import {
  ASHA,
  COMMAND,
  GUEST,
  it,
  MEERA,
  OPS,
  RAVI,
  startWorld,
  type World,
} from '../../support/world.ts';

const shown: string[] = [];

async function doctor(world: World, says: RegExp, by: string = MEERA): Promise<string> {
  await world.slack.as(by).command(OPS, COMMAND, 'doctor');
  const text = textOf(await viewShows(world, by, says));
  shown.push(text);
  return text;
}

afterEach(() => {
  const text = shown.splice(0).join('');
  expect(text).not.toMatch(/xoxb|stand-in-signing|sandbox-auth|[A-Z]+_[A-Z_]{3,}/);
});

describe('the doctor in Slack', () => {
  it('says that nothing is wrong where nothing is, and how to add a WhatsApp account', async () => {
    const scopes = BOT_SCOPES.map(({ name }) => name);
    const world = await startWorld({ slack: { scopes } });
    await setPolicy(world, policyOf({ approvers: { users: [RAVI, MEERA] } }));
    const text = await doctor(world, /no problems/);
    expect(text).toMatch(/✅ <@U0RAVI> or <@U0MEERA> can approve/);
    expect(text).toMatch(/✅ Slack, .*Records, Vobiz, Clock and Owners of numbers: no problems/);
    expect(text).toMatch(/No WhatsApp account yet.*docs\/connect\.md/);
  });

  it('names what is wrong with people and channels, and how to mend it', async ({ world }) => {
    await setPolicy(world, policyOf({ channel: 'C0PRIVATE', approvers: { users: [GUEST] } }));
    const text = await doctor(world, /Nobody can approve/);
    expect(text).toMatch(/⚠️ <@U0GUEST> is a guest and can't approve/);
    expect(text).toMatch(/🛑 .*<#C0PRIVATE>/);
  });

  it('names what only an operator can mend, without saying how', async ({ world }) => {
    world.vobiz.faults.always('me', { kind: 'status', status: 401 });
    const text = await doctor(world, /🛑 Vobiz: Vobiz refuses us/);
    expect(text).toMatch(/Ask the person who runs this app to run `npm run doctor`/);
  });

  it('names owners of numbers who have left, for somebody to hand them over', async ({ world }) => {
    await seedOrders(world, { completed: 2 });
    const asha = world.slack.workspace.people.find(({ id }) => id === ASHA);
    if (asha) asha.kind = 'deactivated';
    const text = await doctor(world, /⚠️ Owners of numbers: <@U0ASHA> left or became a guest/);
    expect(text).toMatch(/find them in `\/vobiz-number numbers`/);
  });

  it('says which amounts never count', async ({ world }) => {
    await setPolicy(world, policyOf({}, { limits: { max_price: { EUR: 5 } } }));
    await doctor(world, /limits\.max_price is in EUR, and Vobiz quotes INR/);
  });

  it('says that our clock is not that of Vobiz', async ({ world }) => {
    for (const call of ['me', 'availability'] as const)
      world.vobiz.faults.always(call, { kind: 'answer', clockAheadMs: 7 * 60_000 });
    await doctor(world, /⚠️ Clock: Our clock differs/);
  });

  it('says that the policy file leaves this workspace out', async () => {
    const path = join(testRunDir(), 'policy-of-others.yml');
    await writeFile(path, JSON.stringify({ workspaces: { T0OTHERS: policyOf() } }));
    const world = await startWorld({ env: { POLICY_FILE: path } });
    await doctor(world, /🛑 .*The file has no policy for this workspace/);
  });

  it('waits eight seconds for Vobiz, and says what it has', async () => {
    const world = await startWorld({ env: { VOBIZ_READ_TIMEOUT_MS: '20000' } });
    world.vobiz.faults.always('me', { kind: 'hang' });
    const text = await doctor(world, /❔ Vobiz: the check took too long/);
    expect(text).toMatch(/✅ Slack, .*no problems/);
  });

  it('is for admins', async ({ world }) => {
    await doctor(world, /Only admins and owners of this workspace can run the doctor/, ASHA);
  });
});
