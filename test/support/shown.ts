import { Redis } from 'ioredis';
import { expect, onTestFinished, vi } from 'vitest';
import { type LogLine, linesOf } from './log-lines.ts';
import { testRedisUrl } from './redis.ts';
import { sentToSlack } from './sent.ts';
import type { Outside } from './world.ts';

/** Text in which Slack reads markup: `text` of messages and every mrkdwn element. */
function* markupIn(value: unknown, isMessage: boolean): Generator<string> {
  if (typeof value !== 'object' || value === null) return;
  const fields = Object.entries(value);
  const isMarkup = isMessage || ('type' in value && value.type === 'mrkdwn');
  for (const [key, part] of fields) {
    if (isMarkup && key === 'text' && typeof part === 'string') yield part;
    else yield* markupIn(part, false);
  }
}

export function markupSent(world: Pick<Outside, 'slack'>): string[] {
  return sentToSlack(world).flatMap((sent) => [...markupIn(sent, true)]);
}

/** Lines of the bot's log. */
export function logOf({ bot }: { bot: { log: string } }): Promise<LogLine[]> {
  return linesOf(bot.log);
}

/** The reference in what a person was told is that of exactly one failure in the log. Answers the line of that failure. */
export async function failureBehind(
  world: { bot: { log: string } },
  told: string,
): Promise<Record<string, unknown>> {
  const ref = /Reference: (ref_[0-9a-z]+)/.exec(told)?.[1];
  const lines = (await logOf(world)).filter((line) => line.ref === ref);
  expect(lines).toEqual([expect.objectContaining({ event: 'handler.failed', ref })]);
  return lines[0] ?? {};
}

/** The Redis of the run, for a look behind the bot's back. */
export function redisOfRun(): Redis {
  const redis = new Redis(testRedisUrl());
  onTestFinished(() => redis.disconnect());
  return redis;
}

/** Waits for the answer of the Web API to a call of `method` that failed with `error`. */
export async function slackRefused(world: Pick<Outside, 'slack'>, method: string, error: string) {
  await vi.waitFor(() => {
    const answers = world.slack.calls.filter((call) => call.method === method);
    expect(answers.map(({ answer }) => answer?.error)).toContain(error);
  }, 5_000);
}
