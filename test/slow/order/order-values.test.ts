import { describe, expect } from 'vitest';
import { buttons, modalIds } from '../../../src/slack/ids.ts';
import { auditOf } from '../../support/audit.ts';
import { forgeSubmission } from '../../support/forged.ts';
import {
  idIn,
  openOrderForm,
  requestNumber,
  toldPrivately,
  viewShows,
} from '../../support/journeys.ts';
import { APPROVALS, ASHA, it, RAVI, startWorld, type World } from '../../support/world.ts';

const OLD = /from an earlier version\. Nothing was changed/;
const BROKEN = /can't read this\. Nothing was changed/;
const NO_RECORD = /have no record of this any more/;
const oversized = JSON.stringify({ v: 1, d: { order: `ord_${'7'.repeat(3000)}` } });

const VALUES: [what: string, value: string | undefined, says: RegExp][] = [
  ['of an earlier version', '{"v":0,"d":{"order":"ord_7k3m9q2x"}}', OLD],
  ['of a later version', '{"v":2,"d":{"o":"ord_7k3m9q2x"}}', OLD],
  ['missing', undefined, BROKEN],
  ['not JSON', 'approve everything', BROKEN],
  ['JSON of another kind', '[["v",1]]', BROKEN],
  ['with an id of another kind', '{"v":1,"d":{"order":"ver_7k3m9q2x"}}', BROKEN],
  ['with an id that leads elsewhere', '{"v":1,"d":{"order":"ord_7k3m9q2x:audit"}}', BROKEN],
  ['too long', oversized, BROKEN],
  ['of an order that is not there', '{"v":1,"d":{"order":"ord_7k3m9q2x"}}', NO_RECORD],
];

async function onlyRequested(world: World): Promise<void> {
  expect((await auditOf(world)).map(({ event }) => event)).toEqual(['request']);
  expect(world.vobiz.callsTo('order')).toEqual([]);
}

function press(actionId: string, value: string | undefined) {
  const button = {
    type: 'button',
    action_id: actionId,
    block_id: 'b',
    text: { type: 'plain_text' },
  };
  return value === undefined ? button : { ...button, value };
}

it('answers a button and a form that no version of the bot knows', async ({ world }) => {
  const card = await requestNumber(world);
  const pressed = await world.slack
    .as(RAVI)
    .rawAction(card, press('approve_everything', '{"v":1}'));
  expect(pressed.error).toBeUndefined();
  await toldPrivately(world, RAVI, OLD);
  await world.slack.as(ASHA).command(APPROVALS, '/vobiz-number', 'search');
  const form = await viewShows(world, ASHA, /Find a number/);
  const sent = await forgeSubmission(world, ASHA, form, {
    view: { callback_id: 'forgotten_form' },
  });
  expect(sent.error).toBeUndefined();
  expect(JSON.stringify(sent.ackBody)).toMatch(OLD);
  await onlyRequested(world);
});

describe('a button whose value is', () => {
  it.for(VALUES)(
    '%s gets a sentence and changes nothing',
    async ([_what, value, says], { world }) => {
      const card = await requestNumber(world);
      const person = world.slack.as(RAVI);
      const approval = await person.rawAction(card, press(buttons.approve.id, value));
      expect(approval.error).toBeUndefined();
      await toldPrivately(world, RAVI, says);
      const denial = await person.rawAction(card, press(buttons.deny.id, value));
      expect(denial.error).toBeUndefined();
      if (says === NO_RECORD) await viewShows(world, RAVI, says);
      else expect(world.slack.openView(RAVI)).toBeUndefined();
      await onlyRequested(world);
    },
  );

  it('that of another workspace does not reach it', async () => {
    const home = await startWorld();
    const card = await requestNumber(home);
    const team = { id: 'T0ELSEWHERE', name: 'Elsewhere', domain: 'elsewhere' };
    const env = { REDIS_PREFIX: home.env.REDIS_PREFIX ?? '', ROLE: 'bot' };
    const elsewhere = await startWorld({ slack: { team }, env });
    const value = buttons.approve.encode({ order: idIn(card) });
    await elsewhere.slack.as(RAVI).rawAction(card, press(buttons.approve.id, value));
    await toldPrivately(elsewhere, RAVI, NO_RECORD);
    await onlyRequested(home);
    expect(await auditOf(elsewhere)).toEqual([]);
  });
});

describe('a form whose metadata is', () => {
  it.for(VALUES)(
    '%s gets a sentence and changes nothing',
    async ([_what, metadata, says], { world }) => {
      const card = await requestNumber(world);
      await world.slack.as(RAVI).click(card, { actionId: buttons.deny.id });
      const form = await viewShows(world, RAVI, /Why not\?/);
      const values = { reason: { reason_text: { type: 'plain_text_input', value: 'No' } } };
      const view = { callback_id: modalIds.deny.id, private_metadata: metadata ?? '' };
      const { ackBody, error } = await forgeSubmission(world, RAVI, form, { values, view });
      expect(error).toBeUndefined();
      expect(JSON.stringify(ackBody)).toMatch(says);
      await onlyRequested(world);
    },
  );

  it('that of an order form nobody drafted gets a sentence and makes no request', async ({
    world,
  }) => {
    await openOrderForm(world, ASHA, APPROVALS, 'Support');
    const form = await viewShows(world, ASHA, /What is it for/);
    const view = { private_metadata: modalIds.orderForm.encode({ order: 'ord_zzzzzzzz' }) };
    const { ackBody } = await forgeSubmission(world, ASHA, form, { view });
    expect(JSON.stringify(ackBody)).toMatch(/This form is too old/);
    expect(await auditOf(world)).toEqual([]);
  });
});
