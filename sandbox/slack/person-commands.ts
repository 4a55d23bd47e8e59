import type { Courier, Delivery } from './courier.ts';
import { CannotDoThat, visibleTarget } from './find-element.ts';
import { type JsonRecord, recordOf } from './json.ts';
import {
  commandPayload,
  eventPayload,
  globalShortcutPayload,
  messageActionPayload,
} from './payloads.ts';
import { showMessage } from './response-url.ts';
import { directMessageId, findChannel, type Slack } from './slack.ts';
import { SlackApiError } from './slack-api-error.ts';
import type { StoredMessage } from './store.ts';
import { typedMessage } from './typed-message.ts';
import { viewPayload } from './view-store.ts';
import type { Person } from './workspace.ts';

/** How a message is written, beside its words. */
export interface Writing {
  /** The message that is replied to. */
  threadTs?: string | undefined;
  /** To the channel too, which only a reply can be. */
  broadcast?: boolean;
  /** With `/me`. */
  me?: boolean;
  /** Names of files shared with it. */
  files?: readonly string[];
  /** As in a message that was forwarded, or that an app wrote in the person's name. */
  attachments?: JsonRecord[];
}

function subtypeOf({ broadcast, me, files }: Writing): Pick<StoredMessage, 'subtype'> {
  if (broadcast) return { subtype: 'thread_broadcast' };
  if (files) return { subtype: 'file_share' };
  return me ? { subtype: 'me_message' } : {};
}

export function createCommands(slack: Slack, courier: Courier, person: Person) {
  /** A private line from Slack itself. */
  function tell(channel: string, text: string): void {
    const ts = slack.ids.ts();
    const note = { kind: 'ephemeral', channel, ts, userId: person.id, text } as const;
    slack.store.ephemerals.push({ ...note, blocks: [], source: 'slack', inputs: {} });
    slack.changed({ type: 'ephemeral', userId: person.id, ts });
  }

  function showAnswer(channel: string, delivery: Delivery): void {
    if (delivery.error || delivery.ackBody === undefined) return;
    const { ackBody } = delivery;
    const sent = typeof ackBody === 'string' ? { text: ackBody } : recordOf(ackBody);
    try {
      showMessage(slack, { userId: person.id, channel, source: 'ack' }, sent);
    } catch (error) {
      if (!(error instanceof SlackApiError)) throw error;
      delivery.error = 'invalid_command_response';
    }
  }

  function insideOnly(): void {
    if (person.kind !== 'external' && person.kind !== 'stranger') return;
    throw new CannotDoThat('commands and shortcuts exist only for people of the installing team');
  }

  function ownMessage({ channel, ts }: StoredMessage): StoredMessage {
    const own = slack.store.messages.find((one) => one.channel === channel && one.ts === ts);
    if (own?.user !== person.id) throw new CannotDoThat(`${person.name} did not write that`);
    return own;
  }

  return {
    /** Runs a slash command in a channel or direct message; the text goes to the app as typed. */
    async command(channelId: string, command: string, text = ''): Promise<Delivery> {
      insideOnly();
      if (!findChannel(slack, channelId)?.members.includes(person.id)) {
        throw new CannotDoThat(`${person.name} is not in ${channelId}`);
      }
      const body = commandPayload(slack, person, channelId, command, text);
      const delivery = await courier.deliver('slash_command', person.id, body);
      showAnswer(channelId, delivery);
      if (delivery.error) {
        delivery.toldPerson = `${command} failed with the error "${delivery.error}"`;
        tell(channelId, delivery.toldPerson);
      }
      return delivery;
    },

    /** Writes a message. The app hears of it where it is a member and asks for such events; answers the message. */
    say(channelId: string, text: string, writing: Writing = {}): StoredMessage {
      if (!findChannel(slack, channelId)?.members.includes(person.id)) {
        throw new CannotDoThat(`${person.name} is not in ${channelId}`);
      }
      const { threadTs, files, attachments } = writing;
      const ts = slack.ids.ts();
      const message: StoredMessage = {
        kind: 'message',
        channel: channelId,
        ts,
        ...(threadTs ? { threadTs } : {}),
        ...subtypeOf(writing),
        user: person.id,
        ...(text === '' ? { text, blocks: [] } : typedMessage(slack, text)),
        ...(files ? { files: files.map((name) => shareFile(slack, name, channelId)) } : {}),
        ...(attachments ? { attachments } : {}),
        edited: false,
        reactions: [],
        inputs: {},
      };
      slack.store.messages.push(message);
      slack.changed({ type: 'message', channel: channelId, ts });
      slack.announce({ kind: 'posted', message });
      return structuredClone(message);
    },

    /** Edits one's own message. */
    edit(shown: StoredMessage, text: string): void {
      const message = ownMessage(shown);
      const before = structuredClone(message);
      Object.assign(message, typedMessage(slack, text), { edited: true });
      slack.changed({ type: 'message', channel: message.channel, ts: message.ts });
      slack.announce({ kind: 'changed', message, before });
    },

    /** Deletes one's own message. */
    unsay(shown: StoredMessage): void {
      const message = ownMessage(shown);
      slack.store.messages = slack.store.messages.filter((other) => other !== message);
      slack.changed({ type: 'message', channel: message.channel, ts: message.ts });
      slack.announce({ kind: 'deleted', message });
    },

    /** Picks a message shortcut from a message's menu. */
    async messageShortcut(shown: StoredMessage, callbackId: string): Promise<Delivery> {
      insideOnly();
      const message = visibleTarget(slack, person, shown);
      if (message.kind !== 'message') throw new CannotDoThat('only messages have shortcuts');
      const body = messageActionPayload(slack, person, message, callbackId);
      return courier.deliver('message_action', person.id, body);
    },

    /** Picks a global shortcut. */
    async shortcut(callbackId: string): Promise<Delivery> {
      insideOnly();
      return courier.deliver(
        'shortcut',
        person.id,
        globalShortcutPayload(slack, person, callbackId),
      );
    },

    /** Opens the app's Home tab. */
    async openHome(): Promise<Delivery> {
      const home = slack.store.homes.get(person.id);
      const event = {
        type: 'app_home_opened',
        user: person.id,
        channel: directMessageId(person.id),
        tab: 'home',
        ...(home ? { view: viewPayload(slack, home) } : {}),
      };
      return courier.deliver('event_callback', person.id, eventPayload(slack, event));
    },
  };
}

function shareFile(slack: Slack, filename: string, channel: string): string {
  const id = slack.ids.next('F');
  slack.store.files.set(id, { id, filename, title: filename, length: 1, content: '-', channel });
  return id;
}
