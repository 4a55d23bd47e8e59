import { z } from 'zod';

/** Who is behind a payload. `userTeam` is the workspace the person is from, '' when Slack does not say. */
export type Interaction = { userId: string; userTeam: string };

export type Clicked = Interaction & {
  value: string | undefined;
  triggerId: string;
  channel: string | undefined;
  /** The message that was clicked, for clicks in messages. */
  message: { channel: string; ts: string } | undefined;
  /** The modal or Home that was clicked; `type` says which. */
  view:
    | { viewId: string; type: string; hash: string; metadata: string; values: unknown }
    | undefined;
};

export type Submission = Interaction & { viewId: string; values: unknown };

const userSchema = z.object({ id: z.string(), team_id: z.string().optional() });
const teamSchema = z.object({ id: z.string() }).nullish();

const clickSchema = z.object({
  user: userSchema,
  team: teamSchema,
  trigger_id: z.string(),
  channel: z.object({ id: z.string() }).optional(),
  message: z.object({ ts: z.string() }).optional(),
  view: z
    .object({
      id: z.string(),
      type: z.string(),
      hash: z.string(),
      private_metadata: z.string(),
      state: z.object({ values: z.unknown() }).optional(),
    })
    .optional(),
  actions: z.array(z.object({ value: z.string().optional() })).min(1),
});
const submissionSchema = z.object({ user: userSchema, team: teamSchema });

/** A message somebody wrote in a thread. `ts` is Slack's id of the message, its time in seconds. */
export type ThreadMessage = Interaction & {
  channel: string;
  threadTs: string;
  ts: string;
  text: string;
};

const threadMessageSchema = z.object({
  user: z.string(),
  user_team: z.string().optional(),
  team: z.string().optional(),
  channel: z.string(),
  thread_ts: z.string(),
  ts: z.string(),
  text: z.string().min(1),
  subtype: z.undefined().optional(),
  bot_id: z.undefined().optional(),
});

/** A message that somebody picked a shortcut on. `text` is as Slack keeps it; '' for a message without words. */
export type PickedMessage = Interaction & { triggerId: string; channel: string; text: string };

const pickedSchema = z.object({
  user: userSchema,
  team: teamSchema,
  trigger_id: z.string(),
  channel: z.object({ id: z.string() }),
  message: z.object({ text: z.string().optional() }),
});

/** Reads a message_action payload. */
export function readPickedMessage(body: unknown): PickedMessage {
  const { user, team, trigger_id: triggerId, channel, message } = pickedSchema.parse(body);
  return {
    userId: user.id,
    userTeam: user.team_id ?? team?.id ?? '',
    triggerId,
    channel: channel.id,
    text: message.text ?? '',
  };
}

/** Undefined for whatever is not a plain message of a person in a thread: edits, joins, files, bots. */
export function readThreadMessage(event: unknown): ThreadMessage | undefined {
  const parsed = threadMessageSchema.safeParse(event);
  if (!parsed.success) return undefined;
  const { user, user_team, team, channel, thread_ts: threadTs, ts, text } = parsed.data;
  return { userId: user, userTeam: user_team ?? team ?? '', channel, threadTs, ts, text };
}

/** Reads a block_actions payload, whose types say less than Slack sends. */
export function readClick(body: unknown): Clicked {
  const { user, team, trigger_id, channel, message, view, actions } = clickSchema.parse(body);
  return {
    userId: user.id,
    userTeam: user.team_id ?? team?.id ?? '',
    value: actions[0]?.value,
    triggerId: trigger_id,
    channel: channel?.id,
    message: channel && message && { channel: channel.id, ts: message.ts },
    view: view && {
      viewId: view.id,
      type: view.type,
      hash: view.hash,
      metadata: view.private_metadata,
      values: view.state?.values,
    },
  };
}

export function readSubmission(
  body: unknown,
  view: { id: string; state: { values: unknown } },
): Submission {
  const { user, team } = submissionSchema.parse(body);
  return {
    userId: user.id,
    userTeam: user.team_id ?? team?.id ?? '',
    viewId: view.id,
    values: view.state.values,
  };
}
