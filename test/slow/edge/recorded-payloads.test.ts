import { describe, expect, vi } from 'vitest';
import type { DeliveryType } from '../../../sandbox/slack/courier.ts';
import { type JsonRecord, recordOf } from '../../../sandbox/slack/json.ts';
import { shownSoFar, tailOf } from '../../support/answered.ts';
import { RECORDED, recorded } from '../../support/recorded.ts';
import { ASHA, COMMAND, it, OPS, startWorld, type World } from '../../support/world.ts';

/** What nobody waits for an answer to: messages that are no business of the bot, and a window that was closed. */
const CALLS_FOR_NOTHING =
  /^(message|retried-event|view-closed|app-home-opened-org-install|socket-events-api)/;

const [SOCKET, HTTP] = [/^socket-(slash|inter|events)/, /^(?!socket-)/];

/** The payload, with an address that leads to the stand-in. */
function sendable(world: World, payload: JsonRecord): JsonRecord {
  const known = world.slack.deliveries.find(({ type }) => type === 'slash_command');
  const own = { response_url: known?.body.response_url };
  return Object.hasOwn(payload, 'response_url') ? { ...payload, ...own } : payload;
}

function typeOf(payload: JsonRecord): DeliveryType {
  if (payload.command !== undefined) return 'slash_command';
  const types = ['block_actions', 'block_suggestion', 'view_submission', 'view_closed'] as const;
  const others = ['message_action', 'shortcut', 'event_callback'] as const;
  const found = [...types, ...others].find((type) => type === payload.type);
  if (!found) throw new Error(`no type: ${payload.type}`);
  return found;
}

/** Sends one payload and waits until somebody has seen an answer, or the log has a reference. */
async function isAnswered(world: World, name: string, payload: JsonRecord): Promise<void> {
  const asha = world.slack.as(ASHA);
  await asha.command(OPS, COMMAND, 'help');
  await vi.waitFor(() => expect(shownSoFar(world)).toBeGreaterThan(0));
  const log = tailOf(world);
  log.skip();
  const before = shownSoFar(world);
  const { headers } = recorded(name);
  const sent = await asha.sendRaw(typeOf(payload), sendable(world, payload), { headers });
  expect(sent.error).toBeUndefined();
  if (CALLS_FOR_NOTHING.test(name)) return;
  await vi.waitFor(() => {
    expect(sent.ackBody !== undefined || shownSoFar(world) > before || log.hasReference()).toBe(
      true,
    );
  });
}

async function stillServes(world: World): Promise<void> {
  const before = world.slack.ephemerals(ASHA).length;
  await world.slack.as(ASHA).command(OPS, COMMAND, 'help');
  await vi.waitFor(() => expect(world.slack.ephemerals(ASHA).length).toBeGreaterThan(before));
}

describe('a payload as Slack publishes it', () => {
  it.for(RECORDED.filter((name) => HTTP.test(name)))(
    'is acknowledged, and answered or logged: %s',
    async (name, { world }) => {
      await isAnswered(world, name, recorded(name).payload);
      await stillServes(world);
    },
  );

  it.each(RECORDED.filter((name) => SOCKET.test(name)))(
    'is acknowledged over a socket, and answered or logged: %s',
    async (name) => {
      const world = await startWorld({ env: { SLACK_MODE: 'socket' } });
      await vi.waitFor(() => expect(world.slack.socketConnected()).toBe(1), 5_000);
      await isAnswered(world, name, recordOf(recorded(name).payload.payload));
      await stillServes(world);
    },
  );
});
