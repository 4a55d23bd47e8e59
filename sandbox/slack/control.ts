import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { deedSchema, perform } from './deeds.ts';
import { CannotDoThat } from './find-element.ts';
import { readBody, sendJson } from './http.ts';
import { parseJson } from './json.ts';
import { renderMessage, renderView } from './render-text.ts';
import type { SlackStandIn } from './stand-in.ts';

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
  const wish = deedSchema.safeParse(parseJson(await readBody(incoming)));
  if (!wish.success) {
    sendJson(response, 400, { ok: false, error: z.prettifyError(wish.error) });
    return true;
  }
  try {
    const { delivery = null, ...more } = await perform(slack, wish.data);
    sendJson(response, 200, { ok: true, delivery, ...more });
  } catch (error) {
    if (!(error instanceof CannotDoThat)) throw error;
    sendJson(response, 409, { ok: false, error: error.message });
  }
  return true;
}
