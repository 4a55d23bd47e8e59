import type { StoredMessage } from '../../sandbox/slack/store.ts';
import { escapeMrkdwn } from '../../sandbox/slack/typed-message.ts';
import { createStores } from '../../src/app/storage.ts';
import type { Verification } from '../../src/domain/verification/verification.ts';
import { createKeys } from '../../src/store/keys.ts';
import { idIn } from './journeys.ts';
import { redisOfRun } from './shown.ts';
import type { Outside } from './world.ts';

export const PHONE = '+919876501234';

/** The stores of the bot, for a look behind its back. */
export function storesOf(world: Pick<Outside, 'env'>) {
  return createStores(redisOfRun(), createKeys(world.env.REDIS_PREFIX ?? ''), {
    info: () => {},
    warn: () => {},
  });
}

/** The record as it is saved. */
export async function savedIn(
  world: Pick<Outside, 'env' | 'slack'>,
  card: StoredMessage,
): Promise<Verification> {
  const ref = { team: world.slack.workspace.team.id, id: idIn(card) };
  const record = await storesOf(world).verifications.get(ref);
  if (!record) throw new Error('no record');
  return record;
}

/** The code on the phone. */
export const codeOf = (world: Pick<Outside, 'vobiz'>, phone = PHONE) =>
  world.vobiz.codeFor(phone) ?? '';

/** A code that Vobiz did not send. */
export const wrongCode = (world: Pick<Outside, 'vobiz'>) =>
  codeOf(world) === '135790' ? '135791' : '135790';

/** Somebody writes in a thread of a channel whose messages the bot may read. */
export async function writeInThread(
  world: Pick<Outside, 'slack'>,
  by: string,
  { channel, ts: threadTs }: { channel: string; ts: string },
  text: string,
  ts = `${Math.floor(Date.now() / 1000)}.000100`,
) {
  const { team, bot } = world.slack.workspace;
  return world.slack.as(by).sendRaw('event_callback', {
    type: 'event_callback',
    team_id: team.id,
    api_app_id: bot.appId,
    event_id: `Ev${ts}`,
    event: {
      type: 'message',
      channel,
      channel_type: 'channel',
      user: by,
      team: team.id,
      text: escapeMrkdwn(text),
      ts,
      thread_ts: threadTs,
    },
  });
}
