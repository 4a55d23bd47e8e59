import { describe, expect, it } from 'vitest';
import { assessClock } from '../../../src/app/doctor/check-machine.ts';
import { FINANCE, searchForSecrets, troublesIn } from '../../support/clinic.ts';
import { RAVI } from '../../support/world.ts';

searchForSecrets();

const MINUTE = 60_000;
const fine = { users: [RAVI], groups: [FINANCE] };

describe('a clock that is off by minutes', () => {
  it('is named with what Slack and Vobiz say, and how it is set right', async () => {
    const found = await troublesIn({ slack: { now: () => Date.now() - 7 * MINUTE } }, ({ vobiz }) =>
      (['me', 'availability'] as const).forEach((op) => {
        vobiz.faults.always(op, { kind: 'answer', clockAheadMs: -7 * MINUTE });
      }),
    );
    expect(found).toEqual([
      expect.stringMatching(
        /^warning Clock: this machine's clock is 7 minutes ahead of Slack's and Vobiz's, .*timedatectl set-ntp true/,
      ),
    ]);
  });

  it('is a problem over signed HTTP once Slack would be refused as too old', async () => {
    const env = { SLACK_MODE: 'http' };
    const found = (ms: number) => troublesIn({ env, slack: { now: () => Date.now() + ms } });
    expect(await found(-6 * MINUTE)).toContainEqual(
      expect.stringMatching(
        /^problem Clock: .* 6 minutes ahead of Slack's, .*refuses Slack's requests as too old/,
      ),
    );
    expect(await found(6 * MINUTE)).toContainEqual(
      expect.stringMatching(/^warning Clock: .* 6 minutes behind Slack's/),
    );
  });

  it('says hours and days where minutes would be many, and each clock apart', () => {
    const skews = new Map([
      ['Slack', -5 * 60 * MINUTE],
      ['Vobiz', 400 * 24 * 60 * MINUTE],
    ]);
    expect(assessClock(skews, false).map(({ says }) => says)).toEqual([
      expect.stringMatching(/5 hours ahead of Slack's,/),
      expect.stringMatching(/400 days behind Vobiz's,/),
    ]);
  });
});

describe('amounts in a currency that Vobiz does not quote', () => {
  it.each([
    [
      'of a rule',
      { more: { rules: [{ name: 'small', first_charge_up_to: { USD: 9 }, auto_approve: true }] } },
      'first_charge_up_to of small',
    ],
    ['of a budget', budgetOf({ workspace: { USD: 100 } }), 'limits.monthly_budget.workspace'],
    [
      'of a team',
      budgetOf({ teams: { S0FINANCE: { EUR: 100 } } }),
      'monthly_budget.teams of the user group S0FINANCE',
    ],
    ['of the most expensive number', { parts: { limits: { max_price: { USD: 9 } } } }, 'max_price'],
    [
      'of one channel only',
      { parts: { channels: { C0OPS: { limits: { max_price: { USD: 9 } } } } } },
      'limits.max_price',
    ],
  ])('%s are named', async (_whose, rules, key) => {
    const found = await troublesIn({ rules: { ...fine, ...rules } });
    expect(found).toEqual([
      expect.stringMatching(
        new RegExp(`^warning Amounts: .*${key} is in (USD|EUR), and Vobiz quotes INR, .* in INR$`),
      ),
    ]);
  });

  it('are what counts where people may ask for numbers of that country', async () => {
    const parts = { ask: { countries: ['US'] }, limits: { max_price: { USD: 9 } } };
    expect(await troublesIn({ rules: { ...fine, parts } })).toEqual([]);
  });

  it('are nothing to name beside one that it quotes', async () => {
    const parts = { limits: { max_price: { USD: 9, INR: 900 } } };
    expect(await troublesIn({ rules: { ...fine, parts } })).toEqual([]);
  });

  it('are not judged where no price was seen', async () => {
    const parts = { ask: { countries: ['FR'] }, limits: { max_price: { USD: 9 } } };
    expect(await troublesIn({ rules: { ...fine, parts } })).toEqual([]);
  });
});

function budgetOf(monthly_budget: object) {
  return { parts: { limits: { monthly_budget } } };
}
