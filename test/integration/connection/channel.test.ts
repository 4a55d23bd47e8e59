import { expect, it, vi } from 'vitest';
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
  WABA,
} from '../../support/connecting.ts';
import { cardShows, idIn, press, SAYS, textOf, viewShows } from '../../support/journeys.ts';
import { policyFile } from '../../support/policy.ts';
import { searchRedis } from '../../support/secret-search.ts';
import { createFinder } from '../../support/secrets.ts';
import { sentToSlack } from '../../support/sent.ts';
import { redisOfRun } from '../../support/shown.ts';
import { APPROVALS, ASHA, MEERA, RAVI, startWorld, type World } from '../../support/world.ts';

const MANAGE = { actionId: buttons.manageChannel.id };

/** A live channel: its card, and the calls that changed it. */
async function liveChannel(connect: unknown = {}) {
  const policy = await policyFile({}, { connect });
  const world = await startWorld({ vobiz: UNDECIDED, env: { ...policy, ...(await metaTokens()) } });
  await submitConnect(world, await boughtNumber(world));
  await cardShows(world, APPROVALS, SAYS.inReview);
  await world.slack.as(ASHA).close();
  world.vobiz.reviewChannel(world.vobiz.channels[0]?.id ?? '', 'verified');
  return { world, card: await cardShows(world, APPROVALS, SAYS.live) };
}

const changesOf = (world: World) => world.vobiz.callsTo('updateChannel').map(({ body }) => body);

it('is renamed, at Vobiz and on the card', async () => {
  const { world, card } = await liveChannel();
  const ravi = world.slack.as(RAVI);
  await ravi.click(card, MANAGE);
  const form = await viewShows(world, RAVI, /display_name_text/);
  await ravi.type(form, { actionId: inputs.displayName.actionId }, 'Mumbai Support');
  await ravi.submit();
  await viewShows(world, RAVI, /Saved.*“Mumbai Support”/);
  await world.slack.as(RAVI).close();
  await ravi.click(card, MANAGE);
  await viewShows(world, RAVI, /as “Mumbai Support”/);
  expect(changesOf(world)).toEqual([{ display_name: 'Mumbai Support' }]);
});

it('gets another token, from the file or typed, and Manage says who replaced it', async () => {
  const { world, card } = await liveChannel({ token_in_modal: true });
  const asha = world.slack.as(ASHA);
  const choose = { actionId: inputs.metaAccount.actionId };
  for (const value of ['Support', '*']) {
    await asha.click(card, MANAGE);
    const form = await viewShows(world, ASHA, /meta_token_text/);
    await asha.select(form, { ...choose, value });
    if (value === '*') await asha.type(form, { actionId: inputs.metaToken.actionId }, TYPED_TOKEN);
    await asha.submit();
    await viewShows(world, ASHA, /Saved/);
    await asha.close();
  }
  await asha.click(card, MANAGE);
  await viewShows(world, ASHA, /Access token replaced by <@U0ASHA>/);
  const change = { display_name: 'Pune Support', access_token: '[redacted]' };
  expect(changesOf(world)).toEqual([change, change]);
  const find = createFinder([
    { what: 'the typed token', value: TYPED_TOKEN },
    { what: 'the token of the file', value: META_TOKEN },
  ]);
  const found = await searchRedis(redisOfRun(), find, `{${world.env.REDIS_PREFIX}}*`);
  expect(found.found).toEqual([]);
  expect(find(JSON.stringify(sentToSlack(world)))).toEqual([]);
});

it('keeps its token when Meta does not take the new one', async () => {
  const { world, card } = await liveChannel();
  const asha = world.slack.as(ASHA);
  const body = { error: { code: 'INVALID', message: 'Invalid Access Token' } };
  world.vobiz.faults.next('updateChannel', { kind: 'status', status: 400, body });
  await asha.click(card, MANAGE);
  const form = await viewShows(world, ASHA, /meta_account_choice/);
  await asha.select(form, { actionId: inputs.metaAccount.actionId, value: 'Support' });
  await asha.submit();
  await viewShows(world, ASHA, /Not changed.*Meta doesn't accept the access token/);
  expect(textOf(card)).not.toContain('replaced');
});

it('is disconnected after a question that says what is and is not deleted, and can be connected anew', async () => {
  const { world, card } = await liveChannel();
  const asha = world.slack.as(ASHA);
  await press(world, ASHA, card, buttons.disconnect);
  await viewShows(world, ASHA, /We delete nothing at Meta\. You'll still pay its monthly fee/);
  expect(world.vobiz.callsTo('deleteChannel')).toEqual([]);
  await asha.submit();
  const gone = await cardShows(world, APPROVALS, /Disconnected by <@U0ASHA>.*Connect again/);
  expect(world.slack.openView(ASHA)).toBeUndefined();
  expect(world.vobiz.channels).toEqual([]);
  await submitConnect(world, gone);
  await cardShows(world, APPROVALS, SAYS.inReview);
  expect(created(world)).toMatchObject([{ waba_id: WABA }, { waba_id: WABA }]);
});

it('is not taken for the new one while a list that is behind still shows it', async () => {
  const { world, card } = await liveChannel();
  const before = world.vobiz.channels;
  await press(world, ASHA, card, buttons.disconnect);
  await viewShows(world, ASHA, /Disconnect number\?/);
  await world.slack.as(ASHA).submit();
  const gone = await cardShows(world, APPROVALS, /Disconnected by <@U0ASHA>/);
  const items = before.map((channel) => ({ ...channel }));
  world.vobiz.faults.next('channels', { kind: 'status', status: 200, body: { items } });
  await submitConnect(world, gone);
  await cardShows(
    world,
    APPROVALS,
    /couldn't rely on Vobiz's list of channels, so nothing was sent/,
  );
  expect(created(world)).toHaveLength(1);
  await world.slack.as(ASHA).close();
  await submitConnect(world, gone);
  await cardShows(world, APPROVALS, SAYS.inReview);
  expect(created(world)).toHaveLength(2);
});

it('may be disconnected again when the answer was unclear', async () => {
  const { world, card } = await liveChannel();
  const asha = world.slack.as(ASHA);
  world.vobiz.faults.next('deleteChannel', { kind: 'reset_after' });
  const disconnect = async () => {
    await press(world, ASHA, card, buttons.disconnect);
    await viewShows(world, ASHA, /Disconnect number\?/);
    await asha.submit();
  };
  await disconnect();
  await viewShows(world, ASHA, /no clear answer.*safe to try again/);
  await asha.close();
  await disconnect();
  await cardShows(world, APPROVALS, /Disconnected by/);
  expect(world.vobiz.callsTo('deleteChannel').map(({ status }) => status)).toEqual([
    undefined,
    404,
  ]);
});

it('is not managed by people who may not connect', async () => {
  const { world, card } = await liveChannel();
  for (const button of [buttons.manageChannel, buttons.disconnect]) {
    await press(world, MEERA, card, button);
    await viewShows(world, MEERA, /You can't connect this number/);
    await world.slack.as(MEERA).close();
  }
  await vi.waitFor(() => expect(world.vobiz.callsTo('deleteChannel')).toEqual([]));
});

it('tells whoever disconnects it a second time who did', async () => {
  const { world, card } = await liveChannel();
  for (const by of [ASHA, RAVI]) {
    await press(world, by, card, buttons.disconnect);
    await viewShows(world, by, /Disconnect number\?/);
  }
  await world.slack.as(ASHA).submit();
  await cardShows(world, APPROVALS, /Disconnected by <@U0ASHA>/);
  await world.slack.as(RAVI).submit();
  await viewShows(world, RAVI, /<@U0ASHA> disconnected this number.*Nothing has changed/);
});

it('asks too where a form of the version before offers to disconnect', async () => {
  const { world, card } = await liveChannel();
  await world.slack.as(ASHA).click(card, MANAGE);
  const form = await viewShows(world, ASHA, /display_name_text/);
  const id = idIn(card);
  const old = { type: 'button', text: { type: 'plain_text', text: 'Disconnect' } };
  const value = buttons.disconnect.encode({ record: id });
  const button = { ...old, action_id: buttons.disconnect.id, value };
  const blocks = [{ type: 'actions', elements: [button] }];
  await world.slack
    .as(ASHA)
    .click(
      { ...form, view: { ...form.view, blocks } },
      { actionId: buttons.disconnect.id },
      { asShown: true },
    );
  await viewShows(world, ASHA, /Disconnect number\?/);
  expect(world.vobiz.callsTo('deleteChannel')).toEqual([]);
});
