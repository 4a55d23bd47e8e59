import type { HomeView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { slackError } from './failure.ts';

/** Publishes somebody's Home, over whatever it showed. Throws AppError `slack_*`. */
export function createHomePublisher(client: WebClient) {
  return async (userId: string, view: HomeView): Promise<void> => {
    try {
      await client.views.publish({ user_id: userId, view });
    } catch (error) {
      throw slackError('views.publish', error);
    }
  };
}
export type HomePublisher = ReturnType<typeof createHomePublisher>;
