import { expect, it } from 'vitest';
import { POLICY_ID } from '../../src/domain/policy/stored-policy.ts';
import { auditOf, brokenAuditOf } from '../support/audit.ts';
import { startBuiltBot } from '../support/bot-process.ts';
import { createKillSwitch } from '../support/kill-switch.ts';
import { testRedisUrl } from '../support/redis.ts';
import { startRedisRelay } from '../support/redis-relay.ts';
import { chooseApprovals, createSetterUp } from '../support/setting-up.ts';
import { settingsOf } from '../support/settings.ts';
import { MEERA, startOutside } from '../support/world.ts';

const SAVE = 'save policy';

/** The one write that changes a policy; the set-up's draft is another key. */
function policyStep(words: readonly string[]): string | undefined {
  const isScript = /^EVAL/i.test(words[0] ?? '');
  return isScript && words.some((word) => word.includes(`"id":"${POLICY_ID}"`)) ? SAVE : undefined;
}

it.each([
  ['before', 'none'],
  ['after', 'slack'],
] as const)(
  'a bot killed %s it saved the policy keeps the set-up, and saving again makes it once',
  async (side, source) => {
    const killSwitch = createKillSwitch();
    const relay = await startRedisRelay({ url: testRedisUrl(), label: policyStep, killSwitch });
    const outside = await startOutside({ env: { REDIS_URL: relay.url } });
    const first = await startBuiltBot(outside);
    const admin = createSetterUp(outside);
    await admin.start();
    await chooseApprovals(admin);
    await admin.submit(/Monthly budget/);
    await admin.submit(/would need/);

    killSwitch.arm(first, { step: SAVE, side });
    await outside.slack.as(MEERA).submit();
    await first.exited;
    expect(killSwitch.hasKilled()).toBe(true);
    killSwitch.disarm();
    const team = outside.slack.workspace.team.id;
    expect((await settingsOf(outside).current(team)).source).toBe(source);

    await startBuiltBot(outside);
    await outside.slack.as(MEERA).dismiss();
    await admin.start();
    await admin.sees(/would need/);
    await admin.submit(/Saved/);
    expect((await settingsOf(outside).current(team)).source).toBe('slack');
    const entries = await auditOf(outside);
    expect(entries.filter(({ record }) => record === POLICY_ID)).toHaveLength(1);
    expect(await brokenAuditOf(outside)).toBeUndefined();
  },
  120_000,
);
