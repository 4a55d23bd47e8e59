import { z } from 'zod';

/** Who is behind a payload. `userTeam` is the workspace the person is from, '' when Slack does not say. */
export type Interaction = { userId: string; userTeam: string };

/** How whoever did something can be reached. `triggerId` is '' when Slack gave none: then nothing can be opened. */
export type Reach = Interaction & {
  triggerId: string;
  channel: string | undefined;
  responseUrl: string | undefined;
};

export type CommandSent = Reach & { channel: string; text: string };

export type Clicked = Reach & {
  value: string | undefined;
  /** The message that was clicked, for clicks in messages. */
  message: { channel: string; ts: string } | undefined;
  /** The modal or Home that was clicked; `type` says which. */
  view:
    | { viewId: string; type: string; hash: string; metadata: string; values: unknown }
    | undefined;
};

export type Submission = Reach & { viewId: string; metadata: string; values: unknown };

/**
 * What the bot can do without is read leniently: a click that lacks its channel is still a click. Who it was is never
 * guessed; a payload without it is not read, and the edge answers it as far as it can.
 */
const lenient = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined);
const text = z.string().catch('');
const userSchema = z.object({ id: z.string().min(1), team_id: lenient(z.string()) });
const teamSchema = lenient(z.object({ id: z.string() }));
const channelSchema = lenient(z.object({ id: z.string() }));
const interactionShape = {
  user: userSchema,
  team: teamSchema,
  trigger_id: text,
  channel: channelSchema,
  response_url: lenient(z.string()),
};

const clickSchema = z.object({
  ...interactionShape,
  message: lenient(z.object({ ts: z.string() })),
  view: lenient(
    z.object({
      id: z.string(),
      type: z.string(),
      hash: z.string(),
      private_metadata: text,
      state: lenient(z.object({ values: z.unknown() })),
    }),
  ),
  actions: z.tuple([z.object({ value: lenient(z.string()) })], z.unknown()),
});
const submissionSchema = z.object({
  ...interactionShape,
  view: z.object({
    id: z.string(),
    private_metadata: text,
    state: lenient(z.object({ values: z.unknown() })),
  }),
});
const commandSchema = z.object({
  user_id: z.string().min(1),
  team_id: text,
  channel_id: z.string().min(1),
  text,
  trigger_id: text,
  response_url: lenient(z.string()),
});

function reachOf(read: z.infer<z.ZodObject<typeof interactionShape>>): Reach {
  const { user, team, trigger_id: triggerId, channel, response_url: responseUrl } = read;
  const userTeam = user.team_id ?? team?.id ?? '';
  return { userId: user.id, userTeam, triggerId, channel: channel?.id, responseUrl };
}

/** Reads a slash command. Throws ZodError, as all of these do, when it lacks who or where. */
export function readCommandSent(body: unknown): CommandSent {
  const read = commandSchema.parse(body);
  return {
    userId: read.user_id,
    userTeam: read.team_id,
    triggerId: read.trigger_id,
    channel: read.channel_id,
    responseUrl: read.response_url,
    text: read.text.trim(),
  };
}

/** Reads a block_actions payload, whose types say less than Slack sends. */
export function readClick(body: unknown): Clicked {
  const read = clickSchema.parse(body);
  const { channel, message, view, actions } = read;
  return {
    ...reachOf(read),
    value: actions[0].value,
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

export function readSubmission(body: unknown): Submission {
  const read = submissionSchema.parse(body);
  const { view } = read;
  return {
    ...reachOf(read),
    viewId: view.id,
    metadata: view.private_metadata,
    values: view.state?.values,
  };
}

/** Somebody looks at a tab of the app. `channel` is their direct messages with the bot. */
export type TabOpened = { userId: string; channel: string; tab: string };

const openedSchema = z.object({ user: z.string().min(1), channel: z.string().min(1), tab: text });

export function readTabOpened(event: unknown): TabOpened {
  const { user: userId, channel, tab } = openedSchema.parse(event);
  return { userId, channel, tab };
}

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
export type PickedMessage = Reach & { channel: string; text: string };

const pickedSchema = z.object({
  ...interactionShape,
  channel: z.object({ id: z.string().min(1) }),
  message: z.object({ text: z.string().optional() }),
});

/** Reads a message_action payload. */
export function readPickedMessage(body: unknown): PickedMessage {
  const read = pickedSchema.parse(body);
  return { ...reachOf(read), channel: read.channel.id, text: read.message.text ?? '' };
}

/** Undefined for whatever is not a plain message of a person in a thread: edits, joins, files, bots. */
export function readThreadMessage(event: unknown): ThreadMessage | undefined {
  const parsed = threadMessageSchema.safeParse(event);
  if (!parsed.success) return undefined;
  const { user, user_team, team, channel, thread_ts: threadTs, ts, text: said } = parsed.data;
  return { userId: user, userTeam: user_team ?? team ?? '', channel, threadTs, ts, text: said };
}
