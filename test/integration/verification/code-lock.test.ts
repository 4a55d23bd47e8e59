import { describe, expect } from 'vitest';
import { buttons } from '../../../src/slack/ids.ts';
import { codeOf, PHONE, savedIn, wrongCode } from '../../support/byon.ts';
import {
  bringNumber,
  cardShows,
  enterCode,
  press,
  textOf,
  viewShows,
} from '../../support/journeys.ts';
import {
  APPROVALS,
  ASHA,
  COMMAND,
  DEV,
  it,
  MEERA,
  OPS,
  RAVI,
  startWorld,
  type World,
} from '../../support/world.ts';

const ENTER = { actionId: buttons.enterCode.id };

/** Four wrong codes by two people: one more ends it. */
async function fourWrong(world: World) {
  const card = await bringNumber(world, { phone: PHONE });
  for (const by of [MEERA, MEERA, DEV, DEV]) {
    await enterCode(world, card, by, wrongCode(world), /That code is wrong/);
  }
  return cardShows(world, OPS, /1 try left/);
}

describe('five wrong codes', () => {
  it('lead to a pause that says until when, whoever entered them', async ({ world }) => {
    const card = await fourWrong(world);
    await world.slack.as(RAVI).click(card, ENTER);
    await viewShows(world, RAVI, /1 try left/);
    await enterCode(world, card, DEV, wrongCode(world), /after too many wrong ones/);
    const locked = await cardShows(world, OPS, /Too many wrong codes.*Wait until <!date\^\d+/);
    expect(textOf(locked)).not.toMatch(/enter_code|send_new_code|cancel_verification/);
    await viewShows(world, RAVI, /after too many wrong ones/);
    expect(await savedIn(world, card)).toMatchObject({ state: 'locked', limitOf: 'ours' });
    expect(world.vobiz.callsTo('confirm')).toHaveLength(5);

    await world.slack.as(MEERA).dismiss();
    await world.slack.as(MEERA).click(card, ENTER, { asShown: true });
    await viewShows(world, MEERA, /Too many wrong codes.*Wait until/);
    await press(world, ASHA, card, buttons.cancelVerification, { asShown: true });
    await viewShows(world, ASHA, /Not cancelled.*too many wrong codes.*<!date/);
    await world.slack.as(ASHA).close();
    await world.slack.as(RAVI).command(OPS, COMMAND, `byon ${PHONE}`);
    await viewShows(world, RAVI, /phone_text/);
    await world.slack.as(RAVI).submit();
    await viewShows(world, RAVI, /<@U0ASHA> is already verifying/);
    expect(world.vobiz.callsTo('verify')).toHaveLength(1);
  });

  it('are forgotten after the pause: a new code has five tries of its own', async () => {
    const world = await startWorld({ env: { CODE_PAUSE_MS: '300' } });
    const card = await fourWrong(world);
    await enterCode(world, card, DEV, wrongCode(world), /after too many wrong ones/);
    const open = await cardShows(world, OPS, /Press \*Send new code\* before.*"send_new_code"/);
    await world.slack.as(MEERA).click(open, { actionId: buttons.sendNewCode.id });
    await cardShows(world, OPS, /5 tries left.*Newest code only/);
    await enterCode(world, card, MEERA, codeOf(world), /is verified/);
  });

  it('may be too many for Vobiz first, which says how long', async ({ world }) => {
    const card = await bringNumber(world, { phone: PHONE });
    world.vobiz.faults.next('confirm', {
      kind: 'status',
      status: 429,
      body: { error: { message: 'Too many wrong attempts' } },
      headers: { 'retry-after': '1' },
    });
    await enterCode(world, card, MEERA, codeOf(world), /after too many wrong ones/);
    expect(await savedIn(world, card)).toMatchObject({ state: 'locked', limitOf: 'vobiz' });
    await cardShows(world, OPS, /Press \*Send new code\* before.*"send_new_code"/);
  });
});

it('keeps quiet for the whole account when Vobiz asks for it over a code, and says until when', async ({
  world,
}) => {
  const card = await bringNumber(world, { phone: PHONE });
  const limited = { kind: 'rate_limited', retryAfterSeconds: 30, via: 'header' } as const;
  world.vobiz.faults.next('confirm', limited);
  await enterCode(world, card, MEERA, codeOf(world), /this try didn't count/);
  await world.slack.as(RAVI).command(APPROVALS, COMMAND, 'byon +919876509999');
  await viewShows(world, RAVI, /phone_text/);
  await world.slack.as(RAVI).submit();
  await viewShows(world, RAVI, /sends no more codes for now.*at <!date/);
  expect(world.vobiz.callsTo('verify')).toHaveLength(1);
});
