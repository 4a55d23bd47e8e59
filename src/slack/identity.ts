import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { readSlackFailure } from './failure.ts';
import type { Identity } from './listener.ts';

const answerSchema = z.object({ team_id: z.string(), bot_id: z.string(), user_id: z.string() });

/** Who the token is. `refused` carries Slack's error (`invalid_auth`); `unreachable` is worth trying again. */
export type WhoAmI =
  | { ok: true; identity: Identity }
  | { ok: false; why: 'refused'; error: string }
  | { ok: false; why: 'unreachable' };

export async function whoAmI(client: WebClient): Promise<WhoAmI> {
  try {
    const {
      team_id: teamId,
      bot_id: botId,
      user_id: botUserId,
    } = answerSchema.parse(await client.auth.test());
    return { ok: true, identity: { teamId, botId, botUserId } };
  } catch (error) {
    if (error instanceof z.ZodError) return { ok: false, why: 'refused', error: 'not_a_bot_token' };
    const failure = readSlackFailure(error);
    return failure.why === 'refused'
      ? { ok: false, why: 'refused', error: failure.error }
      : { ok: false, why: 'unreachable' };
  }
}
