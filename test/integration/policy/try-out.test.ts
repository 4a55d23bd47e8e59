import { describe, expect } from 'vitest';
import type { PolicyAsWritten } from '../../../src/domain/policy/policy-schema.ts';
import { requestNumber, textOf } from '../../support/journeys.ts';
import { createSetterUp } from '../../support/setting-up.ts';
import { policyOf, setPolicy } from '../../support/settings.ts';
import { it, OPS, type World } from '../../support/world.ts';

/** The numbers that are shown first cost 500 and 200 a month: 700 now. One of them is asked for already. */
async function withOneRequest(world: World, limits: NonNullable<PolicyAsWritten['limits']>) {
  await setPolicy(world, policyOf({}, { limits }));
  await requestNumber(world);
  const admin = createSetterUp(world);
  await admin.start();
  await admin.submit(/2 of 3/);
  await admin.submit(/Try it/);
  return admin;
}

describe('a request that is tried out is judged by the limits, as a real one is:', () => {
  it('what is left of the budget is said where it fits', async ({ world }) => {
    const admin = await withOneRequest(world, { monthly_budget: { workspace: { INR: 2000 } } });
    await admin.sees(/₹1,300 by .* would need <@U0RAVI>\. Budget 35% → 100% of ₹2,000/);
  });

  it('a budget that it goes beyond', async ({ world }) => {
    const admin = await withOneRequest(world, { monthly_budget: { workspace: { INR: 1999 } } });
    await admin.sees(
      /₹1,300 by .* isn't possible\. .*over the budget: ₹700 of this month's ₹1,999 is used, and this costs ₹1,300 now/,
    );
    await admin.type('trialAmount', '1299');
    await admin.pressEnter('trialAmount');
    await admin.sees(/₹1,299 by .* would need/);
    await admin.type('trialCount', '2');
    await admin.pressEnter('trialCount');
    await admin.sees(/2 numbers of ₹1,299 by .* isn't possible/);
  });

  it('the budget of the channel it is made from', async ({ world }) => {
    const admin = await withOneRequest(world, { monthly_budget: { channel: { INR: 1500 } } });
    await admin.sees(/isn't possible\. .*over the budget of <#C0APPROVALS>: ₹700 of/);
    await admin.choose('trialChannel', OPS);
    await admin.sees(/₹1,300 by .* from <#C0OPS> would need/);
  });

  it('how many numbers a day', async ({ world }) => {
    const admin = await withOneRequest(world, { purchases_per_day: 2 });
    await admin.sees(/would need/);
    await admin.type('trialCount', '2');
    await admin.pressEnter('trialCount');
    await admin.sees(/isn't possible\. .*2 numbers a day, and 1 is bought or waiting today/);
  });

  it('the monthly fees of all numbers, which the step then asks for', async ({ world }) => {
    const admin = await withOneRequest(world, { monthly_fees: { INR: 300 } });
    expect(textOf(await admin.sees(/would need/))).toMatch(/Of that each month/);
    await admin.type('trialMonthly', '101');
    await admin.pressEnter('trialMonthly');
    await admin.sees(
      /isn't possible\. .*limit for monthly fees: all numbers cost ₹200 of ₹300 a month, and this adds ₹101/,
    );
  });
});
