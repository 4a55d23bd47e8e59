import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Log } from '../runtime.ts';

const PER_PAGE = 1_000;
/** A channel with more people is not read to the end. */
const PAGES_MAX = 5;

const membersSchema = z.object({
  members: z.array(z.string()),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});

/**
 * Whether a person is in a channel. Undefined when Slack does not say: the optional scopes `channels:read` and `groups:read`
 * are missing, the bot may not see the channel, Slack is slow, or the channel has very many people.
 */
export function createIsMember(deps: { client: WebClient; log: Pick<Log, 'info'> }) {
  return async (channel: string, userId: string): Promise<boolean | undefined> => {
    try {
      return await look(channel, userId);
    } catch (error) {
      deps.log.info({ event: 'membership.unknown', channel, err: error });
      return undefined;
    }
  };

  async function look(channel: string, userId: string): Promise<boolean | undefined> {
    let cursor = '';
    for (let page = 0; page < PAGES_MAX; page += 1) {
      const { members, response_metadata } = membersSchema.parse(
        await deps.client.conversations.members({
          channel,
          limit: PER_PAGE,
          ...(cursor && { cursor }),
        }),
      );
      if (members.includes(userId)) return true;
      cursor = response_metadata?.next_cursor ?? '';
      if (!cursor) return false;
    }
    return undefined;
  }
}
export type IsMember = ReturnType<typeof createIsMember>;
