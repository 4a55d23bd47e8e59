import { z } from 'zod';

/** A Slack user id. It never changes, so authority is judged by it alone. */
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

/** What Slack says a person is, as seen from the bot's workspace. */
export type Standing = 'member' | 'guest' | 'external' | 'deactivated' | 'bot';

/**
 * Who clicked or typed. `teamId`: the bot's workspace. `userTeamId`: the workspace Slack named with the click, kept for
 * the audit only; on Enterprise Grid it may be a sister workspace or the organisation. `standing`: read after the
 * click; absent without one.
 */
export type Actor = { userId: string; teamId: string; userTeamId: string; standing?: Standing };

/** An actor with all that a policy judges: standing, and membership of the user groups asked about. */
export type Person = Actor & { standing: Standing; groups: readonly string[] };

/** Somebody by what Slack tells. `unread`: the user groups asked about of which it did not tell who is in them. */
export type Glanced = { who: Person; unread: readonly string[] };

/** Why a card cannot appear in a place. People can lift all but `direct_messages`, which belong to other people. */
export type NoCard = 'not_a_member' | 'archived' | 'not_found' | 'direct_messages';
