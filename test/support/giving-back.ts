import { expect, vi } from 'vitest';
import type { StoredMessage } from '../../sandbox/slack/store.ts';
import { buttons } from '../../src/slack/ids.ts';
import { inputs } from '../../src/slack/inputs.ts';
import { boughtNumber } from './connecting.ts';
import { cardShows, press, viewShows } from './journeys.ts';
import { policyFile } from './policy.ts';
import { APPROVALS, ASHA, COMMAND, MEERA, OPS, type Outside, RAVI, startWorld } from './world.ts';

type World = Pick<Outside, 'slack' | 'vobiz'>;

const APPROVERS = { approvers: { users: [RAVI, MEERA] }, self_approval: true };

/** A bought number that Ravi and Meera decide about, with its card. `clock`: also that of the stand-ins. */
export async function returnable(clock: { now?: () => number } = {}, env = {}) {
  const world = await startWorld({
    slack: clock,
    vobiz: { ...clock, completeAfterMs: 0 },
    env: { ...(await policyFile(APPROVERS)), VOBIZ_STALE_GRACE_MS: '200', ...env },
  });
  return { world, card: await boughtNumber(world) };
}

export const ADOPTED = '+919845678901';

/** A number that was bought outside Slack and that Ravi adopts for Asha. Answers its card. */
export async function adoptNumber(world: World): Promise<StoredMessage> {
  world.vobiz.addOwnedNumber({ e164: ADOPTED, setup_fee: 500, monthly_fee: 250 });
  await world.slack.as(RAVI).command(OPS, COMMAND, 'numbers');
  const list = await viewShows(world, RAVI, /98456 78901/);
  await press(world, RAVI, list, buttons.numberDetails);
  await press(world, RAVI, await viewShows(world, RAVI, /adopt_number/), buttons.adopt);
  const form = await viewShows(world, RAVI, /owner_choice/);
  await world.slack.as(RAVI).type(form, { actionId: inputs.purpose.actionId }, 'The old hotline');
  await world.slack.as(RAVI).select(form, { actionId: inputs.owner.actionId, value: ASHA });
  await world.slack.as(RAVI).submit();
  await viewShows(world, RAVI, /now has its card in/);
  await world.slack.as(RAVI).dismiss();
  return cardShows(world, APPROVALS, /📥 Adopted/);
}

/** As `returnable`, of an adopted number. */
export async function adopted(clock: { now?: () => number } = {}, env = {}) {
  const world = await startWorld({
    slack: clock,
    vobiz: clock,
    env: { ...(await policyFile(APPROVERS)), VOBIZ_STALE_GRACE_MS: '200', ...env },
  });
  return { world, card: await adoptNumber(world) };
}

/** Opens Details of a card, and from there the form. */
export async function openGiveBack(world: World, card: StoredMessage, by: string = ASHA) {
  const isAdopted = JSON.stringify(card.blocks).includes(buttons.verificationDetails.id);
  await press(world, by, card, isAdopted ? buttons.verificationDetails : buttons.openOrder);
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
