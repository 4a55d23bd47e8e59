import { describe, expect, vi } from 'vitest';
import { type JsonRecord, recordOf } from '../../../sandbox/slack/json.ts';
import { sendSigned } from '../../../sandbox/slack/signed-http.ts';
import { buttons } from '../../../src/slack/ids.ts';
import { cardShows, requestNumber, textOf, toldPrivately } from '../../support/journeys.ts';
import { logOf } from '../../support/shown.ts';
import {
  APPROVALS,
  ASHA,
  COMMAND,
  it,
  OPS,
  RAVI,
  startWorld,
  type World,
} from '../../support/world.ts';

const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';

function sign(world: World, body: string, contentType: string) {
  return sendSigned({
    url: `http://127.0.0.1:${world.bot.slackPort}/slack/events`,
    body,
    contentType,
    signingSecret: world.slack.workspace.signingSecret,
    timestamp: Math.floor(Date.now() / 1000),
    limitMs: 3_000,
  });
}

async function loggedWithReference(world: World, event: string): Promise<void> {
  await vi.waitFor(async () => {
    const lines = (await logOf(world)).filter((line) => line.event === event);
    expect(lines).toContainEqual(expect.objectContaining({ ref: expect.stringMatching(/^ref_/) }));
  });
}

/** The last payload of a kind that the bot was sent, without one of its fields. */
function without(world: World, type: string, ...path: string[]): JsonRecord {
  const body = structuredClone(world.slack.deliveries.findLast((one) => one.type === type)?.body);
  const last = path.pop() ?? '';
  delete path.reduce<JsonRecord>((part, key) => recordOf(part[key]), recordOf(body))[last];
  return recordOf(body);
}

describe('a signed payload that holds nothing', () => {
  it.for<[string, string, string]>([
    ['null', 'payload=null', FORM],
    ['a number', 'payload=7', FORM],
    ['a list', 'payload=%5B%5D', FORM],
    ['no JSON', 'payload=%7B', FORM],
    ['an empty object', 'payload=%7B%7D', FORM],
    ['an event that is null', '{"type":"event_callback","event":null}', JSON_TYPE],
    ['null as an event', 'null', JSON_TYPE],
    ['nothing at all', '', FORM],
  ])(
    'is acknowledged and logged, and the bot goes on: %s',
    async ([_what, body, contentType], { world }) => {
      expect(await sign(world, body, contentType)).toMatchObject({ status: 200 });
      await loggedWithReference(world, 'payload.unread');
      await world.slack.as(ASHA).command(OPS, COMMAND, 'help');
      await toldPrivately(world, ASHA, /Phone numbers for WhatsApp, from Vobiz/);
    },
  );

  it('over a socket is acknowledged too', async () => {
    const world = await startWorld({ env: { SLACK_MODE: 'socket' } });
    await vi.waitFor(() => expect(world.slack.socketConnected()).toBe(1), 5_000);
    const asha = world.slack.as(ASHA);
    for (const event of [null, {}, { type: 'close' }, { type: 7 }]) {
      const { error } = await asha.sendRaw('event_callback', { type: 'event_callback', event });
      expect(error).toBeUndefined();
    }
    await loggedWithReference(world, 'payload.unread');
    await asha.command(OPS, COMMAND, 'help');
    await toldPrivately(world, ASHA, /Phone numbers for WhatsApp, from Vobiz/);
  });
});

describe('a click that lacks something', () => {
  it.for<[string, string[]]>([
    ['its channel', ['channel']],
    ['the time of its message', ['message', 'ts']],
    ['its trigger', ['trigger_id']],
    ['its message', ['message']],
    ['its response_url', ['response_url']],
    ['the workspace', ['team']],
  ])('is carried out all the same, and answered: %s', async ([_what, path], { world }) => {
    const card = await requestNumber(world);
    const ravi = world.slack.as(RAVI);
    await world.slack.as(ASHA).click(card, { actionId: buttons.approve.id });
    await toldPrivately(world, ASHA, /./);
    const user = { id: RAVI, team_id: world.slack.workspace.team.id };
    const body = { ...without(world, 'block_actions', ...path), user };
    const { ackStatus } = await ravi.sendRaw('block_actions', body);
    expect(ackStatus).toBe(200);
    // The card changes before their eyes; where the click did not say which card it was on, there is a note.
    await cardShows(world, APPROVALS, /^(?!.*approve_order)/);
    if (!path.includes('message')) return;
    await vi.waitFor(() => {
      const told = [...world.slack.ephemerals(RAVI), ...world.slack.directMessages(RAVI)];
      const throughUrl = world.slack.ephemerals(ASHA);
      expect([...told, ...throughUrl].map(textOf).join()).toMatch(/Approved\. We'll check/);
    }, 5_000);
  });

  it('is told where only the response_url says who it was', async ({ world }) => {
    const card = await requestNumber(world);
    await world.slack.as(RAVI).click(card, { actionId: buttons.ask.id });
    const body = without(world, 'block_actions', 'user');
    const { ackStatus } = await world.slack.as(RAVI).sendRaw('block_actions', body);
    expect(ackStatus).toBe(200);
    await toldPrivately(world, RAVI, /a form we can't read.*Nothing was changed.*Reference: ref_/);
    await loggedWithReference(world, 'payload.unread');
    expect(world.slack.messages(APPROVALS)).toHaveLength(1);
  });
});

describe('a command that lacks something', () => {
  it.for(['command', 'channel_id', 'user_id'])(
    'is told to whoever typed it, in its place: %s',
    async (field, { world }) => {
      const asha = world.slack.as(ASHA);
      await asha.command(OPS, COMMAND, 'search');
      const { ackStatus, ackBody } = await asha.sendRaw(
        'slash_command',
        without(world, 'slash_command', field),
      );
      expect(ackStatus).toBe(200);
      await vi.waitFor(() => {
        const told = JSON.stringify([ackBody, world.slack.ephemerals(ASHA).map(textOf)]);
        expect(told).toMatch(/a form we can't read.*Reference: ref_/);
      }, 5_000);
    },
  );

  it('that the bot does not have is answered', async ({ world }) => {
    const { error } = await world.slack.as(ASHA).command(OPS, '/vobiz-numbers', 'help');
    expect(error).toBeUndefined();
    await toldPrivately(world, ASHA, /Reference: ref_/);
  });
});
