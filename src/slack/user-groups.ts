import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { userGroupIdSchema } from '../domain/actor.ts';
import { slackError } from './slack-failure.ts';

const listSchema = z.object({
  usergroups: z.array(z.object({ id: userGroupIdSchema, handle: z.string(), name: z.string() })),
});

export type UserGroup = { id: string; handle: string; name: string };

/** The workspace's user groups in use. Throws AppError `slack_*`. Source: docs.slack.dev/reference/methods/usergroups.list */
export function createUserGroups(client: WebClient) {
  return async (): Promise<UserGroup[]> => {
    try {
      return listSchema.parse(await client.usergroups.list({ include_disabled: false })).usergroups;
    } catch (error) {
      throw slackError('usergroups.list', error);
    }
  };
}
