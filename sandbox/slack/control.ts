import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { Delivery } from './courier.ts';
import { CannotDoThat } from './find-element.ts';
import { readBody, sendJson } from './http.ts';
import { parseJson } from './json.ts';
import type { Target } from './payloads.ts';
import { renderMessage, renderView } from './render-text.ts';
import type { SlackStandIn } from './stand-in.ts';

/** Where a person acts; a message or note without `ts` is the latest one. */
const where = z.discriminatedUnion('in', [
  z.object({ in: z.literal('modal') }),
  z.object({ in: z.literal('home') }),
  z.object({ in: z.literal('message'), channel: z.string(), ts: z.string().optional() }),
  z.object({ in: z.literal('ephemeral'), ts: z.string().optional() }),
]);

const element = {
  where,
  actionId: z.string().optional(),
  blockId: z.string().optional(),
  label: z.string().optional(),
  index: z.int().nonnegative().optional(),
};

const deed = z.discriminatedUnion('do', [
  z.object({
    do: z.literal('command'),
    channel: z.string(),
    command: z.string(),
    text: z.string().default(''),
  }),
  z.object({ do: z.literal('click'), ...element, text: z.string().optional() }),
  z.object({
    do: z.literal('select'),
    ...element,
    value: z.union([z.string(), z.array(z.string())]),
    typed: z.string().optional(),
  }),
  z.object({ do: z.literal('type'), ...element, value: z.string() }),
  z.object({ do: z.literal('submit') }),
  z.object({ do: z.literal('close') }),
  z.object({ do: z.literal('dismiss') }),
  z.object({ do: z.literal('openHome') }),
]);

const request = z.intersection(z.object({ as: z.string() }), deed);

type Place = z.infer<typeof where>;

function targetOf(slack: SlackStandIn, userId: string, place: Place): Target {
  const found = (): Target | undefined => {
    if (place.in === 'modal') return slack.openView(userId);
    if (place.in === 'home') return slack.home(userId);
    const items = place.in === 'message' ? slack.messages(place.channel) : slack.ephemerals(userId);
    return place.ts ? items.find((item) => item.ts === place.ts) : items.at(-1);
  };
  const target = found();
  if (!target) throw new CannotDoThat(`there is no ${place.in} to act on`);
  return target;
}

async function perform(
  slack: SlackStandIn,
  wish: z.infer<typeof request>,
): Promise<Delivery | undefined> {
  const person = slack.as(wish.as);
  switch (wish.do) {
    case 'command':
      return person.command(wish.channel, wish.command, wish.text);
    case 'click': {
      const { where: place, actionId, blockId, label, index, text } = wish;
      const query = { actionId, blockId, label, index, text };
      return person.click(targetOf(slack, wish.as, place), query);
    }
    case 'select': {
      const { where: place, actionId, blockId, label, index, value, typed } = wish;
      const query = { actionId, blockId, label, index, typed, value };
      return person.select(targetOf(slack, wish.as, place), query);
    }
    case 'type': {
      const { where: place, actionId, blockId, label, index, value } = wish;
      const query = { actionId, blockId, label, index };
      return person.type(targetOf(slack, wish.as, place), query, value);
    }
    default:
      return person[wish.do]();
  }
}

function stateOf(slack: SlackStandIn) {
  const { people, channels, userGroups, team, bot } = slack.workspace;
  const reader = (tz: string) => ({ people, channels, userGroups, tz });
  const shown = (messages: ReturnType<SlackStandIn['messages']>, tz: string) =>
    messages.map((message) => ({ ...message, lines: renderMessage(message, reader(tz)) }));
  return {
    team,
    bot,
    people: people.map((person) => {
      const { id, tz } = person;
      const notes = slack.ephemerals(id);
      return {
        ...person,
        ephemerals: notes.map((note) => ({ ...note, lines: renderMessage(note, reader(tz)) })),
        directMessages: shown(slack.directMessages(id), tz),
        modals: slack
          .viewStack(id)
          .map((view) => ({ ...view, lines: renderView(view, reader(tz)) })),
      };
    }),
    channels: channels.map((channel) => ({
      ...channel,
      messages: shown(slack.messages(channel.id), 'Etc/UTC'),
    })),
    socketConnected: slack.socketConnected(),
    unknownMethods: slack.unknownMethods,
    deliveries: slack.deliveries,
    calls: slack.calls,
  };
}

/** Handles `GET /sandbox/state` and `POST /sandbox/do`; false for any other address. */
export async function handleControl(
  slack: SlackStandIn,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const route = `${incoming.method} ${new URL(incoming.url ?? '/', slack.url).pathname}`;
  if (route === 'GET /sandbox/state') {
    sendJson(response, 200, stateOf(slack));
    return true;
  }
  if (route !== 'POST /sandbox/do') return false;
  const wish = request.safeParse(parseJson(await readBody(incoming)));
  if (!wish.success) {
    sendJson(response, 400, { ok: false, error: z.prettifyError(wish.error) });
    return true;
  }
  try {
    sendJson(response, 200, { ok: true, delivery: (await perform(slack, wish.data)) ?? null });
  } catch (error) {
    if (!(error instanceof CannotDoThat)) throw error;
    sendJson(response, 409, { ok: false, error: error.message });
  }
  return true;
}
