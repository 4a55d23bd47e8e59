import { WebAPIPlatformError, type WebClient } from '@slack/web-api';
import { z } from 'zod';
import { slackError } from './failure.ts';

const answerSchema = z.object({
  user: z.object({
    name: z.string().optional(),
    real_name: z.string().optional(),
    profile: z.object({ display_name: z.string().optional() }).optional(),
  }),
});

/** How Slack calls a person: handle, display name, full name. Empty for someone it does not know. Throws `slack_*`. */
export function createNames(client: WebClient) {
  return async (userId: string): Promise<string[]> => {
    try {
      const { user } = answerSchema.parse(await client.users.info({ user: userId }));
      const names = [user.name, user.profile?.display_name, user.real_name];
      return names.flatMap((name) => name || []);
    } catch (error) {
      if (error instanceof WebAPIPlatformError && error.data.error === 'user_not_found') return [];
      throw slackError('users.info', error);
    }
  };
}

/** The name that people see beside what somebody writes; undefined where Slack does not tell, for whatever reason. */
export function createNameOf(namesOf: ReturnType<typeof createNames>) {
  return async (userId: string): Promise<string | undefined> => {
    const [handle, shown] = await namesOf(userId).catch(() => []);
    return shown ?? handle;
  };
}
