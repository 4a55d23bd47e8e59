import { randomUUID } from 'node:crypto';
import type { Delivery, DeliveryType } from '../../sandbox/slack/courier.ts';
import type { JsonRecord } from '../../sandbox/slack/json.ts';
import type { PersonActions } from '../../sandbox/slack/person.ts';
import type { StoredMessage } from '../../sandbox/slack/store.ts';
import { buttons, COMMAND, modalIds, shortcuts } from '../../src/slack/ids.ts';
import { inputs } from '../../src/slack/inputs.ts';
import { TASK_NAMES } from '../../src/views/kit/help.ts';
import { PHONE } from './byon.ts';
import { everyValue } from './every-value.ts';
import { idIn } from './journeys.ts';
import type { Outside } from './world.ts';

/** Where everything can be tried: the card of an open request and that of a running verification. */
export type Scene = Pick<Outside, 'slack'> & { order: StoredMessage; verification: StoredMessage };

/** One thing that a person can do. `answer` is where Slack shows what the bot says. */
export type Deed = {
  name: string;
  answer: 'message' | 'ack' | 'home' | 'thread';
  open: (scene: Scene, person: PersonActions, userId: string) => Promise<Delivery>;
};

function encoded({ order, verification }: Scene): string {
  const ids = { order: idIn(order), verification: idIn(verification), channel: order.channel };
  return JSON.stringify({ v: 1, d: everyValue(ids) });
}

function payload({ slack }: Scene, type: string, userId: string, more: JsonRecord): JsonRecord {
  const { team, bot, people } = slack.workspace;
  const person = people.find(({ id }) => id === userId);
  return {
    type,
    api_app_id: bot.appId,
    is_enterprise_install: false,
    team: { id: team.id, domain: team.domain },
    user: { id: userId, team_id: person?.actsFrom ?? person?.teamId ?? team.id },
    trigger_id: 'walked',
    ...more,
  };
}

const event = ({ slack }: Scene, inner: JsonRecord): JsonRecord => ({
  type: 'event_callback',
  team_id: slack.workspace.team.id,
  api_app_id: slack.workspace.bot.appId,
  event_id: `Ev${randomUUID()}`,
  event: inner,
});

/** What is typed after a word of the command; a word that is not here is typed alone. */
const ARGUMENTS: Readonly<Record<string, (scene: Scene) => string>> = {
  search: () => 'IN',
  byon: () => PHONE,
  status: ({ order }) => idIn(order),
};

function command(text: (scene: Scene) => string, name: string): Deed {
  return {
    name: `${COMMAND} ${name}`,
    answer: 'message',
    open: (scene, person) =>
      person.rawCommand(COMMAND, text(scene), { channel_id: scene.order.channel }),
  };
}

function click(actionId: string, action: (scene: Scene) => JsonRecord): Deed {
  return {
    name: `click ${actionId}`,
    answer: 'message',
    open: (scene, person) =>
      person.rawAction(scene.order, { action_id: actionId, block_id: 'b', ...action(scene) }),
  };
}

function raw(
  name: string,
  type: DeliveryType,
  answer: Deed['answer'],
  body: (scene: Scene, userId: string) => JsonRecord,
): Deed {
  return {
    name,
    answer,
    open: (scene, person, userId) => person.sendRaw(type, body(scene, userId)),
  };
}

/** Slack offers shortcuts to people of the installing workspace only; others would have to forge one. */
function pick(id: string): Deed {
  return {
    name: `message shortcut ${id}`,
    answer: 'message',
    open: (scene, person, userId) => {
      const { kind } = scene.slack.workspace.people.find((one) => one.id === userId) ?? {};
      if (kind !== 'external' && kind !== 'stranger')
        return person.messageShortcut(scene.order, id);
      const body = payload(scene, 'message_action', userId, {
        callback_id: id,
        channel: { id: scene.order.channel, name: 'walked' },
        message_ts: scene.order.ts,
        message: { type: 'message', ts: scene.order.ts, text: `call ${PHONE}` },
      });
      return person.sendRaw('message_action', body);
    },
  };
}

/** Fields as they stand in every form, filled in so that none is refused for what it lacks. */
const FILLED = Object.fromEntries(
  Object.values(inputs).map(({ blockId, actionId }) => [
    blockId,
    { [actionId]: { type: 'plain_text_input', value: '4829' } },
  ]),
);

/** Everything that people can reach, from the ids and the words of the command. */
export const DEEDS: readonly Deed[] = [
  ...['', 'nonsense', ...TASK_NAMES].map((word) =>
    command((scene) => `${word} ${ARGUMENTS[word]?.(scene) ?? ''}`, word),
  ),
  ...Object.values(buttons).map(({ id }) =>
    click(id, (scene) => ({ type: 'button', value: encoded(scene) })),
  ),
  ...Object.values(inputs).map(({ actionId }) =>
    click(actionId, () => ({ type: 'static_select', selected_option: { value: 'number' } })),
  ),
  ...Object.values(modalIds).map(({ id }) =>
    raw(`submit ${id}`, 'view_submission', 'ack', (scene, userId) =>
      payload(scene, 'view_submission', userId, {
        response_urls: [],
        view: {
          id: 'V0WALKED',
          type: 'modal',
          hash: 'walked',
          callback_id: id,
          private_metadata: encoded(scene),
          state: { values: FILLED },
          blocks: [],
        },
      }),
    ),
  ),
  ...Object.values(shortcuts).map(({ id }) => pick(id)),
  raw('open Home', 'event_callback', 'home', (scene, user) =>
    event(scene, { type: 'app_home_opened', user, channel: `D${user.slice(1)}`, tab: 'home' }),
  ),
  ...(['order', 'verification'] as const).map((card) =>
    raw(`write under the card of the ${card}`, 'event_callback', 'thread', (scene, user) =>
      event(scene, {
        type: 'message',
        user,
        team: scene.slack.workspace.team.id,
        channel: scene[card].channel,
        channel_type: 'channel',
        text: 'use 482913',
        ts: `${Date.now() / 1000}`,
        thread_ts: scene[card].ts,
      }),
    ),
  ),
];
