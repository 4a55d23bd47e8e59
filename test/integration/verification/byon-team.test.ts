import { describe, expect } from 'vitest';
import { TURN_MS } from '../../../src/domain/verification/code.ts';
import { transitionVerification } from '../../../src/domain/verification/verification-transitions.ts';
import { buttons } from '../../../src/slack/ids.ts';
import { inputs } from '../../../src/slack/inputs.ts';
import { codeOf, PHONE, savedIn, storesOf } from '../../support/byon.ts';
import {
  bringNumber,
  cancelVerification,
  cardShows,
  enterCode,
  idIn,
  press,
  toldPrivately,
  viewShows,
} from '../../support/journeys.ts';
import { policyFile, writePolicy } from '../../support/policy.ts';
import {
  APPROVALS,
  ASHA,
  COMMAND,
  DEV,
  GUEST,
  it,
  MEERA,
  OPS,
  RAVI,
  startBot,
  startWorld,
  type World,
} from '../../support/world.ts';

const ENTER = { actionId: buttons.enterCode.id };

describe('cancelling', () => {
  it('is for the starter, and ends it for everybody with an open modal', async () => {
    const world = await startWorld({ env: await policyFile({}) });
    const card = await bringNumber(world, { phone: PHONE });
    await world.slack.as(MEERA).click(card, ENTER);
    await viewShows(world, MEERA, /code_text/);
    await press(world, DEV, card, buttons.cancelVerification);
    await viewShows(world, DEV, /can't cancel this\. The person who started it can, and approvers/);
    await cancelVerification(world, card, ASHA);
    await cardShows(world, OPS, /Cancelled by <@U0ASHA>/);
    await viewShows(world, MEERA, /Cancelled by <@U0ASHA>/);
    expect(world.vobiz.callsTo('confirm')).toEqual([]);
  });

  it('is for approvers too', async () => {
    const world = await startWorld({ env: await policyFile({}) });
    const card = await bringNumber(world, { phone: PHONE });
    await cancelVerification(world, card, RAVI);
    await cardShows(world, OPS, /Cancelled by <@U0RAVI>/);
  });

  it('is asked about first, also on a card of the version before', async ({ world }) => {
    const card = await bringNumber(world, { phone: PHONE });
    const value = buttons.cancelVerification.encode({ verification: idIn(card) });
    const text = { type: 'plain_text', text: 'Cancel' };
    const { id } = buttons.cancelVerification;
    const elements = [{ type: 'button', text, action_id: id, value }];
    const old = { ...card, blocks: [{ type: 'actions', elements }] };
    await world.slack.as(ASHA).click(old, { actionId: id }, { asShown: true });
    await viewShows(world, ASHA, /Cancel verification.*Keep it.*stays unverified/);
    expect(await savedIn(world, card)).toMatchObject({ state: 'code_sent' });
  });

  it('waits for whoever is entering a code', async ({ world }) => {
    const card = await bringNumber(world, { phone: PHONE });
    await world.slack.as(MEERA).click(card, ENTER);
    const form = await viewShows(world, MEERA, /code_text/);
    await world.slack.as(MEERA).type(form, { actionId: inputs.code.actionId }, codeOf(world));
    const held = world.vobiz.faults.hold('confirm');
    await world.slack.as(MEERA).submit();
    await held.arrived;
    await press(world, ASHA, card, buttons.cancelVerification, { asShown: true });
    await viewShows(world, ASHA, /Not cancelled.*<@U0MEERA> is entering a code/);
    held.release();
    await cardShows(world, OPS, /Verified by <@U0MEERA>/);
  });
});

describe('the policy', () => {
  const NARROW = { byon: { start: { users: [ASHA] }, enter: { groups: ['S0FINANCE'] } } };

  it('can narrow who starts and who enters codes or asks for more', async () => {
    const env = { ...(await policyFile({}, NARROW)), CODE_RESEND_AFTER_MS: '50' };
    const world = await startWorld({ env });
    await world.slack.as(DEV).command(OPS, COMMAND, `byon ${PHONE}`);
    await viewShows(world, DEV, /You can't bring a number here. Ask <@U0ASHA>/);
    const card = await bringNumber(world, { phone: PHONE });
    for (const by of [ASHA, DEV]) {
      await world.slack.as(by).click(card, ENTER);
      await viewShows(
        world,
        by,
        /You can't enter codes or ask for them here. Ask <!subteam\^S0FINANCE>/,
      );
    }
    const open = await cardShows(world, OPS, /send_new_code/);
    await world.slack.as(DEV).click(open, { actionId: buttons.sendNewCode.id });
    await toldPrivately(world, DEV, /You can't enter codes or ask for them/);
    await enterCode(world, card, MEERA, codeOf(world), /is verified/);
    expect(world.vobiz.callsTo('verify')).toHaveLength(1);
  });

  it('counts as it is when the form is sent, also after it was read again', async () => {
    const env = await policyFile({});
    const world = await startWorld({ env });
    const dev = world.slack.as(DEV);
    await dev.command(OPS, COMMAND, `byon ${PHONE}`);
    await viewShows(world, DEV, /phone_text/);
    await writePolicy(env.POLICY_FILE, {}, NARROW);
    await world.bot.reloadPolicy();
    await dev.submit();
    await viewShows(world, DEV, /Not started.*You can't bring a number/);
    expect(world.vobiz.callsTo('verify')).toEqual([]);
  });

  it('does not let a guest in by naming nobody', async ({ world }) => {
    const asha = world.slack.as(ASHA);
    await asha.command(OPS, COMMAND, 'byon');
    const form = await viewShows(world, ASHA, /phone_text/);
    await asha.type(form, { blockId: inputs.phone.blockId }, 'no number');
    const { body } = await asha.submit();
    const forged = JSON.parse(JSON.stringify(body).replaceAll('no number', PHONE));
    const user = { ...forged.user, id: GUEST };
    const { ackBody } = await asha.sendRaw('view_submission', { ...forged, user });
    expect(JSON.stringify(ackBody)).toMatch(/Guests can't use this app/);
    expect(world.vobiz.callsTo('verify')).toEqual([]);
  });
});

describe('a second start', () => {
  it('leads to the card of the first', async ({ world }) => {
    const card = await bringNumber(world, { phone: PHONE });
    await world.slack.as(RAVI).command(APPROVALS, COMMAND, `byon ${PHONE}`);
    await viewShows(world, RAVI, /phone_text/);
    await world.slack.as(RAVI).submit();
    const link = `https:\\/\\/[^|]*\\/archives\\/${OPS}\\/p${card.ts.replace('.', '')}`;
    await viewShows(world, RAVI, new RegExp(`already verifying.*<${link}[^|]*\\|Open the card>`));
  });
});

describe('open modals', () => {
  it('are told by the worker that the code expired', async () => {
    const world = await startWorld({ vobiz: { otpTtlMs: 3_000 } });
    const card = await bringNumber(world, { phone: PHONE });
    await world.slack.as(MEERA).click(card, ENTER);
    await viewShows(world, MEERA, /code_text/);
    await viewShows(world, MEERA, /Already over.*Nobody entered the code in time/);
    expect(world.vobiz.callsTo('confirm')).toEqual([]);
  });

  it('are still known after a restart of the bot', async ({ world }) => {
    const card = await bringNumber(world, { phone: PHONE });
    await world.slack.as(RAVI).click(card, ENTER);
    await viewShows(world, RAVI, /code_text/);
    await world.bot.stop();
    await startBot(world);
    await enterCode(world, card, MEERA, codeOf(world), /is verified/);
    await viewShows(world, RAVI, /Already over.*Verified by <@U0MEERA>/);
  });
});

describe('a bot that died while a code was being checked', () => {
  /** As it would be found: Meera's code was on its way to Vobiz, longer ago than a check can take. */
  async function interrupted(world: World) {
    const card = await bringNumber(world, { phone: PHONE });
    await world.slack.as(MEERA).click(card, ENTER);
    const form = await viewShows(world, MEERA, /code_text/);
    await world.bot.stop();
    const { verifications, codeModals } = storesOf(world);
    const record = await savedIn(world, card);
    const then = Date.now() - TURN_MS;
    const pace = { resendAfterMs: 60_000, pauseMs: 60_000, staleAfterMs: 60_000 };
    const entering = transitionVerification(
      record,
      { type: 'entry_started', by: MEERA, entryId: 'ent_dead0000' },
      then,
      pace,
    );
    if (!entering.ok) throw new Error('not entering');
    await verifications.save(entering.record, {
      at: then,
      team: record.team,
      record: record.id,
      event: 'entry_started',
      by: { user: MEERA, team: record.team },
      from: record.state,
      to: entering.record.state,
      revision: entering.record.revision,
      changes: [],
    });
    await codeModals.put(record, {
      viewId: form.id,
      hash: '',
      user: MEERA,
      attempt: 0,
      revision: 0,
      busy: 'checking',
      since: then,
    });
    return card;
  }

  it('counts no try, says so, and lets the code be entered again', async ({ world }) => {
    const card = await interrupted(world);
    await startBot(world);
    await cardShows(
      world,
      OPS,
      /interrupted while checking <@U0MEERA>'s code.*won't use up a try here/,
    );
    const form = await viewShows(world, MEERA, /interrupted while checking your code/);
    expect(await savedIn(world, card)).toMatchObject({ state: 'code_sent', wrongEntries: 0 });
    await world.slack.as(MEERA).type(form, { actionId: inputs.code.actionId }, codeOf(world));
    await world.slack.as(MEERA).submit();
    await viewShows(world, MEERA, /is verified/);
    expect(idIn(card)).toBe((await savedIn(world, card)).id);
  });
});
