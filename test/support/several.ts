import type { StoredMessage } from '../../sandbox/slack/store.ts';
import { buttons } from '../../src/slack/ids.ts';
import { inputs } from '../../src/slack/inputs.ts';
import { cardShows, textOf, viewShows } from './journeys.ts';
import { APPROVALS, ASHA, COMMAND, type Outside } from './world.ts';

type World = Pick<Outside, 'slack' | 'vobiz'>;

/** Opens the form for several of the 8 numbers of Maharashtra. */
export async function openSeveral(world: World, place = 'IN MH') {
  const asha = world.slack.as(ASHA);
  await asha.command(APPROVALS, COMMAND, `search ${place}`);
  await asha.click(await viewShows(world, ASHA, /Choose/), { actionId: buttons.chooseSeveral.id });
  return viewShows(world, ASHA, /How many/);
}

type Wanted = { count: number; upTo?: string; picked?: string[] };

export async function fillSeveral(world: World, { count, upTo, picked }: Wanted) {
  const asha = world.slack.as(ASHA);
  const form = await viewShows(world, ASHA, /How many/);
  await asha.type(form, inputs.count, String(count));
  if (upTo !== undefined) await asha.type(form, inputs.upTo, upTo);
  if (picked) await asha.select(form, { actionId: inputs.picked.actionId, value: picked });
  return asha.submit();
}

/** Says what they are for, and sends the request. */
export async function sendSeveral(world: World, purpose = 'Pune support desk') {
  const asha = world.slack.as(ASHA);
  const form = await viewShows(world, ASHA, /What is it for/);
  await asha.type(form, { blockId: inputs.purpose.blockId }, purpose);
  await asha.submit();
  return textOf(form);
}

/** A request for some numbers of Maharashtra. Answers the card that asks for approval. */
export async function requestSeveral(world: World, count: number): Promise<StoredMessage> {
  await openSeveral(world);
  await fillSeveral(world, { count });
  await sendSeveral(world);
  return cardShows(
    world,
    APPROVALS,
    new RegExp(`approve_order.*${count} numbers|${count} numbers.*approve_order`),
  );
}
