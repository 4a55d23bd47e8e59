import { describe, expect, vi } from 'vitest';
import type { Fault } from '../../../sandbox/slack/faults.ts';
import { buttons } from '../../../src/slack/ids.ts';
import { decisionsIn } from '../../support/audit.ts';
import {
  approve,
  cardShows,
  pressNote,
  requestNumber,
  textOf,
  toldPrivately,
  viewShows,
} from '../../support/journeys.ts';
import { policyFile } from '../../support/policy.ts';
import { APPROVALS, GUEST, it, MEERA, RAVI, startWorld, type World } from '../../support/world.ts';

type Card = Awaited<ReturnType<typeof requestNumber>>;
const LOOK = { timeout: 10_000, interval: 30 };

/** Presses a button with a response_url that does not work. */
async function pressUnanswerably(world: World, card: Card, by: string, actionId: string) {
  const button = card.blocks
    .flatMap(({ elements }) => (Array.isArray(elements) ? elements : []))
    .find((element) => element.action_id === actionId);
  const gone = `${world.slack.url}/response/gone`;
  return world.slack.as(by).rawAction(card, button ?? {}, { response_url: gone });
}

describe('whoever clicks is answered', () => {
  it('in the channel when the response_url does not work', async ({ world }) => {
    const card = await requestNumber(world);
    await pressUnanswerably(world, card, GUEST, buttons.approve.id);
    await toldPrivately(world, GUEST, /Guests can't use this app/);
    expect(world.slack.ephemerals(GUEST)).toMatchObject([{ source: 'postEphemeral' }]);
    await approve(world, card, MEERA);
    await pressUnanswerably(world, card, RAVI, buttons.approve.id);
    await toldPrivately(world, RAVI, /<@U0MEERA> approved this request/);
  });

  it.for<[string, Fault]>([
    ['Slack says no with a status of 200', { body: '{"ok":false,"error":"expired_url"}' }],
    ['a gateway answers with its page', { body: '<html>ok</html>' }],
    ['it breaks off', { reset: true }],
  ])('in the channel when the response_url took nothing: %s', async ([_how, fault], { world }) => {
    const card = await requestNumber(world);
    world.slack.fault('response_url', fault);
    await world.slack.as(GUEST).click(card, { actionId: buttons.approve.id });
    await toldPrivately(world, GUEST, /Guests can't use this app/);
    expect(world.slack.ephemerals(GUEST)).toMatchObject([{ source: 'postEphemeral' }]);
  });

  it('directly when neither that nor the channel works', async ({ world }) => {
    const card = await requestNumber(world);
    await approve(world, card);
    world.slack.fault('chat.postEphemeral', { error: 'user_not_in_channel' });
    await pressUnanswerably(world, card, MEERA, buttons.approve.id);
    await vi.waitFor(
      () =>
        expect(world.slack.directMessages(MEERA).map(textOf).join()).toMatch(
          /<@U0RAVI> approved this request/,
        ),
      LOOK,
    );
    expect(world.slack.directMessages(MEERA)).toHaveLength(1);
  });

  it('privately when the form of Deny cannot be opened', async ({ world }) => {
    const card = await requestNumber(world);
    world.slack.fault('views.open', { error: 'expired_trigger_id' });
    await world.slack.as(RAVI).click(card, { actionId: buttons.deny.id });
    await toldPrivately(world, RAVI, /Slack was too slow.*Reference: /);
    expect(await decisionsIn(world)).toEqual([]);
  });
});

describe('when Slack does not say who somebody is', () => {
  it.for<[string, Fault]>([
    ['fails', { error: 'internal_error' }],
    ['breaks off', { reset: true }],
    ['is rate limited', { error: 'ratelimited', retryAfter: 5 }],
    ['is answered by a proxy', { status: 502 }],
  ])(
    'nothing is decided, and Try again in the note works: users.info %s',
    async ([_how, fault], { world }) => {
      const card = await requestNumber(world);
      world.slack.fault('users.info', fault);
      await world.slack.as(RAVI).click(card, { actionId: buttons.approve.id });
      await toldPrivately(
        world,
        RAVI,
        /Slack didn't tell us who can do this.*Nothing was changed.*Try again.*Reference: /,
      );
      expect(await decisionsIn(world)).toEqual([]);
      expect(world.vobiz.callsTo('order')).toEqual([]);
      await pressNote(world, RAVI, buttons.approve);
      await cardShows(world, APPROVALS, /Approved by/);
      expect(await decisionsIn(world)).toHaveLength(1);
    },
  );

  it('nor which user group they are in', async () => {
    const env = await policyFile({ approvers: { groups: ['S0FINANCE'] } });
    const world = await startWorld({ env });
    // Once for the check that somebody could approve it, which does not stand in the way of a request.
    world.slack.fault('usergroups.users.list', { error: 'internal_error', times: 2 });
    const card = await requestNumber(world);
    await world.slack.as(MEERA).click(card, { actionId: buttons.approve.id });
    await toldPrivately(world, MEERA, /Slack didn't tell us who can do this.*Try again/);
    expect(await decisionsIn(world)).toEqual([]);
    await approve(world, card, MEERA);
  });

  it('and the window that was to have a form has Try again, which opens it', async () => {
    const env = await policyFile({ approvers: { groups: ['S0FINANCE'] } });
    const world = await startWorld({ env });
    const card = await requestNumber(world);
    world.slack.fault('usergroups.users.list', { error: 'internal_error' });
    await world.slack.as(MEERA).click(card, { actionId: buttons.deny.id });
    const failed = await viewShows(
      world,
      MEERA,
      /Slack didn't tell us who can do this.*deny_order/,
    );
    await world.slack.as(MEERA).click(failed, { actionId: buttons.deny.id });
    await viewShows(world, MEERA, /Why not/);
  });

  it('no form of Deny opens, and they are told', async ({ world }) => {
    const card = await requestNumber(world);
    world.slack.fault('users.info', { error: 'internal_error' });
    await world.slack.as(RAVI).click(card, { actionId: buttons.deny.id });
    await toldPrivately(world, RAVI, /Slack didn't tell us who can do this/);
    expect(world.slack.openView(RAVI)).toBeUndefined();
    await pressNote(world, RAVI, buttons.deny);
    await viewShows(world, RAVI, /Why not/);
    await cardShows(world, APPROVALS, /approve_order/);
    expect(await decisionsIn(world)).toEqual([]);
  });
});
