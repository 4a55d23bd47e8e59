import { describe, expect, it, vi } from 'vitest';
import type { DeliveryType } from '../../../sandbox/slack/courier.ts';
import { type JsonRecord, recordOf } from '../../../sandbox/slack/json.ts';
import { buttons, modalIds, shortcuts } from '../../../src/slack/ids.ts';
import { inputs } from '../../../src/slack/inputs.ts';
import { TASK_NAMES } from '../../../src/views/kit/help.ts';
import { shownSoFar, tailOf } from '../../support/answered.ts';
import { PHONE } from '../../support/byon.ts';
import { everyValue } from '../../support/every-value.ts';
import { type Hole, holesIn } from '../../support/holes.ts';
import { bringNumber, idIn, requestNumber, textOf, viewShows } from '../../support/journeys.ts';
import { APPROVALS, ASHA, COMMAND, OPS, startWorld, type World } from '../../support/world.ts';

/** Read by nobody here: one hole in it is as good as a hundred. */
const CLOSED = ['blocks', 'bot_profile', 'title', 'submit', 'close'];
const LIMIT = { timeout: 5_000, interval: 2 };

type Encodable = { id: string; decode(raw: string): { ok: boolean } };

function valueFor(def: Encodable, sample: object): string {
  const value = JSON.stringify({ v: 1, d: sample });
  expect([def.id, def.decode(value).ok]).toEqual([def.id, true]);
  return value;
}

function lastBody(world: World, type: DeliveryType): JsonRecord {
  const { body } = world.slack.deliveries.findLast((one) => one.type === type) ?? {};
  if (!body) throw new Error(`no ${type} was sent`);
  return body;
}

/** A request, a verification, and a valid payload of each kind. */
async function prepared() {
  const world = await startWorld({ env: { SWEEP_EVERY_MS: '3600000' } });
  const verification = idIn(await bringNumber(world, { phone: PHONE }));
  const card = await requestNumber(world);
  const asha = world.slack.as(ASHA);
  await asha.click(card, { actionId: buttons.ask.id });
  await vi.waitFor(() => expect(world.slack.viewStack(ASHA).length).toBeGreaterThan(0));
  await asha.messageShortcut(card, shortcuts.verifyNumber.id);
  await viewShows(world, ASHA, /phone_text/);
  const sample = everyValue({ order: idIn(card), verification, channel: OPS });
  return { world, card, sample, log: tailOf(world) };
}

type Prepared = Awaited<ReturnType<typeof prepared>>;

/** Sends each hole and waits until somebody has seen an answer, or the log has a reference. */
async function sendAll(
  { world, log }: Prepared,
  type: DeliveryType,
  holes: readonly Hole[],
  { mayBeSilent = /^$/ }: { mayBeSilent?: RegExp } = {},
): Promise<void> {
  const unanswered: string[] = [];
  for (const { what, path, body } of holes) {
    log.skip();
    const before = shownSoFar(world);
    const sent = await world.slack.as(ASHA).sendRaw(type, body);
    if (sent.error) unanswered.push(`${what}: ${sent.error}`);
    const isTold = () =>
      sent.ackBody !== undefined || shownSoFar(world) > before || log.hasReference();
    if (mayBeSilent.test(path)) continue;
    await vi.waitFor(() => expect(isTold()).toBe(true), LIMIT).catch(() => unanswered.push(what));
  }
  expect(unanswered).toEqual([]);
  await stillServes(world);
}

async function stillServes(world: World): Promise<void> {
  const before = world.slack.ephemerals(ASHA).length;
  await world.slack.as(ASHA).command(OPS, COMMAND, 'help');
  await vi.waitFor(() => {
    const told = world.slack.ephemerals(ASHA).slice(before).map(textOf).join();
    expect(told).toContain('Phone numbers for WhatsApp, from Vobiz');
  }, LIMIT);
}

const LONG = { timeout: 240_000 };

describe('whatever field is missing, null or of another type', () => {
  it('a click on a card is acknowledged and answered', LONG, async () => {
    const ready = await prepared();
    const { world, card } = ready;
    await world.slack.as(ASHA).click(card, { actionId: buttons.approve.id });
    const body = lastBody(world, 'block_actions');
    await sendAll(ready, 'block_actions', holesIn(body, { closed: CLOSED }));
  });

  it('every button is acknowledged and answered', LONG, async () => {
    const ready = await prepared();
    const body = lastBody(ready.world, 'block_actions');
    for (const def of Object.values(buttons)) {
      const action = {
        type: 'button',
        block_id: 'b',
        action_id: def.id,
        value: valueFor(def, ready.sample),
      };
      const only = /^(user(\.id)?|channel(\.id)?|message(\.ts)?|trigger_id|actions(\.0(\.\w+)?)?)$/;
      const holes = holesIn({ ...body, actions: [action] }, { only, closed: CLOSED });
      await sendAll(ready, 'block_actions', holes);
    }
  });

  it('a form is acknowledged and answered', LONG, async () => {
    const ready = await prepared();
    await ready.world.slack.as(ASHA).submit();
    const body = lastBody(ready.world, 'view_submission');
    await sendAll(ready, 'view_submission', holesIn(body, { closed: CLOSED }));
  });

  it('every form is acknowledged and answered', LONG, async () => {
    const ready = await prepared();
    await ready.world.slack.as(ASHA).submit();
    const body = lastBody(ready.world, 'view_submission');
    const typed = { type: 'plain_text_input', value: 'x', selected_option: { value: 'x' } };
    const values = Object.fromEntries(
      Object.values(inputs).map(({ blockId, actionId }) => [blockId, { [actionId]: typed }]),
    );
    for (const def of Object.values(modalIds)) {
      const private_metadata = valueFor(def, ready.sample);
      const view = { ...recordOf(body.view), callback_id: def.id, private_metadata };
      const only = /^view(\.(id|callback_id|private_metadata|state(\.values(\.\w+)?)?))?$/;
      const form = { ...body, view: { ...view, state: { values } } };
      await sendAll(ready, 'view_submission', holesIn(form, { only, closed: CLOSED }));
    }
  });

  it.each(TASK_NAMES)('the command %s is acknowledged and answered', LONG, async (task) => {
    const ready = await prepared();
    await ready.world.slack.as(ASHA).command(OPS, COMMAND, task);
    await sendAll(ready, 'slash_command', holesIn(lastBody(ready.world, 'slash_command')));
  });

  it('a shortcut is acknowledged and answered', LONG, async () => {
    const ready = await prepared();
    const body = lastBody(ready.world, 'message_action');
    await sendAll(ready, 'message_action', holesIn(body, { closed: CLOSED }));
    await ready.world.slack.as(ASHA).shortcut('of_no_version');
    const other = lastBody(ready.world, 'shortcut');
    await sendAll(ready, 'shortcut', holesIn(other));
  });

  it('a window that was closed is acknowledged', LONG, async () => {
    const ready = await prepared();
    await ready.world.slack.as(ASHA).submit();
    const { view, user, team } = lastBody(ready.world, 'view_submission');
    const body = { type: 'view_closed', view, user, team, is_cleared: false };
    await sendAll(ready, 'view_closed', holesIn(body, { closed: CLOSED }), { mayBeSilent: /./ });
  });

  it('a list of choices is acknowledged', LONG, async () => {
    const ready = await prepared();
    const { user, team } = lastBody(ready.world, 'block_actions');
    const body = { type: 'block_suggestion', user, team, action_id: 'a', block_id: 'b', value: '' };
    await sendAll(ready, 'block_suggestion', holesIn(body), { mayBeSilent: /./ });
  });

  it('a look at Home is acknowledged, and Home drawn or the fault logged', LONG, async () => {
    const ready = await prepared();
    await ready.world.slack.as(ASHA).openHome();
    const { body } =
      ready.world.slack.deliveries.findLast(({ body }) => JSON.stringify(body).includes('"tab"')) ??
      {};
    // What the envelope says, and a Home that is already as it should be, calls for nothing.
    const mayBeSilent = /^(?!event$|event\.(user|channel|type)$)/;
    await sendAll(ready, 'event_callback', holesIn(body ?? {}, { closed: [...CLOSED, 'view'] }), {
      mayBeSilent,
    });
  });

  it('a message in a thread is acknowledged, and its fault logged', LONG, async () => {
    const ready = await prepared();
    const { world, card } = ready;
    world.slack.as(ASHA).say(APPROVALS, 'Sales pays', { threadTs: card.ts });
    const { body } = await vi.waitFor(() => {
      const found = world.slack.deliveries.find(({ body }) =>
        JSON.stringify(body).includes('Sales pays'),
      );
      if (!found) throw new Error('not told yet');
      return found;
    });
    // Without words, or outside a thread, it is another message, and none of ours.
    const mayBeSilent = /^(?!event\.(user|channel|ts)$)/;
    await sendAll(ready, 'event_callback', holesIn(body, { closed: CLOSED }), { mayBeSilent });
  });
});
