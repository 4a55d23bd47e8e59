import { describe, expect, vi } from 'vitest';
import type { StoredMessage } from '../../../sandbox/slack/store.ts';
import { codeOf, PHONE } from '../../support/byon.ts';
import { cardShows, enterCode, textOf, toldPrivately, viewShows } from '../../support/journeys.ts';
import { policyFile } from '../../support/policy.ts';
import { createFinder } from '../../support/secrets.ts';
import { sentToSlack } from '../../support/sent.ts';
import { logOf } from '../../support/shown.ts';
import { ASHA, GUEST, it, MEERA, OPS, RAVI, startWorld, type World } from '../../support/world.ts';

const SHORTCUT = 'verify_number';

/** A message of Ravi's in a channel, picked by somebody from its menu. */
async function pick(world: World, text: string, by: string = ASHA, channel: string = OPS) {
  world.slack.as(RAVI).say(channel, text);
  const said = world.slack.messages(channel).at(-1) as StoredMessage;
  return world.slack.as(by).messageShortcut(said, SHORTCUT);
}

describe('“Verify this number” on a message', () => {
  it.each(['http', 'socket'])('opens the form filled in, over %s', async (mode) => {
    const world = await startWorld({ env: { SLACK_MODE: mode } });
    if (mode === 'socket') {
      await vi.waitFor(() => expect(world.slack.socketConnected()).toBeGreaterThan(0), 5_000);
    }
    const delivery = await pick(world, 'The support line is 098765 01234, can we bring it?');
    expect(delivery.error).toBeUndefined();
    const form = await viewShows(world, ASHA, /We filled in the number from that message/);
    expect(textOf(form)).toContain(`"initial_value":"${PHONE}"`);
    await world.slack.as(ASHA).submit();
    const card = await cardShows(world, OPS, /"enter_code"/);
    await enterCode(world, card, MEERA, codeOf(world), /is verified/);
  });

  it('takes the first of several numbers and says so', async ({ world }) => {
    await pick(world, `old +14155552671, new ${PHONE}`);
    const form = await viewShows(world, ASHA, /has 2 phone numbers. We filled in the first/);
    expect(textOf(form)).toContain('"initial_value":"+14155552671"');
  });

  it('opens the form empty where there is no number, and repeats nothing of the message', async ({
    world,
  }) => {
    await pick(world, 'your code is 482913');
    const form = await viewShows(world, ASHA, /That message has no phone number/);
    expect(textOf(form)).not.toContain('initial_value');
    const find = createFinder([{ what: 'a one-time code', value: '482913' }]);
    expect(find(JSON.stringify([sentToSlack(world), await logOf(world)]))).toEqual([]);
  });

  it('tells those who may not start one', async () => {
    const env = await policyFile({}, { byon: { start: { users: [ASHA] } } });
    const world = await startWorld({ env });
    await pick(world, `call ${PHONE}`, MEERA);
    await viewShows(world, MEERA, /You can't bring a number here. Ask <@U0ASHA>/);
    await pick(world, `call ${PHONE}`, GUEST);
    await toldPrivately(world, GUEST, /Guests can't use this app/);
  });

  it('sends nothing where the bot is not, and says how to let the card appear', async ({
    world,
  }) => {
    await pick(world, `call ${PHONE}`, ASHA, 'C0PRIVATE');
    await viewShows(world, ASHA, /can't see this channel.*\/invite/);
    await world.slack.as(ASHA).close();
    const channel = world.slack.workspace.channels.find(({ id }) => id === 'C0PRIVATE');
    if (channel) channel.botIsMember = true;
    await pick(world, `call ${PHONE}`, ASHA, 'C0PRIVATE');
    await viewShows(world, ASHA, /We filled in the number from that message/);
    await world.slack.as(ASHA).submit();
    await cardShows(world, 'C0PRIVATE', /"enter_code"/);
  });
});
