import { expect } from 'vitest';
import { formatPhone } from '../../../src/domain/phone.ts';
import { buttons } from '../../../src/slack/ids.ts';
import { inputs } from '../../../src/slack/inputs.ts';
import { auditOf } from '../../support/audit.ts';
import {
  approve,
  cardShows,
  newsFor,
  press,
  requestNumber,
  SAYS,
  textOf,
  viewShows,
} from '../../support/journeys.ts';
import { policyFile } from '../../support/policy.ts';
import { look } from '../../support/watching.ts';
import {
  APPROVALS,
  ASHA,
  COMMAND,
  DEV,
  it,
  MEERA,
  OPS,
  RAVI,
  startWorld,
  type World,
} from '../../support/world.ts';

const FOUND = '+919845678901';

async function detailsFor(world: World, person: string) {
  await world.slack.as(person).command(OPS, COMMAND, 'numbers');
  const list = await viewShows(world, person, /98456 78901.*Not bought here/s);
  await press(world, person, list, buttons.numberDetails);
  return viewShows(world, person, /adopt_number|Adopted by/);
}

it('is owned, listed and watched once an approver adopts it', async () => {
  const world = await startWorld({ env: await policyFile({}) });
  const { slack, vobiz } = world;
  vobiz.addOwnedNumber({ e164: FOUND, setup_fee: 500, monthly_fee: 250 });

  await press(world, ASHA, await detailsFor(world, ASHA), buttons.adopt);
  await viewShows(world, ASHA, /Only approvers and admins can adopt/);

  await look(world);
  const notice = await cardShows(world, APPROVALS, /Not bought here · \+91 98456 78901/);
  await press(world, RAVI, notice, buttons.adopt);
  const form = await viewShows(world, RAVI, /owner_choice/);
  await slack.as(RAVI).type(form, { actionId: inputs.purpose.actionId }, 'The old hotline');
  await slack.as(RAVI).select(form, { actionId: inputs.owner.actionId, value: MEERA });
  await slack.as(RAVI).submit();
  await viewShows(world, RAVI, /now has its card in/);
  await cardShows(world, APPROVALS, /📥 Adopted · \+91 98456 78901.*The old hotline/);
  await cardShows(world, APPROVALS, /Adopted by <@U0RAVI> · ₹250\/month · Owned by <@U0MEERA>/);
  await expect
    .poll(() => newsFor(world, MEERA).map(textOf).join(), { timeout: 15_000 })
    .toContain('owner of');
  expect((await auditOf(world)).map(({ event, by }) => [event, by])).toEqual([
    ['adopt', expect.objectContaining({ user: RAVI })],
  ]);

  vobiz.alterOwnedNumber(FOUND, { is_blocked: true });
  await look(world);
  await cardShows(world, APPROVALS, /⚠️ Blocked at Vobiz.*Ask support@vobiz.ai why/);
  await expect
    .poll(() => newsFor(world, MEERA).map(textOf).join(), { timeout: 15_000 })
    .toContain('Blocked at Vobiz');
});

it('is not adopted while a request here is buying it', async () => {
  const world = await startWorld({ vobiz: { completeAfterMs: 0 }, env: await policyFile({}) });
  const { arrived, release } = world.vobiz.faults.hold('order', { when: 'after' });
  const card = await requestNumber(world);
  await approve(world, card);
  await arrived;
  const [{ e164 = '' } = {}] = world.vobiz.ownedNumbers;
  const listed = new RegExp(`${formatPhone(e164).replace('+', '.')}.*Not bought here`, 's');
  await world.slack.as(RAVI).command(OPS, COMMAND, 'numbers');
  await press(world, RAVI, await viewShows(world, RAVI, listed), buttons.numberDetails);
  await press(world, RAVI, await viewShows(world, RAVI, /adopt_number/), buttons.adopt);
  const form = await viewShows(world, RAVI, /owner_choice/);
  await world.slack.as(RAVI).type(form, { actionId: inputs.purpose.actionId }, 'Found it');
  await world.slack.as(RAVI).submit();
  await viewShows(world, RAVI, /requesting or verifying this number/);
  release();
  await cardShows(world, APPROVALS, SAYS.bought);
  expect((await auditOf(world)).map(({ event }) => event)).not.toContain('adopt');
});

it('is adopted once, though two approvers have the form open', async () => {
  const policy = { approvers: { users: [RAVI, DEV] } };
  const world = await startWorld({ env: await policyFile(policy) });
  world.vobiz.addOwnedNumber({ e164: FOUND });
  for (const person of [RAVI, DEV]) {
    await press(world, person, await detailsFor(world, person), buttons.adopt);
    const form = await viewShows(world, person, /owner_choice/);
    const purpose = { actionId: inputs.purpose.actionId };
    await world.slack.as(person).type(form, purpose, 'The old hotline');
  }
  await Promise.all([RAVI, DEV].map((person) => world.slack.as(person).submit()));
  const says = await Promise.all(
    [RAVI, DEV].map((person) => viewShows(world, person, /now has its card in|already/)),
  );
  expect(says.map((view) => /already/.test(textOf(view))).sort()).toEqual([false, true]);
  expect((await auditOf(world)).map(({ event }) => event)).toEqual(['adopt']);
});
