import { z } from 'zod';
import { messageText, plainOf } from '../../slack/message-text.ts';

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
    // Text comes as it was typed, but for the links that Slack may make of numbers: `<tel:+91…|+91 …>`.
    text: read.text.replace(/<tel:[^<>]*>/g, (token) => plainOf(token)).trim(),
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
  /** As Slack sends it: markup, to be read by plainOf. */
  markup: string;
};

/** What says whether a message is one that a person wrote in a thread. */
const aboutMessageSchema = z.object({
  thread_ts: z.unknown().optional(),
  subtype: lenient(z.string()),
  hidden: z.unknown().optional(),
  bot_id: z.unknown().optional(),
});
const threadMessageSchema = z.object({
  user: z.string().min(1),
  user_team: lenient(z.string()),
  team: lenient(z.string()),
  thread_ts: z.string(),
  ts: z.string(),
  text,
  files: lenient(z.array(z.object({ name: text }))),
});
const changedSchema = z.object({
  message: z.looseObject({ text, edited: z.object({ user: z.string() }) }),
  previous_message: lenient(z.object({ text })),
});

/** Subtypes whose words are Slack's own or an app's: `channel_join`, `bot_message`, `ekm_access_denied`, and so on. */
const NOT_WRITTEN =
  /^(bot|channel|group|pinned|unpinned|sh_room|huddle|reminder|ekm|tombstone|slackbot)_?|^message_(deleted|replied)$/;

/**
 * What a person wrote in a thread, whatever the subtype: also to the channel at the same time (`thread_broadcast`), with
 * `/me`, or with a file, which stands for itself where nothing was written. Of an edit, what it says then. Undefined for
 * everything else. Throws ZodError for a reply that does not say who wrote it, or where.
 * Source: docs.slack.dev/reference/events/message
 */
export function readThreadMessage(event: unknown): ThreadMessage | undefined {
  const about = aboutMessageSchema.safeParse(newestOf(event)).data;
  if (about?.thread_ts === undefined || about.bot_id || about.hidden === true) return undefined;
  if (NOT_WRITTEN.test(about.subtype ?? '')) return undefined;
  const { channel } = z.object({ channel: z.string().min(1) }).parse(event);
  const read = threadMessageSchema.parse(newestOf(event));
  const markup = read.text || filesText(read.files ?? []);
  if (markup === '') return undefined;
  const { user, user_team, team, thread_ts: threadTs, ts } = read;
  return { userId: user, userTeam: user_team ?? team ?? '', channel, threadTs, ts, markup };
}

/** The message of an event; of an edit by its author the edited one. Slack also calls it an edit when it adds a preview. */
function newestOf(event: unknown): unknown {
  if (z.object({ subtype: z.literal('message_changed') }).safeParse(event).success) {
    const changed = changedSchema.safeParse(event).data;
    const isReworded = changed && changed.message.text !== changed.previous_message?.text;
    return isReworded ? changed.message : undefined;
  }
  return event;
}

function filesText(files: readonly { name: string }[]): string {
  const names = files.map(({ name }) => name).filter((name) => name !== '');
  return names.length === 0 ? '' : `(${names.join(', ')})`;
}

/** A message that somebody picked a shortcut on. `text` is all that people read in it; '' for one without words. */
export type PickedMessage = Reach & { channel: string; text: string };

const pickedSchema = z.object({
  ...interactionShape,
  channel: z.object({ id: z.string().min(1) }),
  message: z.unknown().optional(),
});

/** Reads a message_action payload. */
export function readPickedMessage(body: unknown): PickedMessage {
  const read = pickedSchema.parse(body);
  return { ...reachOf(read), channel: read.channel.id, text: messageText(read.message) };
}
