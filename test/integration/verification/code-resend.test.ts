import { describe, expect, vi } from 'vitest';
import type { Fault } from '../../../sandbox/vobiz/faults.ts';
import { buttons } from '../../../src/slack/ids.ts';
import { inputs } from '../../../src/slack/inputs.ts';
import { codeOf, PHONE, savedIn } from '../../support/byon.ts';
import {
  bringNumber,
  cancelVerification,
  cardShows,
  enterCode,
  idIn,
  press,
  textOf,
  toldPrivately,
  viewShows,
} from '../../support/journeys.ts';
import {
  ASHA,
  COMMAND,
  DEV,
  GUEST,
  it,
  MEERA,
  OPS,
  RAVI,
  startWorld,
  type World,
} from '../../support/world.ts';

const SEND = { actionId: buttons.sendNewCode.id };
const QUICK = { env: { CODE_RESEND_AFTER_MS: '50' } };

/** A card that offers another code. */
async function brought(world: World) {
  await bringNumber(world, { phone: PHONE });
  return cardShows(world, OPS, /"send_new_code"/);
}

/** Asks for another code and waits until the card says that it counts. */
async function sentAgain(world: World) {
  await world.slack.as(MEERA).click(await cardShows(world, OPS, /"send_new_code"/), SEND);
  return cardShows(world, OPS, /Newest code only.*call_instead/);
}

const methods = (world: World) =>
  world.vobiz
    .callsTo('verify')
    .map(({ body }) => (body as Record<string, unknown>).verification_method);

describe('another code', () => {
  it('is not offered before its time, and whoever presses all the same is told when', async () => {
    const early = await startWorld();
    const card = await bringNumber(early, { phone: PHONE });
    expect(textOf(card)).toMatch(/You can ask for a new code at <!date\^\d+/);
    expect(textOf(card)).not.toContain(buttons.sendNewCode.id);
    const offering = structuredClone(card);
    const enter = offering.blocks.flatMap(({ elements }) => elements as { action_id?: string }[]);
    for (const element of enter) {
      if (element?.action_id === buttons.enterCode.id) element.action_id = SEND.actionId;
    }
    await early.slack.as(MEERA).click(offering, SEND, { asShown: true });
    await toldPrivately(early, MEERA, /You can ask for a new code at <!date\^\d+/);
    expect(methods(early)).toEqual(['sms']);
  });

  it('is offered by itself when its time has come, and is the one that counts', async () => {
    const world = await startWorld(QUICK);
    const card = await brought(world);
    expect(textOf(card)).not.toContain(buttons.callInstead.id);
    const first = codeOf(world);
    await sentAgain(world);
    expect(codeOf(world)).not.toBe(first);
    await enterCode(world, card, DEV, codeOf(world), /is verified/);
  });

  it('comes by call when two text messages did not arrive', async () => {
    const world = await startWorld(QUICK);
    await brought(world);
    const card = await sentAgain(world);
    await press(world, MEERA, card, buttons.callInstead);
    const called = await cardShows(world, OPS, /By voice call.*"Call again"/);
    expect(textOf(called)).not.toContain(buttons.callInstead.id);
    expect(methods(world)).toEqual(['sms', 'sms', 'voice']);
    await enterCode(world, called, DEV, codeOf(world), /is verified/);
  });

  it('is said in the modals that are open, where what is being typed stays', async () => {
    const world = await startWorld(QUICK);
    const card = await brought(world);
    const dev = world.slack.as(DEV);
    await dev.click(card, { actionId: buttons.enterCode.id });
    const form = await viewShows(world, DEV, /code_text/);
    await dev.type(form, { actionId: inputs.code.actionId }, '12 34');
    await sentAgain(world);
    const now = await viewShows(world, DEV, /Enter the newest one only/);
    expect(JSON.stringify(now.inputs)).toContain('12 34');
  });

  it('is sent once when two people ask for it at the same moment', async () => {
    const world = await startWorld(QUICK);
    const card = await brought(world);
    const held = world.vobiz.faults.hold('verify');
    await world.slack.as(MEERA).click(card, SEND);
    await held.arrived;
    await world.slack.as(RAVI).click(card, SEND, { asShown: true });
    await toldPrivately(world, RAVI, /<@U0MEERA> is asking for a new code/);
    const asking = await cardShows(world, OPS, /<@U0MEERA> asked for a new code/);
    expect(textOf(asking)).not.toContain(buttons.enterCode.id);
    await world.slack.as(DEV).click(card, { actionId: buttons.enterCode.id }, { asShown: true });
    await viewShows(world, DEV, /<@U0MEERA> asked for a new code/);
    held.release();
    await cardShows(world, OPS, /Newest code only/);
    expect(methods(world)).toHaveLength(2);
  });

  it.each<[string, Fault, RegExp, RegExp]>([
    [
      'a refusal',
      { kind: 'status', status: 422, body: { error: { message: 'no' } } },
      /refused to send another code/,
      /refused to send another code.*The earlier code still counts/,
    ],
    [
      'a rate limit, for as long as Vobiz says',
      { kind: 'rate_limited', retryAfterSeconds: 30, via: 'header' },
      /sends no more codes for now.*too many requests.*Try again at <!date/,
      /too many requests.*still counts/,
    ],
    [
      'a broken connection',
      { kind: 'reset' },
      /couldn't tell whether another code was sent/,
      /couldn't tell whether another code was sent.*If one arrives, enter that one/,
    ],
  ])('that does not come leaves the one before: %s', async (_name, fault, told, says) => {
    const world = await startWorld(QUICK);
    const card = await brought(world);
    const first = codeOf(world);
    world.vobiz.faults.next('verify', fault);
    await world.slack.as(MEERA).click(card, SEND);
    await toldPrivately(world, MEERA, told);
    await cardShows(world, OPS, says);
    await enterCode(world, card, DEV, first, /is verified/);
  });

  it('is not needed when Vobiz says that the number is verified', async () => {
    const world = await startWorld(QUICK);
    const card = await brought(world);
    const already = { error: { code: 'ALREADY_VERIFIED', message: 'already verified' } };
    world.vobiz.faults.next('verify', { kind: 'status', status: 409, body: already });
    await world.slack.as(MEERA).click(card, SEND);
    await toldPrivately(world, MEERA, /already verified, so it needs no code/);
    await cardShows(world, OPS, /Verified by <@U0MEERA>/);
  });

  it('is not for guests', async () => {
    const world = await startWorld(QUICK);
    await world.slack.as(GUEST).click(await brought(world), SEND);
    await toldPrivately(world, GUEST, /Guests can't use this app/);
    expect(methods(world)).toHaveLength(1);
  });
});

describe('five codes in ten minutes', () => {
  async function start(world: World): Promise<void> {
    await world.slack.as(ASHA).command(OPS, COMMAND, `byon ${PHONE}`);
    await viewShows(world, ASHA, /phone_text/);
    await world.slack.as(ASHA).submit();
  }

  it('are the most for a number, over all its verifications', async () => {
    const world = await startWorld(QUICK);
    const ids = new Set<string>();
    for (let sent = 1; sent <= 4; sent += 1) {
      const card = await bringNumber(world, { phone: PHONE });
      ids.add(idIn(card));
      await cancelVerification(world, card, ASHA);
      await cardShows(world, OPS, /Cancelled by <@U0ASHA>/);
    }
    expect(ids.size).toBe(4);
    const fifth = await brought(world);
    const { expiresAt } = (await savedIn(world, fifth)) as { expiresAt: number };
    await world.slack.as(MEERA).click(fifth, SEND);
    await toldPrivately(world, MEERA, /got 5 codes in 10 minutes.*<!date/);
    await cardShows(world, OPS, /got 5 codes in 10 minutes.*The earlier code still counts/);
    expect(await savedIn(world, fifth)).toMatchObject({ state: 'code_sent', expiresAt });
    expect(methods(world)).toHaveLength(5);
    await enterCode(world, fifth, DEV, codeOf(world), /is verified/);
  });

  it('keep a sixth verification from starting, told to whoever tries alone', async ({ world }) => {
    for (let sent = 1; sent <= 5; sent += 1) {
      const card = await bringNumber(world, { phone: PHONE });
      await cancelVerification(world, card, ASHA);
      await cardShows(world, OPS, /Cancelled by <@U0ASHA>/);
    }
    const cards = world.slack.messages(OPS).length;
    await start(world);
    await viewShows(world, ASHA, /5 codes in 10 minutes.*Try again at <!date/);
    expect(world.slack.messages(OPS)).toHaveLength(cards);
    expect(methods(world)).toHaveLength(5);
  });

  it('do not count a request that Vobiz refused', async ({ world }) => {
    const refusal = { kind: 'status', status: 422, body: { error: { message: 'no' } } } as const;
    world.vobiz.faults.next('verify', refusal, { times: 5 });
    for (let tried = 1; tried <= 5; tried += 1) {
      await start(world);
      await viewShows(world, ASHA, /Vobiz refused to send a code/);
      await world.slack.as(ASHA).close();
    }
    await bringNumber(world, { phone: PHONE });
    await vi.waitFor(() => expect(methods(world)).toHaveLength(6));
  });
});
