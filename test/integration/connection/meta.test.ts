import { expect, it, onTestFinished } from 'vitest';
import { META_ERRORS, startMetaStandIn } from '../../../sandbox/meta/graph.ts';
import { buttons } from '../../../src/slack/ids.ts';
import {
  BROUGHT,
  boughtNumber,
  META_TOKEN,
  metaTokens,
  submitConnect,
  UNDECIDED,
  verifiedNumber,
  WABA,
} from '../../support/connecting.ts';
import { cardShows, press, SAYS, textOf, viewShows } from '../../support/journeys.ts';
import { linesOf } from '../../support/log-lines.ts';
import { APPROVALS, ASHA, COMMAND, OPS, startBot, startOutside } from '../../support/world.ts';

/** A connected number, and a bot started anew, which has asked Meta nothing yet. */
async function connected() {
  const meta = await startMetaStandIn({ wabaId: WABA, token: META_TOKEN });
  onTestFinished(meta.stop);
  const outside = await startOutside({
    vobiz: UNDECIDED,
    env: { ...(await metaTokens()), META_GRAPH_URL: meta.url },
  });
  let bot = await startBot(outside);
  await submitConnect(outside, await boughtNumber(outside));
  const card = await cardShows(outside, APPROVALS, SAYS.inReview);
  await outside.slack.as(ASHA).close();
  const [number] = outside.vobiz.ownedNumbers;
  if (!number) throw new Error('no number');
  return {
    ...outside,
    meta,
    card,
    e164: number.e164,
    /** Another bot in its place. */
    restart: async (env: Record<string, string> = {}) => {
      await bot.stop();
      bot = await startBot(outside, env);
    },
    details: () => press(outside, ASHA, card, buttons.openOrder),
    logged: async () => JSON.stringify(await linesOf(bot.log)),
  };
}

it('shows what Meta says of a connected number, asked once, in its details', async () => {
  const world = await connected();
  const { meta, slack, e164, details } = world;
  expect(meta.calls, 'nothing is asked before somebody looks').toEqual([]);
  meta.put(e164, { quality_rating: 'RED', name_status: 'PENDING_REVIEW' });
  meta.put(BROUGHT, { name_status: 'DECLINED' });
  await details();
  const shown = textOf(await viewShows(world, ASHA, /What Meta says/));
  expect(shown).toContain("Display name: waits for Meta's review");
  expect(shown).toContain('Quality: low.');
  expect(shown).toContain('Limit: 250 people a day');
  await slack.as(ASHA).close();

  await slack.as(ASHA).command(OPS, COMMAND, 'numbers');
  const list = await viewShows(world, ASHA, buttons.numberDetails.id);
  await press(world, ASHA, list, buttons.numberDetails);
  await viewShows(world, ASHA, /Display name: waits for Meta's review/);
  await slack.as(ASHA).close();

  await submitConnect(world, await verifiedNumber(world));
  const brought = await cardShows(world, OPS, SAYS.inReview);
  await slack.as(ASHA).close();
  await press(world, ASHA, brought, buttons.verificationDetails);
  await viewShows(world, ASHA, /Display name: declined\. Choose another/);
  expect(meta.calls).toEqual([{ path: expect.any(String), isAuthorized: true }]);
});

it('shows details without Meta: refused, limited, unreadable, silent or switched off', async () => {
  const world = await connected();
  const { meta, slack, details, restart } = world;
  for (const [fault, says] of [
    [META_ERRORS.expired, 'Meta refused our access token'],
    [META_ERRORS.appLimit, 'Meta gets too many requests'],
    [{ kind: 'body', status: 200, body: '<html>' }, "Meta gave an answer we can't use"],
  ] as const) {
    meta.breakWith(fault);
    await restart();
    await details();
    const shown = textOf(await viewShows(world, ASHA, /What Meta says/));
    expect(shown).toContain(`Unknown. ${says}`);
    expect(shown).toContain("Meta's verification: waiting for Meta");
    await slack.as(ASHA).close();
  }

  meta.breakWith({ kind: 'hang' });
  await restart({ META_READ_TIMEOUT_MS: '300' });
  await details();
  expect(textOf(await viewShows(world, ASHA, /Meta's verification/))).not.toContain('What Meta');
  await viewShows(world, ASHA, /Unknown\. Meta didn't answer/);
  await slack.as(ASHA).close();

  const asked = meta.calls.length;
  meta.breakWith(undefined);
  await restart({ META_GRAPH_URL: 'off' });
  await details();
  await viewShows(world, ASHA, /Meta's verification/);
  // A bot that has ended has drawn all that it was going to draw.
  await restart({ META_TOKENS_FILE: '', META_GRAPH_URL: meta.url });
  expect(textOf(slack.openView(ASHA))).not.toContain('What Meta says');
  await slack.as(ASHA).close();
  await details();
  await viewShows(world, ASHA, /Meta's verification/);
  await restart();
  expect(textOf(slack.openView(ASHA))).not.toContain('What Meta says');
  expect(meta.calls).toHaveLength(asked);
  const logs = await world.logged();
  expect(logs).toContain('"event":"meta.unread","account":"Support","why":"token"');
  expect(logs).not.toContain(META_TOKEN);
});
