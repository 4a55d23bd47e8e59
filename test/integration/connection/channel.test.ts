import { expect, it, vi } from 'vitest';
import { buttons, inputs } from '../../../src/slack/ids.ts';
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
import { cardShows, textOf, viewShows } from '../../support/journeys.ts';
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
  await cardShows(world, APPROVALS, /☑ Connected by/);
  await world.slack.as(ASHA).close();
  world.vobiz.reviewChannel(world.vobiz.channels[0]?.id ?? '', 'verified');
  return { world, card: await cardShows(world, APPROVALS, /☑ Live since/) };
}

const changesOf = (world: World) => world.vobiz.callsTo('updateChannel').map(({ body }) => body);

it('is renamed, at Vobiz and on the card', async () => {
  const { world, card } = await liveChannel();
  const ravi = world.slack.as(RAVI);
  await ravi.click(card, MANAGE);
  const form = await viewShows(world, RAVI, /display_name_text.*Disconnecting.*does not delete/);
  await ravi.type(form, { actionId: inputs.displayName.actionId }, 'Mumbai Support');
  await ravi.submit();
  await viewShows(world, RAVI, /Saved.*“Mumbai Support”/);
  await cardShows(world, APPROVALS, /as “Mumbai Support”/);
  expect(changesOf(world)).toEqual([{ display_name: 'Mumbai Support' }]);
});

it('gets another token, from the file or typed, and the card says who replaced it', async () => {
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
  await cardShows(world, APPROVALS, /Access token replaced by <@U0ASHA>/);
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
  await viewShows(world, ASHA, /Nothing was changed\. Meta does not accept the access token/);
  expect(textOf(card)).not.toContain('replaced');
});

it('is disconnected after a question that says what is and is not deleted, and can be connected anew', async () => {
  const { world, card } = await liveChannel();
  const asha = world.slack.as(ASHA);
  await asha.click(card, MANAGE);
  const form = await viewShows(world, ASHA, /disconnect_channel/);
  const disconnect = { actionId: buttons.disconnect.id };
  expect(asha.confirmDialog(form, disconnect)?.text).toMatch(/At Meta nothing is deleted/);
  await asha.click(form, disconnect);
  await viewShows(world, ASHA, /Disconnected by <@U0ASHA>/);
  const gone = await cardShows(world, APPROVALS, /Disconnected by <@U0ASHA>.*Connect Again/);
  expect(world.vobiz.channels).toEqual([]);
  await asha.close();
  await submitConnect(world, gone);
  await cardShows(world, APPROVALS, /☑ Connected by/);
  expect(created(world)).toMatchObject([{ waba_id: WABA }, { waba_id: WABA }]);
});

it('may be disconnected again when the answer was unclear', async () => {
  const { world, card } = await liveChannel();
  const asha = world.slack.as(ASHA);
  world.vobiz.faults.next('deleteChannel', { kind: 'reset_after' });
  for (const says of [/no clear answer.*does no harm/, /Disconnected by/]) {
    await asha.click(card, MANAGE);
    const form = await viewShows(world, ASHA, /disconnect_channel/);
    await asha.click(form, { actionId: buttons.disconnect.id });
    await viewShows(world, ASHA, says);
    await asha.close();
  }
  expect(world.vobiz.callsTo('deleteChannel').map(({ status }) => status)).toEqual([
    undefined,
    404,
  ]);
});

it('is not managed by people who may not connect', async () => {
  const { world, card } = await liveChannel();
  await world.slack.as(MEERA).click(card, MANAGE);
  await viewShows(world, MEERA, /You cannot connect this number/);
  await vi.waitFor(() => expect(world.vobiz.callsTo('deleteChannel')).toEqual([]));
});

it('tells whoever disconnects it a second time who did', async () => {
  const { world, card } = await liveChannel();
  for (const by of [ASHA, RAVI]) {
    await world.slack.as(by).click(card, MANAGE);
    await viewShows(world, by, /display_name_text/);
  }
  const press = async (by: string) => {
    const form = await viewShows(world, by, /disconnect_channel/);
    await world.slack.as(by).click(form, { actionId: buttons.disconnect.id });
  };
  await press(ASHA);
  await viewShows(world, ASHA, /Disconnected by <@U0ASHA>/);
  await press(RAVI);
  await viewShows(world, RAVI, /<@U0ASHA> disconnected this number.*Your click changed nothing/);
});
