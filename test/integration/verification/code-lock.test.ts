import { describe, expect } from 'vitest';
import { buttons } from '../../../src/slack/ids.ts';
import { codeOf, PHONE, savedIn, wrongCode } from '../../support/byon.ts';
import {
  bringNumber,
  cardShows,
  enterCode,
  textOf,
  toldPrivately,
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
  return cardShows(world, OPS, /1 try left for this code/);
}

describe('five wrong codes', () => {
  it('lead to a pause that says until when, whoever entered them', async ({ world }) => {
    const card = await fourWrong(world);
    await world.slack.as(RAVI).click(card, ENTER);
    await viewShows(world, RAVI, /1 try left/);
    await enterCode(world, card, DEV, wrongCode(world), /5 wrong codes were entered/);
    const locked = await cardShows(world, OPS, /Too many wrong codes.*Before <!date\^\d+/);
    expect(textOf(locked)).not.toMatch(/enter_code|send_new_code|cancel_verification/);
    await viewShows(world, RAVI, /5 wrong codes were entered/);
    expect(await savedIn(world, card)).toMatchObject({ state: 'locked', limitOf: 'ours' });
    expect(world.vobiz.callsTo('confirm')).toHaveLength(5);

    await world.slack.as(MEERA).dismiss();
    await world.slack.as(MEERA).click(card, ENTER, { asShown: true });
    await viewShows(world, MEERA, /no code is taken and none is sent/);
    await world.slack
      .as(ASHA)
      .click(card, { actionId: buttons.cancelVerification.id }, { asShown: true });
    await toldPrivately(world, ASHA, /too many wrong codes.*<!date.*Nothing was changed/);
    await world.slack.as(RAVI).command(OPS, COMMAND, `byon ${PHONE}`);
    await viewShows(world, RAVI, /phone_text/);
    await world.slack.as(RAVI).submit();
    await viewShows(world, RAVI, /<@U0ASHA> is already verifying/);
    expect(world.vobiz.callsTo('verify')).toHaveLength(1);
  });

  it('are forgotten after the pause: a new code has five tries of its own', async () => {
    const world = await startWorld({ env: { CODE_PAUSE_MS: '300' } });
    const card = await fourWrong(world);
    await enterCode(world, card, DEV, wrongCode(world), /5 wrong codes were entered/);
    const open = await cardShows(world, OPS, /The pause is over.*"send_new_code"/);
    await world.slack.as(MEERA).click(open, { actionId: buttons.sendNewCode.id });
    await cardShows(world, OPS, /the one that counts.*5 tries left/);
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
    await enterCode(world, card, MEERA, codeOf(world), /Vobiz takes no more codes/);
    expect(await savedIn(world, card)).toMatchObject({ state: 'locked', limitOf: 'vobiz' });
    await cardShows(world, OPS, /The pause is over.*"send_new_code"/);
  });
});

it('keeps quiet for the whole account when Vobiz asks for it over a code, and says until when', async ({
  world,
}) => {
  const card = await bringNumber(world, { phone: PHONE });
  const limited = { kind: 'rate_limited', retryAfterSeconds: 30, via: 'header' } as const;
  world.vobiz.faults.next('confirm', limited);
  await enterCode(world, card, MEERA, codeOf(world), /this try did not count/);
  await world.slack.as(RAVI).command(APPROVALS, COMMAND, 'byon +919876509999');
  await viewShows(world, RAVI, /phone_text/);
  await world.slack.as(RAVI).submit();
  await viewShows(world, RAVI, /sends no more codes for now.*after <!date/);
  expect(world.vobiz.callsTo('verify')).toHaveLength(1);
});
