import { expect, vi } from 'vitest';
import type { StoredMessage } from '../../sandbox/slack/store.ts';
import { buttons } from '../../src/slack/ids.ts';
import { inputs } from '../../src/slack/inputs.ts';
import { boughtNumber } from './connecting.ts';
import { cardShows, press, viewShows } from './journeys.ts';
import { policyFile } from './policy.ts';
import { APPROVALS, ASHA, MEERA, type Outside, RAVI, startWorld } from './world.ts';

type World = Pick<Outside, 'slack' | 'vobiz'>;

const APPROVERS = { approvers: { users: [RAVI, MEERA] }, self_approval: true };

/** A bought number that Ravi and Meera decide about, with its card. `clock`: also that of the stand-ins. */
export async function returnable(clock: { now?: () => number } = {}) {
  const world = await startWorld({
    slack: clock,
    vobiz: { ...clock, completeAfterMs: 0 },
    env: { ...(await policyFile(APPROVERS)), VOBIZ_STALE_GRACE_MS: '200' },
  });
  return { world, card: await boughtNumber(world) };
}

/** Opens Details of a card, and from there the form. */
export async function openGiveBack(world: World, card: StoredMessage, by: string = ASHA) {
  await press(world, by, card, buttons.openOrder);
  const details = await viewShows(world, by, /Timeline/);
  await press(world, by, details, buttons.giveBack);
}

/** Asks to give a bought number back. Answers the card that asks for approval. */
export async function askToGiveBack(
  world: World,
  card: StoredMessage,
  by: string = ASHA,
): Promise<StoredMessage> {
  await openGiveBack(world, card, by);
  const form = await viewShows(world, by, /Why don't you need it/);
  await world.slack.as(by).type(form, { blockId: inputs.reason.blockId }, 'The desk has closed');
  await world.slack.as(by).submit();
  const asked = await cardShows(world, APPROVALS, /approve_give_back/);
  await viewShows(world, by, /We.ll tell you what they decide/);
  await world.slack.as(by).close();
  return asked;
}

/** The same, approved. */
export async function givenBack(world: World, card: StoredMessage, by: string = RAVI) {
  await press(world, by, await askToGiveBack(world, card), buttons.approveGiveBack);
}

/** How often a number was sent back, and how often it was asked for again. */
export function sentBack({ vobiz }: World) {
  return {
    released: vobiz.callsTo('releaseNumber').length,
    kept: vobiz.callsTo('cancelRelease').length,
  };
}

export async function listedAs({ vobiz }: World, status: string): Promise<void> {
  await vi.waitFor(() => expect(vobiz.ownedNumbers).toMatchObject([{ status }]));
}
