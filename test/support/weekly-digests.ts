import type { Redis } from 'ioredis';
import { expect, vi } from 'vitest';
import { auditEntry } from '../../src/domain/audit/audit.ts';
import { DAYS, lastDue } from '../../src/domain/digest/digest-week.ts';
import type { Order } from '../../src/domain/order/order.ts';
import { textOf } from './journeys.ts';
import { policyFile } from './policy.ts';
import { boughtOrder, storesOf, waitingOrder } from './seed.ts';
import { APPROVALS, ASHA, type Outside } from './world.ts';

const DAY_MS = 24 * 3_600_000;
const SALES = { labels: { 'Cost centre': 'Sales' } };

const today = () => DAYS[(new Date().getUTCDay() + 6) % 7] ?? 'monday';

/** The id of the digest that was due at midnight today. */
export function digestOfToday(): string {
  return lastDue({ zone: 'UTC', day: today(), hour: 0, minute: 0 }, Date.now()).id;
}

/** A policy whose digest was due at midnight today. */
export function dueToday(digest: Record<string, unknown> = {}, channel: string = APPROVALS) {
  const sections = {
    digest: { zone: 'UTC', day: today(), time: '00:00', channel, ...digest },
    labels: [{ name: 'Cost centre', values: ['Sales', 'Support'] }],
    limits: { monthly_budget: { labels: { 'Cost centre': { Support: { INR: 5000 } } } } },
  };
  return policyFile({}, sections);
}

/** `redis`: where the bot's records are, if not in the Redis of the run. */
export async function seedWeek(
  outside: Outside,
  made: (team: string) => Order[],
  redis?: Redis,
): Promise<void> {
  const team = outside.slack.workspace.team.id;
  const { orders } = storesOf(outside, redis);
  for (const order of made(team)) {
    const entry = auditEntry('request', { user: ASHA, team }, undefined, order, order.createdAt);
    await orders.create(order, entry);
  }
}

/** One bought last week, one that nobody has used for 19 days, one that waits, one that is to be given back. */
export function aWeek(team: string): Order[] {
  const now = Date.now();
  return [
    { ...boughtOrder(team, 1, now - 10 * DAY_MS), holding: SALES },
    { ...boughtOrder(team, 2, now + 6 * DAY_MS), holding: SALES },
    waitingOrder(team, 3, now),
    {
      ...boughtOrder(team, 4, now - 10 * DAY_MS),
      giveBack: { state: 'asked', asked: { by: ASHA, at: now, why: 'Not needed' } },
    },
  ];
}

export const digestsIn = ({ slack }: Outside) =>
  slack.messages(APPROVALS).filter((message) => /Last 7 days|quiet week/.test(textOf(message)));

export async function digestShows(outside: Outside, says: RegExp) {
  return vi.waitFor(
    () => {
      const [digest] = digestsIn(outside);
      expect(digest && textOf(digest)).toMatch(says);
      return digest as NonNullable<typeof digest>;
    },
    { timeout: 15_000 },
  );
}
