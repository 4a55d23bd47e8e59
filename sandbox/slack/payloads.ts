import type { JsonRecord } from './json.ts';
import { messagePayload } from './message-payload.ts';
import { findChannel, payloadChannelName, type Slack, teamOf } from './slack.ts';
import type { EphemeralMessage, Inputs, OpenView, ResponseUrl, StoredMessage } from './store.ts';
import { viewPayload } from './view-store.ts';
import type { Person } from './workspace.ts';

/** Where a person acts: a message, a private note to them, or a view. */
export type Target = StoredMessage | EphemeralMessage | OpenView;

/** The deprecated verification token Slack still sends; never to be trusted. */
const LEGACY_TOKEN = 'deprecated-verification-token';

/** Mints a trigger that starts to age now. */
function mintTrigger(slack: Slack, userId: string, viewId?: string): string {
  const id = `${slack.now()}.${slack.workspace.team.id}.${slack.ids.next('trigger')}`;
  const trigger = { id, userId, sentAt: slack.now(), used: false };
  slack.store.triggers.set(id, viewId ? { ...trigger, viewId } : trigger);
  return id;
}

export function mintResponseUrl(
  slack: Slack,
  about: Pick<ResponseUrl, 'userId' | 'channel' | 'origin' | 'threadTs'>,
): string {
  const id = slack.ids.next('R');
  slack.store.responseUrls.set(id, { ...about, id, createdAt: slack.now(), uses: 0 });
  return `${slack.baseUrl()}/response/${id}`;
}

function common(slack: Slack, type: string): JsonRecord {
  const { team, bot, enterprise } = slack.workspace;
  const { id, domain } = team;
  const grid = enterprise && { enterprise_id: enterprise.id, enterprise_name: enterprise.name };
  return {
    type,
    token: LEGACY_TOKEN,
    api_app_id: bot.appId,
    team: { id, domain, ...grid },
    enterprise: enterprise ? { id: enterprise.id, name: enterprise.name } : null,
    is_enterprise_install: false,
  };
}

function userPart(slack: Slack, person: Person): JsonRecord {
  return {
    id: person.id,
    username: person.name,
    name: person.name,
    team_id: person.actsFrom ?? teamOf(slack, person),
  };
}

function channelPart(slack: Slack, channelId: string): JsonRecord {
  const channel = findChannel(slack, channelId);
  return { id: channelId, name: channel ? payloadChannelName(channel) : 'unknown' };
}

/** The part of block_actions that says where the click happened. */
function placePart(slack: Slack, target: Target, inputs: Inputs): JsonRecord {
  if (target.kind === 'view') {
    return {
      container: { type: 'view', view_id: target.id },
      view: viewPayload(slack, target),
    };
  }
  const isEphemeral = target.kind === 'ephemeral';
  return {
    container: {
      type: 'message',
      message_ts: target.ts,
      channel_id: target.channel,
      is_ephemeral: isEphemeral,
      ...(target.threadTs ? { thread_ts: target.threadTs } : {}),
    },
    channel: channelPart(slack, target.channel),
    ...(isEphemeral ? {} : { message: messagePayload(slack, target, false) }),
    state: { values: structuredClone(inputs) },
  };
}

/** A click or a choice. Shape: docs.slack.dev/reference/interaction-payloads/block_actions-payload */
export function blockActionsPayload(
  slack: Slack,
  person: Person,
  target: Target,
  inputs: Inputs,
  action: JsonRecord,
): JsonRecord {
  const inView = target.kind === 'view';
  return {
    ...common(slack, 'block_actions'),
    user: userPart(slack, person),
    ...placePart(slack, target, inputs),
    trigger_id: mintTrigger(slack, person.id, inView ? target.id : undefined),
    ...(inView
      ? {}
      : {
          response_url: mintResponseUrl(slack, {
            userId: person.id,
            channel: target.channel,
            origin: { kind: target.kind, ts: target.ts },
            ...(target.threadTs ? { threadTs: target.threadTs } : {}),
          }),
        }),
    actions: [{ ...action, action_ts: slack.ids.ts() }],
  };
}

export function viewSubmissionPayload(
  slack: Slack,
  person: Person,
  view: OpenView,
  responseUrls: JsonRecord[],
): JsonRecord {
  return {
    ...common(slack, 'view_submission'),
    user: userPart(slack, person),
    trigger_id: mintTrigger(slack, person.id, view.id),
    view: viewPayload(slack, view),
    response_urls: responseUrls,
  };
}

export function viewClosedPayload(
  slack: Slack,
  person: Person,
  view: OpenView,
  isCleared: boolean,
): JsonRecord {
  return {
    ...common(slack, 'view_closed'),
    user: userPart(slack, person),
    view: viewPayload(slack, view),
    is_cleared: isCleared,
  };
}

/** The fields of a slash command. Source: docs.slack.dev/interactivity/implementing-slash-commands */
export function commandPayload(
  slack: Slack,
  person: Person,
  channelId: string,
  command: string,
  text: string,
): JsonRecord {
  const { team, bot, enterprise } = slack.workspace;
  const channel = channelPart(slack, channelId);
  return {
    token: LEGACY_TOKEN,
    team_id: team.id,
    team_domain: team.domain,
    channel_id: channelId,
    channel_name: channel.name,
    user_id: person.id,
    user_name: person.name,
    command,
    text,
    api_app_id: bot.appId,
    ...(enterprise && { enterprise_id: enterprise.id, enterprise_name: enterprise.name }),
    is_enterprise_install: 'false',
    response_url: mintResponseUrl(slack, { userId: person.id, channel: channelId }),
    trigger_id: mintTrigger(slack, person.id),
  };
}

export function messageActionPayload(
  slack: Slack,
  person: Person,
  message: StoredMessage,
  callbackId: string,
): JsonRecord {
  return {
    ...common(slack, 'message_action'),
    user: userPart(slack, person),
    callback_id: callbackId,
    action_ts: slack.ids.ts(),
    trigger_id: mintTrigger(slack, person.id),
    response_url: mintResponseUrl(slack, { userId: person.id, channel: message.channel }),
    channel: channelPart(slack, message.channel),
    message_ts: message.ts,
    message: messagePayload(slack, message, false),
  };
}

export function globalShortcutPayload(
  slack: Slack,
  person: Person,
  callbackId: string,
): JsonRecord {
  return {
    ...common(slack, 'shortcut'),
    user: userPart(slack, person),
    callback_id: callbackId,
    action_ts: slack.ids.ts(),
    trigger_id: mintTrigger(slack, person.id),
  };
}

export function suggestionPayload(
  slack: Slack,
  person: Person,
  target: Target,
  element: { blockId: string; actionId: string; query: string },
): JsonRecord {
  return {
    ...common(slack, 'block_suggestion'),
    user: userPart(slack, person),
    ...placePart(slack, target, {}),
    action_id: element.actionId,
    block_id: element.blockId,
    value: element.query,
  };
}

export function eventPayload(slack: Slack, event: JsonRecord): JsonRecord {
  const { team, bot, enterprise } = slack.workspace;
  const enterpriseId = enterprise?.id ?? null;
  return {
    token: LEGACY_TOKEN,
    team_id: team.id,
    ...(enterprise && { enterprise_id: enterprise.id }),
    context_team_id: team.id,
    context_enterprise_id: enterpriseId,
    api_app_id: bot.appId,
    type: 'event_callback',
    event_id: slack.ids.next('Ev'),
    event_time: Math.floor(slack.now() / 1000),
    event: { event_ts: slack.ids.ts(), ...event },
    authorizations: [
      {
        enterprise_id: enterpriseId,
        team_id: team.id,
        user_id: bot.userId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    event_context: slack.ids.next('EC'),
    is_ext_shared_channel: false,
  };
}
