import { describe, expect } from 'vitest';
import type { Fault } from '../../../sandbox/vobiz/faults.ts';
import { buttons } from '../../../src/slack/ids.ts';
import {
  boughtNumber,
  metaTokens,
  submitConnect,
  UNDECIDED,
  verifiedNumber,
} from '../../support/connecting.ts';
import {
  approve,
  bringNumber,
  cardShows,
  enterCode,
  press,
  requestNumber,
  textOf,
  toldPrivately,
  viewShows,
} from '../../support/journeys.ts';
import { APPROVALS, ASHA, COMMAND, it, MEERA, OPS, startWorld } from '../../support/world.ts';

const PHONE = '+919876501234';
/** A card has no room for Vobiz's words where we know what they mean. */
const onCard = (says: RegExp) =>
  new RegExp(says.source.split('.*Vobiz says')[0]?.split('.*“')[0] ?? '');
const said = (status: number, body: unknown): Fault => ({ kind: 'status', status, body });
/** As the Graph API words its errors. */
const meta = (code: number, message: string): Fault =>
  said(400, { error: { message: `(#${code}) ${message}`, type: 'OAuthException', code } });

describe('a code that is refused for another reason than being wrong', () => {
  it.for<[string, Fault, RegExp]>([
    [
      'another PIN than that of two-step verification',
      meta(133005, 'Two step verification PIN Mismatch'),
      /two-step verification, and the PIN didn't match.*Vobiz says: “.#…. Two step/,
    ],
    [
      'a PIN that was tried too fast',
      meta(133009, 'PIN guessed too fast'),
      /too many wrong PINs for two-step/,
    ],
    [
      'a locked account, said by a code inside the details',
      said(403, { error: { code: 'META', message: 'Wrong code path', details: { code: 131031 } } }),
      /Meta has locked or restricted.*Vobiz says: “Wrong code path”/,
    ],
    ['an empty balance', said(402, ''), /balance is too low/],
    ['a reason nobody knows', said(409, { message: '<!here> & so' }), /“&lt;!here&gt; &amp; so”/],
  ])('costs no try and locks nothing: %s', async ([_what, fault, says], { world }) => {
    const card = await bringNumber(world, { phone: PHONE });
    world.vobiz.faults.always('confirm', fault);
    const code = world.vobiz.codeFor(PHONE) ?? '';
    for (let time = 0; time < 6; time += 1) await enterCode(world, card, MEERA, code, says);
    expect(textOf(await cardShows(world, OPS, onCard(says)))).toMatch(/5 tries left/);
    world.vobiz.faults.clear();
    await enterCode(world, card, MEERA, code, /is verified/);
  });
});

describe('a code that Vobiz does not send', () => {
  it.for<[string, Fault, RegExp]>([
    [
      'credentials',
      said(401, { error: { code: 401, message: 'Invalid token' } }),
      /credentials.*“Invalid token”/,
    ],
    [
      'balance',
      said(402, { error: 'Insufficient funds' }),
      /balance is too low.*“Insufficient funds”/,
    ],
    [
      'a wait in words',
      meta(136024, 'Please wait 11 hours'),
      /wait 11 hours”.*(?:after|at) <!date/,
    ],
    [
      'a wait in the details',
      said(400, { error: { message: 'Slow', details: { retryAfter: 40 } } }),
      /“Slow”.*(?:after|at) <!date/,
    ],
    [
      'a landline',
      said(422, { detail: 'SMS not supported for landline' }),
      /Try the other method.*“SMS not/,
    ],
    [
      'an account that is not active',
      said(403, { error: { code: 'ACCOUNT_INACTIVE' } }),
      /account isn.t active/,
    ],
    [
      'words nobody knows',
      said(409, 'This number is a fax\n'),
      /refused.*Check the number.*“This number is a fax”/,
    ],
    [
      'a yes that is a no',
      said(200, { success: false, message: 'Out of minutes' }),
      /no clear answer.*“Out of minutes”/,
    ],
    ['an empty yes', { kind: 'empty', status: 200 }, /no clear answer/],
    ['a page', { kind: 'html', status: 200 }, /no clear answer/],
  ])('is told with its reason: %s', async ([_what, fault, says], { world }) => {
    world.vobiz.faults.next('verify', fault);
    await world.slack.as(ASHA).command(OPS, COMMAND, `byon ${PHONE}`);
    await viewShows(world, ASHA, /phone_text/);
    await world.slack.as(ASHA).submit();
    const view = textOf(await viewShows(world, ASHA, says));
    expect(view).not.toMatch(/We sent a code/);
    expect(textOf(await cardShows(world, OPS, onCard(says)))).toMatch(/No code sent/);
  });

  it('is told with its reason when another one is asked for', async () => {
    const world = await startWorld({ env: { CODE_RESEND_AFTER_MS: '1' } });
    await bringNumber(world, { phone: PHONE });
    const card = await cardShows(world, OPS, /send_new_code/);
    world.vobiz.faults.next('verify', said(402, { error: 'Insufficient funds' }));
    await world.slack.as(MEERA).click(card, { actionId: buttons.sendNewCode.id });
    await cardShows(world, OPS, /balance is too low.*still counts/);
  });
});

describe('a channel that Vobiz does not make', () => {
  it.each<[string, Fault, RegExp]>([
    [
      'too many registrations',
      meta(133016, 'Account register deregister rate limit exceeded'),
      /Wait 72 hours. Don't remove or register the number/,
    ],
    ['the same in words alone', said(429, 'Register deregister limit reached'), /Wait 72 hours/],
    ['a locked account', meta(131031, 'Business Account locked'), /Meta has locked or restricted/],
    ['no payment method', said(400, { code: 131042, message: 'x' }), /no payment method/],
    [
      'a token that has expired',
      meta(190, 'Session has expired on Sunday'),
      /Meta doesn't accept the access token/,
    ],
    ['an empty balance', said(402, ''), /balance is too low/],
  ])('is told with its reason: %s', async (_what, fault, says) => {
    const world = await startWorld({ vobiz: UNDECIDED, env: await metaTokens() });
    const card = await verifiedNumber(world);
    world.vobiz.faults.next('createChannel', fault);
    await submitConnect(world, card);
    expect(textOf(await viewShows(world, ASHA, says))).not.toMatch(/remove it there first/);
    expect(textOf(await cardShows(world, OPS, says))).not.toMatch(/remove it there first/);
  });

  it.each<[string, Fault, RegExp]>([
    [
      'a reason nobody knows',
      said(409, { error: 'Name is under review' }),
      /refused the change\..*“Name is under review”/,
    ],
    [
      'a yes that is a no',
      said(200, { success: false, message: 'Busy' }),
      /no clear answer.*“Busy”/,
    ],
  ])(
    'is told with its reason when it is renamed or disconnected: %s',
    async (_what, fault, says) => {
      const world = await startWorld({ vobiz: UNDECIDED, env: await metaTokens() });
      await submitConnect(world, await boughtNumber(world));
      const card = await cardShows(world, APPROVALS, /manage_channel/);
      await world.slack.as(ASHA).close();
      for (const op of ['updateChannel', 'deleteChannel'] as const) {
        world.vobiz.faults.next(op, fault);
        const button = op === 'updateChannel' ? buttons.manageChannel : buttons.disconnect;
        await press(world, ASHA, card, button);
        await viewShows(world, ASHA, /display_name_text|Disconnect number/);
        await world.slack.as(ASHA).submit();
        await viewShows(world, ASHA, says);
        await world.slack.as(ASHA).close();
      }
      expect(world.vobiz.channels).toHaveLength(1);
    },
  );
});

it('says why a look at an open order saw nothing', async () => {
  const world = await startWorld({ vobiz: { completeAfterMs: Number.POSITIVE_INFINITY } });
  await approve(world, await requestNumber(world));
  const card = await cardShows(world, APPROVALS, /check_order/);
  world.vobiz.faults.always('ownedNumbers', said(403, { error: { code: 'ACCOUNT_INACTIVE' } }));
  await world.slack.as(MEERA).click(card, { actionId: buttons.checkNow.id }, { asShown: true });
  await toldPrivately(world, MEERA, /couldn't check just now.*The Vobiz account isn't active/);
});
