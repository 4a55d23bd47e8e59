import { describe, expect } from 'vitest';
import { errorShape } from '../../../sandbox/vobiz/error-shapes.ts';
import type { Fault } from '../../../sandbox/vobiz/faults.ts';
import { buttons } from '../../../src/slack/ids.ts';
import { inputs } from '../../../src/slack/inputs.ts';
import { codeOf, PHONE, savedIn, wrongCode } from '../../support/byon.ts';
import {
  bringNumber,
  cardShows,
  enterCode,
  idIn,
  SAYS,
  textOf,
  toldPrivately,
  viewShows,
} from '../../support/journeys.ts';
import { searchRedis } from '../../support/secret-search.ts';
import { createFinder, secretsOf } from '../../support/secrets.ts';
import { sentToSlack } from '../../support/sent.ts';
import { failureBehind, logOf, redisOfRun } from '../../support/shown.ts';
import {
  APPROVALS,
  ASHA,
  COMMAND,
  EXTERNAL,
  GUEST,
  it,
  MEERA,
  OPS,
  RAVI,
  startBot,
  startOutside,
  startWorld,
  type World,
} from '../../support/world.ts';

const SHOWN = /\+91 •••• 1234/;
const OTHER_DIGITS = /98765/;

describe('a number that is verified', () => {
  it('shows its last four digits, and whoever holds the phone enters the code', async ({
    world,
  }) => {
    const card = await bringNumber(world, { phone: PHONE });
    expect(textOf(card)).toMatch(SHOWN);
    expect(textOf(card)).toMatch(/By text message · Valid until <!date\^\d+/);
    expect(textOf(card)).not.toContain('about');
    expect(world.vobiz.callsTo('verify').map(({ body }) => body)).toEqual([
      { phone_number: PHONE, verification_method: 'sms' },
    ]);
    await enterCode(world, card, MEERA, codeOf(world), /is verified\./);
    const done = await cardShows(world, OPS, /Verified by <@U0MEERA>/);
    expect(textOf(done)).not.toContain(buttons.enterCode.id);
    expect(await savedIn(world, card)).toMatchObject({ state: 'verified', verifiedBy: MEERA });
    expect(JSON.stringify(world.slack.messages(OPS))).not.toMatch(OTHER_DIGITS);
    const posted = world.slack.calls.filter(({ method }) => method.startsWith('chat.'));
    expect(JSON.stringify(posted)).not.toMatch(OTHER_DIGITS);
  });

  it('gets its code by voice call when that is asked for', async ({ world }) => {
    const asha = world.slack.as(ASHA);
    await asha.command(OPS, COMMAND, 'byon');
    const form = await viewShows(world, ASHA, /How should the code arrive/);
    await asha.type(form, { blockId: inputs.phone.blockId }, '+91 98765 01234');
    await asha.select(form, { blockId: inputs.method.blockId, value: 'voice' });
    await asha.submit();
    await viewShows(world, ASHA, /Code sent.*\+91 •••• 1234 by voice call/);
    await cardShows(world, OPS, /By voice call/);
    expect(world.vobiz.callsTo('verify')[0]?.body).toMatchObject({ verification_method: 'voice' });
  });

  it('says that the end of the code is assumed when Vobiz does not name it', async ({ world }) => {
    world.vobiz.faults.next('verify', { kind: 'answer', omit: ['expires_at'] });
    const card = await bringNumber(world, { phone: PHONE });
    expect(textOf(card)).toContain('Valid until about <!date');
  });

  it('waits through a restart of the bot', async ({ world }) => {
    const card = await bringNumber(world, { phone: PHONE });
    await world.bot.stop();
    await startBot(world);
    await enterCode(world, card, MEERA, codeOf(world), /is verified/);
    await cardShows(world, OPS, /Verified by <@U0MEERA>/);
    expect(world.vobiz.callsTo('verify')).toHaveLength(1);
  });

  it('expires without anyone touching it, and a button read before then says so', async () => {
    const world = await startWorld({ vobiz: { otpTtlMs: 2_000 } });
    const card = await bringNumber(world, { phone: PHONE });
    const expired = await cardShows(world, OPS, /Code expired.*Nobody entered the code in time/);
    expect(textOf(expired)).not.toContain(buttons.enterCode.id);
    const click = { actionId: buttons.enterCode.id };
    await world.slack.as(MEERA).click(card, click, { asShown: true });
    await viewShows(world, MEERA, /Already over.*Nobody entered the code in time/);
    expect(world.vobiz.callsTo('confirm')).toEqual([]);
  });

  it('leads a second person to the verification that is running', async ({ world }) => {
    await bringNumber(world, { phone: PHONE });
    const ravi = world.slack.as(RAVI);
    await ravi.command(APPROVALS, COMMAND, `byon ${PHONE}`);
    await viewShows(world, RAVI, /phone_text/);
    await ravi.submit();
    await viewShows(world, RAVI, /<@U0ASHA> is already verifying .*1234.*we sent no code.*C0OPS/);
    expect(world.vobiz.callsTo('verify')).toHaveLength(1);
    expect(world.slack.messages(APPROVALS)).toEqual([]);
  });
});

describe('a code that does not verify', () => {
  it('is told to be wrong, counted on the card, and the right one still works', async ({
    world,
  }) => {
    const card = await bringNumber(world, { phone: PHONE });
    await enterCode(world, card, MEERA, wrongCode(world), /That code is wrong/);
    await cardShows(world, OPS, /<@U0MEERA> entered a wrong code.*4 tries left/);
    expect(await savedIn(world, card)).toMatchObject({ state: 'code_sent', wrongEntries: 1 });
    await enterCode(world, card, MEERA, codeOf(world), /is verified/);
  });

  it('ends the verification when it has expired, and a new one can be started', async ({
    world,
  }) => {
    const card = await bringNumber(world, { phone: PHONE });
    world.vobiz.expireCode(PHONE);
    await enterCode(world, card, MEERA, codeOf(world), /has expired.*byon/);
    await cardShows(world, OPS, /Code expired/);
    expect(await savedIn(world, card)).toMatchObject({ state: 'expired' });
    const next = await bringNumber(world, { phone: PHONE });
    expect(idIn(next)).not.toBe(idIn(card));
  });

  it('tells who verified the number before', async ({ world }) => {
    const card = await bringNumber(world, { phone: PHONE });
    const already = { error: { code: 'ALREADY_VERIFIED', message: 'already verified' } };
    world.vobiz.faults.next('confirm', { kind: 'status', status: 409, body: already });
    await enterCode(world, card, MEERA, '482913', /Already verified.*1234 is already verified/);
    await cardShows(world, OPS, /Verified by <@U0MEERA>/);
  });

  it.for<[string, Fault, RegExp, RegExp]>([
    [
      'Vobiz knows of no verification',
      {
        kind: 'status',
        status: 404,
        body: { error: 'not_found', message: 'no verification is pending for this number' },
      },
      /no longer knows this verification.*To start again/,
      /Not verified.*no longer knows this verification/,
    ],
  ])('makes way for a new one when %s', async ([_name, fault, says, cardSays], { world }) => {
    const card = await bringNumber(world, { phone: PHONE });
    world.vobiz.faults.next('confirm', fault);
    await enterCode(world, card, MEERA, codeOf(world), says);
    await cardShows(world, OPS, cardSays);
    expect(await savedIn(world, card)).toMatchObject({ state: 'expired' });
    expect(idIn(await bringNumber(world, { phone: PHONE }))).not.toBe(idIn(card));
  });

  it('costs no try while Vobiz limits the rate, and may be entered again when Vobiz said', async ({
    world,
  }) => {
    const card = await bringNumber(world, { phone: PHONE });
    const limited = { kind: 'rate_limited', retryAfterSeconds: 2, via: 'header' } as const;
    world.vobiz.faults.next('confirm', limited);
    const says = /too many requests, so this try didn't count.*at <!date/;
    await enterCode(world, card, MEERA, codeOf(world), says);
    const paused = await cardShows(world, OPS, /asked us to wait. You can enter a code at <!date/);
    expect(textOf(paused)).not.toContain('"enter_code"');
    expect(await savedIn(world, card)).toMatchObject({ state: 'code_sent', wrongEntries: 0 });
    await world.slack.as(RAVI).click(card, { actionId: buttons.enterCode.id }, { asShown: true });
    await viewShows(world, RAVI, /asked us to wait until <!date.*didn't send/);
    await cardShows(world, OPS, /"enter_code"/);
    await enterCode(world, card, MEERA, codeOf(world), /is verified/);
  });

  it.each<[string, Fault]>([
    ['a server error', errorShape('flat_text')],
    ['a broken connection', { kind: 'reset' }],
    ['a success that does not say "verified"', { kind: 'answer', patch: { status: 'pending' } }],
    ['silence', { kind: 'hang' }],
  ])('may be entered again after %s', async (name, fault) => {
    const env = name === 'silence' ? { VOBIZ_CODE_TIMEOUT_MS: '1500' } : {};
    const world = await startWorld({ env });
    const card = await bringNumber(world, { phone: PHONE });
    world.vobiz.faults.next('confirm', fault);
    await enterCode(world, card, MEERA, codeOf(world), /couldn't tell whether that worked/);
    const record = await savedIn(world, card);
    expect(record).toMatchObject({ state: 'code_sent', wrongEntries: 0 });
    expect(record).not.toHaveProperty('entry');
    // A success that says something else was a success all the same.
    const next = name.startsWith('a success') ? /is already verified/ : /is verified/;
    await enterCode(world, card, MEERA, codeOf(world), next);
  });

  it('is found out to be right when only the answer was lost', async ({ world }) => {
    const card = await bringNumber(world, { phone: PHONE });
    world.vobiz.faults.next('confirm', { kind: 'reset_after' });
    await enterCode(world, card, MEERA, codeOf(world), /couldn't tell whether that worked/);
    await enterCode(world, card, MEERA, codeOf(world), /Already verified/);
    await cardShows(world, OPS, /Verified by <@U0MEERA>/);
  });

  it('is given back, with a reference, when the credentials of the bot are not accepted', async ({
    world,
  }) => {
    const card = await bringNumber(world, { phone: PHONE });
    world.vobiz.faults.next('confirm', errorShape('numeric_code'));
    world.vobiz.faults.next('me', errorShape('numeric_code'));
    const says = /didn't accept our credentials\. The number isn't verified/;
    await enterCode(world, card, MEERA, codeOf(world), says);
    const line = await failureBehind(world, textOf(world.slack.openView(MEERA)));
    expect(line).toMatchObject({ user_id: MEERA });
    expect(await savedIn(world, card)).not.toHaveProperty('entry');
    await world.slack.as(MEERA).close();
    await enterCode(world, card, MEERA, codeOf(world), /is verified/);
  });
});

describe('two people at once', () => {
  it('tells the second who is entering, and sends only one code to Vobiz', async ({ world }) => {
    const card = await bringNumber(world, { phone: PHONE });
    const click = { actionId: buttons.enterCode.id };
    for (const by of [MEERA, RAVI]) {
      await world.slack.as(by).click(card, click);
      const form = await viewShows(world, by, /code_text/);
      await world.slack.as(by).type(form, { actionId: inputs.code.actionId }, codeOf(world));
    }
    const held = world.vobiz.faults.hold('confirm');
    await world.slack.as(MEERA).submit();
    await held.arrived;
    await world.slack.as(RAVI).submit();
    await viewShows(world, RAVI, /<@U0MEERA> is entering a code.*didn't send yours/);
    await cardShows(world, OPS, /<@U0MEERA> is entering a code/);
    held.release();
    await viewShows(world, MEERA, /is verified/);
    await cardShows(world, OPS, /Verified by <@U0MEERA>/);
    await viewShows(world, RAVI, /Already over.*Verified by <@U0MEERA>/);
    expect(world.vobiz.callsTo('confirm')).toHaveLength(1);
  });

  it('tells the second who finished it, in the modal they still have open', async ({ world }) => {
    const card = await bringNumber(world, { phone: PHONE });
    const ravi = world.slack.as(RAVI);
    await ravi.click(card, { actionId: buttons.enterCode.id });
    const form = await viewShows(world, RAVI, /code_text/);
    await enterCode(world, card, MEERA, codeOf(world), /is verified/);
    const over = await viewShows(world, RAVI, /Already over.*Verified by <@U0MEERA>/);
    expect(over.id).toBe(form.id);
    expect(world.vobiz.callsTo('confirm')).toHaveLength(1);
  });
});

describe('a code that cannot be sent', () => {
  async function start(world: World): Promise<void> {
    await world.slack.as(ASHA).command(OPS, COMMAND, `byon ${PHONE}`);
    await viewShows(world, ASHA, /phone_text/);
    await world.slack.as(ASHA).submit();
  }

  it.each<[string, Fault, RegExp]>([
    ['a refusal', errorShape('validation_error'), /doesn't accept part of the request/],
    [
      'a rate limit',
      { kind: 'rate_limited', retryAfterSeconds: 30, via: 'body' },
      /sends no more codes for now/,
    ],
    ['a server error', errorShape('flat_text'), /no clear answer/],
    ['a lost answer', { kind: 'reset_after' }, /A code may still arrive/],
    ['silence', { kind: 'hang' }, /no clear answer/],
  ])('is told in place and on the card: %s', async (_name, fault, says) => {
    const world = await startWorld({ env: { VOBIZ_CODE_TIMEOUT_MS: '600' } });
    world.vobiz.faults.next('verify', fault);
    await start(world);
    await viewShows(world, ASHA, says);
    const card = await cardShows(world, OPS, /No code sent/);
    expect(textOf(card)).toMatch(says);
    expect(textOf(card)).not.toContain(buttons.enterCode.id);
    expect(world.vobiz.callsTo('verify')).toHaveLength(1);
    expect(await savedIn(world, card)).toMatchObject({ state: 'not_sent' });
  });

  it('is known not to have been sent when Vobiz cannot be reached', async () => {
    const world = await startWorld({ env: { VOBIZ_BASE_URL: 'http://127.0.0.1:1' } });
    await start(world);
    await viewShows(world, ASHA, /couldn't reach Vobiz, so no code was sent/);
    await cardShows(world, OPS, /No code sent/);
  });

  it('is not needed for a number that Vobiz knows to be verified', async ({ world }) => {
    const card = await bringNumber(world, { phone: PHONE });
    await enterCode(world, card, MEERA, codeOf(world), /is verified/);
    await world.slack.as(ASHA).close();
    await start(world);
    const told = textOf(await viewShows(world, ASHA, /this number is already verified/));
    expect(told).not.toMatch(/not verified|Check the number/);
    await cardShows(world, OPS, /Already verified · \+91 •••• 1234/);
  });
});

describe('a number that cannot be used', () => {
  it.for<[string, RegExp, string]>([
    ['09876501234', /no country code.*Did you mean \+919876501234/, '+919876501234'],
    ['00 91 98765 01234', /no country code.*Did you mean \+919876501234/, '+919876501234'],
    ['+91 98765', /No country has a number of that form/, '+91 98765'],
    ['+1234567890123456', /too long/, '+1234567890123456'],
    ['my phone', /no digits/, 'my phone'],
    ['+91 🙂 98765', /characters that don't belong/, '+91 🙂 98765'],
  ])('is explained, and the likely form offered: %s', async ([typed, says, filled], { world }) => {
    const asha = world.slack.as(ASHA);
    await asha.command(OPS, COMMAND, `byon ${typed}`);
    const form = await viewShows(world, ASHA, says);
    expect(textOf(form)).toContain(`"initial_value":"${filled}"`);
    await asha.type(form, { blockId: inputs.phone.blockId }, typed);
    const submitted = await asha.submit();
    expect(JSON.stringify(submitted.ackBody)).toMatch(says);
    expect(world.slack.openView(ASHA)?.inputs.phone?.phone_text?.value).toBe(typed);
    expect(world.vobiz.callsTo('verify')).toEqual([]);
  });
});

describe('what is typed as a code', () => {
  it('is read with spaces and dashes forgiven and its leading zeros kept', async ({ world }) => {
    const card = await bringNumber(world, { phone: PHONE });
    world.vobiz.setCode(PHONE, '004217');
    await enterCode(world, card, MEERA, ' 00 42-17 ', /is verified/);
    expect(world.vobiz.callsTo('confirm').map(({ body }) => body)).toEqual([
      { phone_number: PHONE, otp_code: '004217' },
    ]);
  });

  it.for(['letters', '12', '123456789'])(
    'is not sent when it is no code: %s',
    async (typed, { world }) => {
      const card = await bringNumber(world, { phone: PHONE });
      const meera = world.slack.as(MEERA);
      await meera.click(card, { actionId: buttons.enterCode.id });
      const form = await viewShows(world, MEERA, /code_text/);
      await meera.type(form, { actionId: inputs.code.actionId }, typed);
      const { ackBody } = await meera.submit();
      expect(JSON.stringify(ackBody)).toContain("we didn't send it. A code has 4 to 8 digits");
      expect(JSON.stringify(ackBody)).not.toContain(typed);
      expect(world.vobiz.callsTo('confirm')).toEqual([]);
      await enterCode(world, card, MEERA, codeOf(world), /is verified/);
    },
  );

  it.for([
    '482913',
    'byon 482913',
    'code 482913',
    'byon otp 482-913',
    'status 482913',
    'search 482913',
  ])('is neither repeated nor logged after the command: %s', async (typed, { world }) => {
    await world.slack.as(ASHA).command(OPS, COMMAND, typed);
    await toldPrivately(world, ASHA, /looks like a one-time code\. We didn't keep it/);
    const kept = JSON.stringify([sentToSlack(world), await logOf(world)]);
    expect(kept).not.toMatch(/482-?913/);
  });

  it('is shown in no view and kept nowhere, right or wrong, however it is answered', async () => {
    const world = await startWorld({ env: { VOBIZ_CODE_TIMEOUT_MS: '600' } });
    const card = await bringNumber(world, { phone: PHONE });
    const wrong = wrongCode(world);
    await enterCode(world, card, MEERA, wrong, /That code is wrong/);
    const echo = { error: { code: 'INVALID', message: `unexpected value ${codeOf(world)}` } };
    world.vobiz.faults.next('confirm', { kind: 'status', status: 418, body: echo });
    await enterCode(world, card, MEERA, codeOf(world), /Vobiz didn't accept the code/);
    world.vobiz.faults.next('confirm', { kind: 'hang' });
    await enterCode(world, card, MEERA, codeOf(world), /couldn't tell whether that worked/);
    await enterCode(world, card, MEERA, codeOf(world), /is verified/);
    await cardShows(world, OPS, SAYS.verified);

    const find = createFinder(secretsOf(world));
    expect(find(`entered ${wrong} and ${codeOf(world)}`)).toHaveLength(2);
    expect(find(JSON.stringify(sentToSlack(world)))).toEqual([]);
    expect(find(JSON.stringify(await logOf(world)))).toEqual([]);
    const metrics = await fetch(`${world.bot.opsUrl}/metrics`);
    expect(find((await metrics.text()).replace(/ \S+$/gm, ''))).toEqual([]);
    const { found, searched } = await searchRedis(
      redisOfRun(),
      find,
      `*${world.env.REDIS_PREFIX}*`,
    );
    expect(found).toEqual([]);
    expect(searched.string).toBeGreaterThan(1);
  });
});

describe('people who are not full members', () => {
  it('cannot have a code sent', async ({ world }) => {
    const guest = world.slack.as(GUEST);
    await guest.command(OPS, COMMAND, `byon ${PHONE}`);
    await toldPrivately(world, GUEST, /Guests can't use this app/);
    expect(world.vobiz.callsTo('verify')).toEqual([]);
  });

  it.for<[string, string, RegExp]>([
    [GUEST, OPS, /Guests can't use this app/],
    [EXTERNAL, 'C0SHARED', /Only members of this app/],
  ])('are not asked for a code: %s', async ([who, channel, says], { world }) => {
    const card = await bringNumber(world, { phone: PHONE, channel });
    await world.slack.as(who).click(card, { actionId: buttons.enterCode.id });
    await toldPrivately(world, who, says);
    expect(world.slack.openView(who)).toBeUndefined();
  });

  it('cannot enter one into a form they still have open', async ({ world }) => {
    const card = await bringNumber(world, { phone: PHONE });
    const meera = world.slack.as(MEERA);
    await meera.click(card, { actionId: buttons.enterCode.id });
    const form = await viewShows(world, MEERA, /code_text/);
    await meera.type(form, { actionId: inputs.code.actionId }, 'letters');
    const { body } = await meera.submit();
    const forged = JSON.stringify(body).replaceAll('letters', codeOf(world));
    const { user, ...rest } = JSON.parse(forged);
    const forgedBy = { ...rest, user: { ...user, id: GUEST } };
    const { ackBody } = await meera.sendRaw('view_submission', forgedBy);
    expect(JSON.stringify(ackBody)).toMatch(/Guests can't use this app/);
    expect(world.vobiz.callsTo('confirm')).toEqual([]);
    expect(await savedIn(world, card)).not.toHaveProperty('entry');
  });
});

it('calls a code request unclear when nothing has come of it in time', async () => {
  const outside = await startOutside();
  // The bot that asked for it does not come back in time: as good as gone for a worker that waits less.
  const bot = await startBot(outside, { ROLE: 'bot', VOBIZ_CODE_TIMEOUT_MS: '3000' });
  const soon = { VOBIZ_CODE_TIMEOUT_MS: '100', VOBIZ_STALE_GRACE_MS: '100' };
  await startBot(outside, { ROLE: 'worker', ...soon });
  const world: World = { ...outside, bot };
  world.vobiz.faults.next('verify', { kind: 'hang' });
  await world.slack.as(ASHA).command(OPS, COMMAND, `byon ${PHONE}`);
  await viewShows(world, ASHA, /phone_text/);
  await world.slack.as(ASHA).submit();
  await cardShows(world, OPS, /No code sent.*no clear answer/);
  expect(world.vobiz.callsTo('verify')).toHaveLength(1);
});

it('is not called unclear while Vobiz may still answer, however little time a purchase gets', async () => {
  const purchase = { VOBIZ_ORDER_TIMEOUT_MS: '1', VOBIZ_STALE_GRACE_MS: '1' };
  const world = await startWorld({ env: { ...purchase, VOBIZ_CODE_TIMEOUT_MS: '20000' } });
  world.vobiz.faults.next('verify', { kind: 'latency', ms: 1_000 });
  const card = await bringNumber(world, { phone: PHONE });
  expect(await savedIn(world, card)).toMatchObject({ state: 'code_sent' });
});
