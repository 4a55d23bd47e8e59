import { describe, expect, it, vi } from 'vitest';
import type { Order } from '../../../src/domain/order/order.ts';
import { buttons } from '../../../src/slack/ids.ts';
import { auditOf } from '../../support/audit.ts';
import { press, textOf, viewShows } from '../../support/journeys.ts';
import { policyFile } from '../../support/policy.ts';
import { boughtOrder } from '../../support/seed.ts';
import { sweptTwice } from '../../support/sweeps.ts';
import { aWeek, digestShows, digestsIn, dueToday, seedWeek } from '../../support/weekly-digests.ts';
import {
  APPROVALS,
  ASHA,
  COMMAND,
  DEV,
  OPS,
  RAVI,
  startBot,
  startOutside,
} from '../../support/world.ts';

const DAY_MS = 24 * 3_600_000;

describe('the weekly digest', () => {
  it('is sent once by two workers, with its picture, and Keep is an answer for the audit', async () => {
    const outside = await startOutside({ env: await dueToday() });
    await seedWeek(outside, (team) => [...aWeek(team), givenBack(team)]);
    const [one, other] = [await startBot(outside), await startBot(outside)];
    const digest = await digestShows(outside, /Last 7 days: 1 number bought, ₹750/);
    const text = textOf(digest);
    expect(text).toMatch(/Sales · ₹1,500|Sales · ₹750/);
    expect(text).toMatch(/Support · ₹0 of ₹5,000, 0%/);
    expect(text).toMatch(/Given back.*\+91 98765 00005/);
    expect(text).toMatch(/Unused · 1 number · ₹250\/month/);
    expect(text).toMatch(/Waiting.*₹750, since .*, for <@U0RAVI>/);
    expect(text).toMatch(/• Give back \+91 98765 00004, ₹250\/month, since .*, for <@U0RAVI>/);
    await vi.waitFor(() => expect(outside.slack.files(APPROVALS)).toHaveLength(1), 10_000);
    const [picture] = outside.slack.files(APPROVALS);
    expect(picture).toMatchObject({ filename: expect.stringMatching(/^spend-.*\.png$/) });
    expect(picture?.altText).toContain('Support: ₹0 of ₹5,000, 0%');
    expect(
      Buffer.from(picture?.bytes ?? [])
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');

    await press(outside, RAVI, digest, buttons.giveBack);
    await viewShows(outside, RAVI, /console\.vobiz|ends/);
    await Promise.any([sweptTwice({ bot: one }), sweptTwice({ bot: other })]);
    expect(textOf(await digestShows(outside, /Last 7 days/))).toBe(text);

    await press(outside, DEV, digest, buttons.keepNumber);
    await vi.waitFor(() =>
      expect(outside.slack.ephemerals(DEV).map(textOf).join()).toMatch(
        /Only <@U0ASHA> and approvers/,
      ),
    );
    await press(outside, RAVI, digest, buttons.keepNumber);
    await digestShows(outside, /Kept by <@U0RAVI> until/);
    const kept = (await auditOf(outside)).filter(({ event }) => event === 'keep');
    expect(kept).toMatchObject([
      {
        by: { user: RAVI },
        changes: [
          { field: 'holding.kept.at', before: null },
          { field: 'holding.kept.by', after: RAVI },
          { field: 'holding.kept.until' },
        ],
      },
    ]);
    await Promise.any([sweptTwice({ bot: one }), sweptTwice({ bot: other })]);
    expect(digestsIn(outside)).toHaveLength(1);
    const inThread = outside.slack.messages(APPROVALS).filter(({ files }) => files);
    expect(inThread.map(({ threadTs }) => threadTs)).toEqual([digest.ts]);
  });

  it('is found again when the answer to its post is lost, and comes without a picture that Slack refuses', async () => {
    const outside = await startOutside({ env: await dueToday() });
    await seedWeek(outside, (team) => aWeek(team).slice(1, 2));
    outside.slack.workspace.scopes = outside.slack.workspace.scopes.filter(
      (scope) => scope !== 'files:write',
    );
    outside.slack.fault('chat.postMessage', { resetAfter: true, times: 2 });
    const bot = await startBot(outside);
    await digestShows(outside, /Sales · ₹750/);
    await vi.waitFor(async () => expect(await metricsOf(bot)).toMatch(/outcome="sent"} 1/), 10_000);
    await sweptTwice({ bot });
    expect(digestsIn(outside)).toHaveLength(1);
    expect(outside.slack.files(APPROVALS)).toEqual([]);
  });

  it('is one line after a quiet week, and nothing where the policy says so', async () => {
    const bought = (team: string) => [boughtOrder(team, 1, Date.now() - 1 * DAY_MS)];
    const outside = await startOutside({ env: await dueToday() });
    await seedWeek(outside, bought);
    await startBot(outside);
    await digestShows(outside, /A quiet week: nothing bought/);
    const silent = await startOutside({ env: await dueToday({ when_empty: 'nothing' }) });
    await seedWeek(silent, bought);
    const bot = await startBot(silent);
    await vi.waitFor(async () => expect(await metricsOf(bot)).toMatch(/="nothing"} 1/), 10_000);
    await sweptTwice({ bot });
    expect(digestsIn(silent)).toEqual([]);
    const unread = await startOutside({ env: await dueToday({ when_empty: 'nothing' }) });
    unread.vobiz.faults.always('ownedNumbers', { kind: 'status', status: 500 });
    await seedWeek(unread, bought);
    await startBot(unread);
    await digestShows(unread, /A quiet week: .* Vobiz didn't answer/);
  });

  it('that Slack refuses is counted, for an alert', async () => {
    const outside = await startOutside({ env: await dueToday({}, 'C0NOWHERE') });
    await seedWeek(outside, aWeek);
    const bot = await startBot(outside);
    await vi.waitFor(async () => expect(await metricsOf(bot)).toMatch(/="refused"} 1/), 10_000);
  });

  it('can be looked at by admins and approvers alone, in private', async () => {
    const outside = await startOutside({ env: await policyFile({}) });
    await seedWeek(outside, aWeek);
    await startBot(outside);
    const told = (by: string) => outside.slack.ephemerals(by).map(textOf).join();
    await outside.slack.as(DEV).command(OPS, COMMAND, 'digest');
    await vi.waitFor(() => expect(told(DEV)).toMatch(/Only admins and approvers/), 10_000);
    await outside.slack.as(RAVI).command(OPS, COMMAND, 'digest');
    await vi.waitFor(() => expect(told(RAVI)).toMatch(/Unused · 1 number/), 10_000);
    const [note] = outside.slack.ephemerals(RAVI);
    if (note) await press(outside, RAVI, note, buttons.keepNumber);
    await vi.waitFor(() => expect(told(RAVI)).toMatch(/Kept by <@U0RAVI>/), 10_000);
  });
});

/** Bought long ago, and given back two days ago. */
function givenBack(team: string): Order {
  const at = Date.now() - 2 * DAY_MS;
  const asked = { by: ASHA, at, why: 'Not needed' };
  const giveBack = { state: 'released', at, asked, decision: { by: RAVI, at } } as const;
  return { ...boughtOrder(team, 5, at - 100 * DAY_MS), giveBack };
}

async function metricsOf({ opsUrl }: { opsUrl: string }): Promise<string> {
  return (await fetch(`${opsUrl}/metrics`, { headers: { connection: 'close' } })).text();
}
