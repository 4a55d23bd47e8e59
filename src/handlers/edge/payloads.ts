import { z } from 'zod';
import { buttonOf } from '../../slack/codec.ts';
import { MENU } from '../../slack/ids.ts';
import { messageText, plainOf } from '../../slack/message-text.ts';
import type { TypedText } from '../../views/kit/typed-again.ts';
import { typedIn } from './typed-fields.ts';

/** `userTeam` is the person's workspace, '' when Slack does not say. */
export type Interaction = { userId: string; userTeam: string };

/** A button, or the one that the chosen option of an overflow menu stands for. */
export type Pressed = { id: string; value: string | undefined };

/** Ways to reach the person. `triggerId` is '' when Slack gave none: then no modal can open. */
export type Reach = Interaction & {
  triggerId: string;
  channel: string | undefined;
  responseUrl: string | undefined;
  /** The button they pressed, where pressing it once more does the same. */
  pressed?: Pressed | undefined;
};

export type CommandSent = Reach & { channel: string; text: string };

type Form = { viewId: string; metadata: string; values: unknown };

export type Clicked = Reach & {
  value: Pressed['value'];
  /** The clicked message, if it was one that everybody sees. */
  message: { channel: string; ts: string; isReply: boolean } | undefined;
  /** The clicked modal or Home; `type` says which. `isLast`: Slack lays no further modal on it. */
  view: (Form & { type: string; hash: string; isLast: boolean }) | undefined;
};

/** `isOnTop`: another modal lies under it. `firstInput`: the block to which Slack lets us add an error, if it has one. */
export type Submission = Reach &
  Form & { isOnTop: boolean; firstInput: string | undefined; typed: readonly TypedText[] };

/** For what the bot can do without, such as a click's channel. Never for who acted: we do not guess that. */
const lenient = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined);
const text = z.string().catch('');
const interactionShape = {
  user: z.object({ id: z.string().min(1), team_id: lenient(z.string()) }),
  team: lenient(z.object({ id: z.string() })),
  trigger_id: text,
  channel: lenient(z.object({ id: z.string() })),
  response_url: lenient(z.string()),
};
const viewSchema = z.object({
  id: z.string(),
  private_metadata: text,
  state: lenient(z.object({ values: z.unknown() })),
});

/** What lies under a modal: null for the root. */
const stackShape = {
  previous_view_id: lenient(z.string()),
  root_view_id: lenient(z.string()),
};

const clickSchema = z.object({
  ...interactionShape,
  message: lenient(z.object({ ts: z.string(), thread_ts: lenient(z.string()) })),
  view: lenient(viewSchema.extend({ type: z.string(), hash: z.string(), ...stackShape })),
  actions: z.tuple([z.unknown()], z.unknown()),
});
const actionSchema = z.object({
  action_id: text,
  value: lenient(z.string()),
  selected_option: lenient(z.object({ value: z.string() })),
});
const submissionSchema = z.object({
  ...interactionShape,
  view: viewSchema.extend({
    ...stackShape,
    blocks: z.array(z.looseObject({ type: text, block_id: text })).catch([]),
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

/** Like all of these, throws ZodError when it lacks who or where. */
export function readCommandSent(body: unknown): CommandSent {
  const read = commandSchema.parse(body);
  return {
    userId: read.user_id,
    userTeam: read.team_id,
    triggerId: read.trigger_id,
    channel: read.channel_id,
    responseUrl: read.response_url,
    // Plain text, except that Slack may turn numbers into links: `<tel:+91…|+91 …>`.
    text: read.text.replace(/<tel:[^<>]*>/g, (token) => plainOf(token)).trim(),
  };
}

/** Which button was pressed; a choice in an overflow menu counts as the button it stands for. */
export function readPressed(action: unknown): Pressed {
  const { action_id: id, value, selected_option: chosen } = actionSchema.parse(action);
  return id === MENU && chosen ? buttonOf(chosen.value) : { id, value };
}

/** Reads a block_actions payload; Bolt's types say less than Slack sends. */
export function readClick(body: unknown): Clicked {
  const read = clickSchema.parse(body);
  const { channel, message, view, actions } = read;
  const isReply = message?.thread_ts !== undefined && message.thread_ts !== message.ts;
  const pressed = readPressed(actions[0]);
  return {
    ...reachOf(read),
    value: pressed.value,
    // In a modal it may take what else stands there.
    pressed: view?.type === 'modal' ? undefined : pressed,
    message: channel && message && { channel: channel.id, ts: message.ts, isReply },
    view: view && { ...formIn(view), type: view.type, hash: view.hash, isLast: isLast(view) },
  };
}

/** Two may lie on the root. Source: docs.slack.dev/surfaces/modals */
function isLast({ previous_view_id: previous, root_view_id: root }: Stacked): boolean {
  return previous !== undefined && root !== undefined && previous !== root;
}
type Stacked = z.infer<z.ZodObject<typeof stackShape>>;

export function readSubmission(body: unknown): Submission {
  const read = submissionSchema.parse(body);
  const { previous_view_id: previous, blocks } = read.view;
  const firstInput = blocks.find(({ type, block_id: id }) => type === 'input' && id !== '');
  return {
    ...reachOf(read),
    ...formIn(read.view),
    isOnTop: previous !== undefined,
    firstInput: firstInput?.block_id,
    typed: typedIn(blocks, read.view.state?.values),
  };
}

function formIn({ id, private_metadata: metadata, state }: z.infer<typeof viewSchema>): Form {
  return { viewId: id, metadata, values: state?.values };
}

/** `channel` is the person's direct messages with the bot. */
export type TabOpened = { userId: string; channel: string; tab: string };

const openedSchema = z.object({ user: z.string().min(1), channel: z.string().min(1), tab: text });

export function readTabOpened(event: unknown): TabOpened {
  const { user: userId, channel, tab } = openedSchema.parse(event);
  return { userId, channel, tab };
}

/** `ts` is Slack's id of the message: its time in seconds. */
export type ThreadMessage = Interaction & {
  channel: string;
  threadTs: string;
  ts: string;
  /** As Slack sends it; decode with `plainOf`. */
  markup: string;
};

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

/** Messages by Slack or an app: `channel_join`, `bot_message`, `ekm_access_denied` and so on. */
const NOT_WRITTEN =
  /^(bot|channel|group|pinned|unpinned|sh_room|huddle|reminder|ekm|tombstone|slackbot)_?|^message_(deleted|replied)$/;

/**
 * What a person wrote in a thread: also sent to the channel (`thread_broadcast`), with `/me`, or just a file, named
 * instead of text. An edit gives the new text. Undefined for anything else. Throws ZodError for a reply without author
 * or channel. Source: docs.slack.dev/reference/events/message
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

/** The message, or the new one if its author edited the text: Slack also calls adding a preview an edit. */
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

/** The target of a message shortcut. `text` is everything people read in it, '' if nothing. */
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

/** What somebody has typed into a menu that asks us for its options, and the modal it is in. */
export type Typing = { typed: string; form: Form | undefined };

/** Reads a block_suggestion payload. */
export function readTyping(body: unknown): Typing {
  const { value, view } = z.object({ value: text, view: lenient(viewSchema) }).parse(body);
  return { typed: value, form: view && formIn(view) };
}
