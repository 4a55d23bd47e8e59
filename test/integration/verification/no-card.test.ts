import { describe, expect, vi } from 'vitest';
import { buttons } from '../../../src/slack/ids.ts';
import { eventsIn } from '../../support/audit.ts';
import { PHONE } from '../../support/byon.ts';
import { cardShows, openOrderForm, textOf, viewShows } from '../../support/journeys.ts';
import { policyFile } from '../../support/policy.ts';
import { APPROVALS, ASHA, COMMAND, it, OPS, startWorld, type World } from '../../support/world.ts';

const PLACES = [
  ['a direct message of two people', 'D0TWO', /can't post in other people's direct messages/],
  ['a direct message of several people', 'G0TWO', /can't post in other people's direct messages/],
  ['a channel the bot is not in', 'C0RANDOM', /app isn't in this channel.*\/invite/],
  ['a private channel the bot is not in', 'C0PRIVATE', /can't see this channel/],
  ['an archived channel', 'C0OLD', /This channel is archived/],
] as const;

function archive(world: World): void {
  const old = { id: 'C0OLD', name: 'old', members: [ASHA], isArchived: true, botIsMember: true };
  world.slack.workspace.channels.push(old);
}

describe('where a card could never appear', () => {
  it.for(PLACES)(
    'no code is sent to a number brought along: %s',
    async ([_place, channel, says], { world }) => {
      archive(world);
      await world.slack.as(ASHA).command(channel, COMMAND, `byon ${PHONE}`);
      await viewShows(world, ASHA, says);
      expect(world.vobiz.callsTo('verify')).toEqual([]);
      expect(await eventsIn(world)).toBe('');
    },
  );

  it('no number is offered in a direct message without a channel for approvals', async ({
    world,
  }) => {
    await world.slack.as(ASHA).command('D0TWO', COMMAND, 'search IN');
    const results = await viewShows(world, ASHA, /Nobody could approve a request from a direct/);
    expect(textOf(results)).not.toContain(buttons.choose.id);
  });

  it('no number is requested in a group of other people', async ({ world }) => {
    const says = /can't post in other people's direct messages/;
    await world.slack.as(ASHA).command('G0TWO', COMMAND, 'search IN');
    const results = await viewShows(world, ASHA, /Choose/);
    await world.slack.as(ASHA).click(results, { actionId: buttons.choose.id, index: 0 });
    await viewShows(world, ASHA, says);
    expect(await eventsIn(world)).toBe('');
  });

  it('a request is made where the policy names another channel for it', async () => {
    const world = await startWorld({ env: await policyFile({}) });
    await openOrderForm(world, ASHA, 'C0RANDOM', 'Support line');
    await world.slack.as(ASHA).submit();
    await cardShows(world, APPROVALS, /approve_order/);
  });

  it('a form that was opened before sends no code', async ({ world }) => {
    await world.slack.as(ASHA).command(OPS, COMMAND, `byon ${PHONE}`);
    await viewShows(world, ASHA, /phone_text/);
    const ops = world.slack.workspace.channels.find(({ id }) => id === OPS);
    if (ops) ops.isArchived = true;
    await world.slack.as(ASHA).submit();
    await viewShows(world, ASHA, /This channel is archived/);
    expect(world.vobiz.callsTo('verify')).toEqual([]);
  });

  it('nothing is sent while Slack does not say', async ({ world }) => {
    await world.slack.as(ASHA).command(OPS, COMMAND, `byon ${PHONE}`);
    await viewShows(world, ASHA, /phone_text/);
    // The form asks as it opens; what it asks as it is submitted is to fail.
    await vi.waitFor(() => {
      expect(world.slack.calls.map(({ method }) => method)).toContain('conversations.info');
    }, 5_000);
    world.slack.fault('conversations.info', { error: 'internal_error' });
    await world.slack.as(ASHA).submit();
    await viewShows(world, ASHA, /Slack didn't answer/);
    expect(world.vobiz.callsTo('verify')).toEqual([]);
  });
});

it('brings a number in the messages with the bot', async ({ world }) => {
  await world.slack.as(ASHA).command('D0ASHA', COMMAND, `byon ${PHONE}`);
  await viewShows(world, ASHA, /phone_text/);
  await world.slack.as(ASHA).submit();
  await cardShows(world, 'D0ASHA', /enter_code/);
});
