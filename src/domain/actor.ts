import { z } from 'zod';

/** A Slack user id: immutable, the only name authority is ever judged by. */
export const userIdSchema = z
  .string()
  .regex(/^[UW][A-Z0-9]{2,30}$/, 'must be the id of a person, like U0123456789');
export const teamIdSchema = z.string().regex(/^[TE][A-Z0-9]{2,30}$/);
export const channelIdSchema = z
  .string()
  .regex(/^[CDG][A-Z0-9]{2,30}$/, 'must be the id of a channel, like C0123456789');
export const userGroupIdSchema = z
  .string()
  .regex(/^S[A-Z0-9]{2,30}$/, 'must be the id of a user group, like S0123456789');

/** What Slack says about a person, seen from the workspace the bot is installed in. */
export type Standing = 'member' | 'guest' | 'external' | 'deactivated' | 'bot';

/**
 * Who clicked or typed. `teamId` is the workspace the bot is installed in. `userTeamId` is the one Slack named with the
 * click, for the audit alone: on a Grid it may be a sister workspace or the organisation. `standing` was read after the
 * click; absent where nobody clicked, and then it is read when somebody has to be judged.
 */
export type Actor = { userId: string; teamId: string; userTeamId: string; standing?: Standing };

/** An actor with everything a policy may judge: their standing, and which of the asked-for user groups they are in. */
export type Person = Actor & { standing: Standing; groups: readonly string[] };

/**
 * Why a card cannot appear in a place. Somebody can invite the bot, show it a private channel or bring an archived one back;
 * in direct messages of other people a card never appears.
 */
export type NoCard = 'not_a_member' | 'archived' | 'not_found' | 'direct_messages';
