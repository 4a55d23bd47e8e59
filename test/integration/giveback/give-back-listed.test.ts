import { describe, expect, it } from 'vitest';
import type { StoredMessage } from '../../../sandbox/slack/store.ts';
import { buttons } from '../../../src/slack/ids.ts';
import { createKeys } from '../../../src/store/keys.ts';
import { adopted, givenBack, returnable } from '../../support/giving-back.ts';
import { cardShows, press, textOf, viewShows } from '../../support/journeys.ts';
import { redisOfRun } from '../../support/shown.ts';
import { APPROVALS, COMMAND, DEV, OPS, RAVI, type World } from '../../support/world.ts';

/** A number of the account that is listed whatever happens: a list that shows it is drawn. */
const STAYS = '+919845600000';
/** As the line of a number says it; the menu of states has the words too. */
const LEAVING = /\* · Being given back/;
const PATIENT = { VOBIZ_READ_TIMEOUT_MS: '30000' };
const KINDS = [
  ['bought', returnable],
  ['adopted', adopted],
] as const;

/** A number of ours, and the digits at its end, which are written together. */
async function withNumber(start: typeof returnable) {
  const { world, card } = await start({}, PATIENT);
  const e164 = world.vobiz.ownedNumbers[0]?.e164 ?? '';
  world.vobiz.addOwnedNumber({ e164: STAYS, setup_fee: 500, monthly_fee: 250 });
  // As if what was listed on the way here were a minute old.
  await redisOfRun().del(createKeys(world.env.REDIS_PREFIX ?? '').numbersSeen());
  return { world, card, e164, shown: e164.slice(-5) };
}

/** How often the whole list of owned numbers was asked for. */
function timesListed({ vobiz }: World): number {
  return vobiz.callsTo('ownedNumbers').filter(({ query }) => !query.search).length;
}

async function numbersFor(world: World): Promise<string> {
  await world.slack.as(DEV).command(OPS, COMMAND, 'numbers');
  return drawnFor(world);
}

async function drawnFor(world: World): Promise<string> {
  const list = textOf(await viewShows(world, DEV, /98456 00000/));
  await world.slack.as(DEV).close();
  return list;
}

async function gone(world: World, card: StoredMessage, e164: string): Promise<void> {
  await givenBack(world, card);
  await cardShows(world, APPROVALS, /Going back to Vobiz/);
  world.vobiz.endCooldown(e164);
  await cardShows(world, APPROVALS, /Given back · /);
}

describe('the list of numbers', () => {
  it.for(KINDS)(
    'has no number that is given back, though it was there when Vobiz was asked: %s',
    async ([_kind, start]) => {
      const { world, card, e164, shown } = await withNumber(start);
      expect(await numbersFor(world)).toContain(shown);
      await gone(world, card, e164);
      const listed = timesListed(world);
      expect(await numbersFor(world)).not.toContain(shown);
      expect(timesListed(world)).toBe(listed);
    },
  );

  it.for(KINDS)(
    'has no number whose end was known before the answer of Vobiz that has it: %s',
    async ([_kind, start]) => {
      const { world, card, e164, shown } = await withNumber(start);
      const slow = world.vobiz.faults.hold('ownedNumbers', { when: 'after' });
      await world.slack.as(DEV).command(OPS, COMMAND, 'numbers');
      await slow.arrived;
      await gone(world, card, e164);
      slow.release();
      expect(await drawnFor(world)).not.toContain(shown);
      expect(await numbersFor(world)).not.toContain(shown);
    },
  );

  it.for(KINDS)(
    'has no number on its way out that is kept, though it was when Vobiz was asked: %s',
    async ([_kind, start]) => {
      const { world, card, shown } = await withNumber(start);
      await givenBack(world, card);
      const leaving = await cardShows(world, APPROVALS, /cancel_give_back/);
      expect(await numbersFor(world)).toMatch(LEAVING);
      await press(world, RAVI, leaving, buttons.keepReturned);
      await cardShows(world, APPROVALS, /✅ Bought|📥 Adopted/);
      const list = await numbersFor(world);
      expect(list).toContain(shown);
      expect(list).not.toMatch(LEAVING);
    },
  );
});
