import { expect } from 'vitest';
import { buttons } from '../../../src/slack/ids.ts';
import { inputs } from '../../../src/slack/inputs.ts';
import { boughtNumber } from '../../support/connecting.ts';
import { cardShows, press, textOf, toldPrivately, viewShows } from '../../support/journeys.ts';
import { policyFile } from '../../support/policy.ts';
import { sweptTwice } from '../../support/sweeps.ts';
import { look, OFTEN } from '../../support/watching.ts';
import { APPROVALS, ASHA, it, RAVI, startWorld, type World } from '../../support/world.ts';

/** Messages of the bot in the approvals channel that say this. */
function told({ slack }: World, says: RegExp): string[] {
  return slack
    .messages(APPROVALS)
    .map(textOf)
    .filter((text) => says.test(text));
}

async function homeShows({ slack }: World, person: string, says: RegExp) {
  await expect.poll(() => textOf(slack.home(person)), { timeout: 15_000 }).toMatch(says);
}

it('tells approvers once of numbers that nobody bought here, and takes their answer', async () => {
  const world = await startWorld({ env: await policyFile({}) });
  const { slack, vobiz } = world;
  for (const person of [ASHA, RAVI]) await slack.as(person).openHome();
  vobiz.addOwnedNumber({ e164: '+919845678901', setup_fee: 500, monthly_fee: 250 });
  await look(world);
  const notice = await cardShows(world, APPROVALS, /Not bought here · \+91 98456 78901.*₹250/);
  await homeShows(world, RAVI, /1 number in the Vobiz account wasn't bought here/);
  expect(textOf(slack.home(ASHA))).not.toContain('bought here');

  await press(world, ASHA, notice, buttons.leaveNumbers);
  await toldPrivately(world, ASHA, /Only approvers and admins/);
  await press(world, RAVI, notice, buttons.leaveNumbers);
  await cardShows(world, APPROVALS, /Left as it is by <@U0RAVI>/);
  await expect.poll(() => textOf(slack.home(RAVI))).not.toContain('bought here');

  vobiz.addOwnedNumber({ e164: '+919845678902' });
  await look(world);
  const another = await cardShows(world, APPROVALS, /Not bought here · \+91 98456 78902/);
  await press(world, RAVI, another, buttons.adopt);
  const form = await viewShows(world, RAVI, /owner_choice/);
  await slack.as(RAVI).type(form, { actionId: inputs.purpose.actionId }, 'The old hotline');
  await slack.as(RAVI).submit();
  await viewShows(world, RAVI, /now has its card in/);
  await expect.poll(() => told(world, /Not bought here.*✅ Adopted by <@U0RAVI>/)).toHaveLength(1);
  await look(world);
  await sweptTwice(world);
  expect(told(world, /Not bought here/)).toHaveLength(2);
});

it('tells approvers in one line that a list lacks every number, and no owner that theirs is gone', async () => {
  const env = { ...(await policyFile({})), ...OFTEN };
  const world = await startWorld({ vobiz: { completeAfterMs: 0 }, env });
  const { slack, vobiz } = world;
  await boughtNumber(world);
  await look(world);
  await slack.as(RAVI).openHome();
  const { e164 = '' } = vobiz.ownedNumbers[0] ?? {};
  vobiz.alterOwnedNumber(e164, null);
  await look(world);
  await look(world);
  await cardShows(world, APPROVALS, /Vobiz doesn't list your number/);
  await homeShows(world, RAVI, /Vobiz doesn't list your number/);
  await sweptTwice(world);
  expect(told(world, /Vobiz doesn't list/)).toHaveLength(1);
  vobiz.alterOwnedNumber(e164, {});
  await look(world);
  await cardShows(world, APPROVALS, /✅ The Vobiz list makes sense again/);
  expect(told(world, /Gone from Vobiz/)).toEqual([]);
});
