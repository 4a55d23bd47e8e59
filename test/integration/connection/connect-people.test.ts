import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { buttons } from '../../../src/slack/ids.ts';
import { inputs } from '../../../src/slack/inputs.ts';
import {
  boughtNumber,
  created,
  META_TOKEN,
  metaTokens,
  submitConnect,
  TYPED_TOKEN,
  UNDECIDED,
  verifiedNumber,
  WABA,
} from '../../support/connecting.ts';
import {
  approve,
  cardShows,
  idIn,
  requestNumber,
  SAYS,
  textOf,
  toldPrivately,
  viewShows,
} from '../../support/journeys.ts';
import { policyFile } from '../../support/policy.ts';
import { searchRedis } from '../../support/secret-search.ts';
import { createFinder } from '../../support/secrets.ts';
import { sentToSlack } from '../../support/sent.ts';
import { redisOfRun } from '../../support/shown.ts';
import { APPROVALS, ASHA, DEV, GUEST, MEERA, OPS, RAVI, startWorld } from '../../support/world.ts';

const CLICK = { actionId: buttons.connect.id };

it('lets whoever asked, approves or is named connect, and tells everyone else who can', async () => {
  const policy = await policyFile({}, { connect: { users: [DEV] } });
  const world = await startWorld({ vobiz: UNDECIDED, env: { ...policy, ...(await metaTokens()) } });
  const card = await boughtNumber(world);
  for (const [by, says] of [
    [MEERA, /You can't connect this number.*people the policy names/],
  ] as const) {
    await world.slack.as(by).click(card, CLICK);
    await viewShows(world, by, says);
  }
  await world.slack.as(GUEST).click(card, CLICK);
  await toldPrivately(world, GUEST, /Guests can't use this app/);
  for (const by of [ASHA, RAVI, DEV]) {
    await world.slack.as(by).click(card, CLICK);
    await viewShows(world, by, /display_name_text/);
    await world.slack.as(by).close();
  }
  expect(created(world)).toEqual([]);
});

it('sends one request when two people connect at once, and tells the second who was faster', async () => {
  const world = await startWorld({ vobiz: UNDECIDED, env: await metaTokens() });
  const card = await boughtNumber(world);
  await world.slack.as(RAVI).click(card, CLICK);
  const late = await viewShows(world, RAVI, /display_name_text/);
  await world.slack.as(RAVI).type(late, { actionId: inputs.displayName.actionId }, 'Second');
  const held = world.vobiz.faults.hold('createChannel');
  await submitConnect(world, card);
  await held.arrived;
  await world.slack.as(RAVI).submit();
  await viewShows(world, RAVI, /<@U0ASHA> is connecting it.*didn't send what you entered/);
  held.release();
  await cardShows(world, APPROVALS, SAYS.inReview);
  expect(created(world)).toHaveLength(1);
});

it('is offered on no card while no WhatsApp account is set up, and says so on an older one', async () => {
  const world = await startWorld({ vobiz: UNDECIDED });
  await approve(world, await requestNumber(world));
  const card = await cardShows(world, APPROVALS, SAYS.bought);
  expect(textOf(card)).not.toContain(buttons.connect.id);
  const value = buttons.connect.encode({ record: idIn(card) });
  const old = { type: 'button', text: { type: 'plain_text', text: 'Connect' } };
  const elements = [{ ...old, action_id: buttons.connect.id, value }];
  const shown = { ...card, blocks: [{ type: 'actions', elements }] };
  await world.slack.as(ASHA).click(shown, CLICK, { asShown: true });
  await viewShows(world, ASHA, /WhatsApp isn't set up yet\. Ask an admin/);
});

it('says what is wrong with what was typed, and sends nothing', async () => {
  const policy = await policyFile({}, { connect: { token_in_modal: true } });
  const world = await startWorld({ vobiz: UNDECIDED, env: policy });
  const card = await verifiedNumber(world);
  const typed = { waba_id_text: '12', meta_token_text: 'sk_live', phone_number_id_text: '+91 98' };
  await submitConnect(world, card, typed);
  const errors = () =>
    JSON.stringify(
      world.slack.deliveries.findLast(({ type }) => type === 'view_submission')?.ackBody,
    );
  expect(errors()).toMatch(/isn't a phone-number ID.*isn't a WABA ID.*starts with EAA/);
  expect(errors()).not.toContain('sk_live');
  expect(created(world)).toEqual([]);
});

it('keeps a Meta token nowhere, typed or from the file, also when Vobiz repeats it', async () => {
  const policy = await policyFile({}, { connect: { token_in_modal: true } });
  const world = await startWorld({ vobiz: UNDECIDED, env: { ...policy, ...(await metaTokens()) } });
  const card = await verifiedNumber(world);
  const echo = { error: `token ${TYPED_TOKEN} of ${META_TOKEN.slice(0, 15)} is odd` };
  world.vobiz.faults.next('createChannel', { kind: 'status', status: 422, body: echo });
  await submitConnect(world, card, {
    waba_id_text: WABA,
    meta_token_text: TYPED_TOKEN,
    meta_account_choice: '*',
  });
  const failed = await cardShows(world, OPS, /Vobiz says: “token \[removed\]/);
  await world.slack.as(ASHA).close();
  await world.slack.as(ASHA).click(failed, CLICK);
  const again = await viewShows(
    world,
    ASHA,
    /Slack advises against typing secrets.*meta_token_text/,
  );
  expect(textOf(again)).not.toContain(TYPED_TOKEN);
  await world.slack.as(ASHA).close();
  await submitConnect(world, failed);
  await cardShows(world, OPS, SAYS.inReview);
  expect(created(world)).toHaveLength(2);

  const find = createFinder([
    { what: 'the typed token', value: TYPED_TOKEN },
    { what: 'the token of the file', value: META_TOKEN },
    { what: 'a part of the token', value: META_TOKEN.slice(0, 12) },
  ]);
  const { found, searched } = await searchRedis(redisOfRun(), find, `{${world.env.REDIS_PREFIX}}*`);
  expect(found).toEqual([]);
  expect(searched.string).toBeGreaterThan(0);
  expect(find(await readFile(world.bot.log, 'utf8'))).toEqual([]);
  expect(find(JSON.stringify(sentToSlack(world)))).toEqual([]);
  const metrics = await fetch(`${world.bot.opsUrl}/metrics`, { headers: { connection: 'close' } });
  expect(find(await metrics.text())).toEqual([]);
});
