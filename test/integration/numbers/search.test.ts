import { describe, expect, vi } from 'vitest';
import { optionsOf, visibleText } from '../../../sandbox/slack/elements.ts';
import { recordOf } from '../../../sandbox/slack/json.ts';
import { errorShape } from '../../../sandbox/vobiz/error-shapes.ts';
import type { Fault } from '../../../sandbox/vobiz/faults.ts';
import { buttons } from '../../../src/slack/ids.ts';
import { inputs } from '../../../src/slack/inputs.ts';
import { boughtNumber } from '../../support/connecting.ts';
import { forgeSubmission } from '../../support/forged.ts';
import {
  backToForm,
  cardShows,
  narrow,
  textOf,
  toldPrivately,
  viewShows,
} from '../../support/journeys.ts';
import { failureBehind, logOf, markupSent, redisOfRun, slackRefused } from '../../support/shown.ts';
import { APPROVALS, ASHA, COMMAND, it, RAVI, startWorld, type World } from '../../support/world.ts';

const SAMPLE = '+919876543210';

function searchedVobiz(world: World): Record<string, string>[] {
  return world.vobiz.callsTo('availability').map(({ query }) => query);
}

/** What stands in the menus and the field of the open search. */
function chosenIn(world: World, userId: string) {
  const inputs = Object.values(world.slack.openView(userId)?.inputs ?? {});
  const { country_choice, region_choice, sort_choice, digits_text } = Object.assign({}, ...inputs);
  const values = [country_choice, region_choice, sort_choice].map((menu) =>
    String(recordOf(recordOf(menu).selected_option).value),
  );
  return [...values, recordOf(digits_text).value];
}

/** What a menu of the open search offers for what somebody typed. */
async function offeredBy(world: World, actionId: string, typed: string): Promise<string[]> {
  const view = world.slack.openView(ASHA);
  if (!view) throw new Error('no search is open');
  const offered = await world.slack.as(ASHA).suggest(view, { actionId }, typed);
  return optionsOf(offered).map(visibleText);
}

describe('what is typed after search', () => {
  it.for<[string, string[], RegExp]>([
    ['IN', ['IN', '*'], /40 numbers, page 1 of 5/],
    ['in mh', ['IN', 'MH'], /Maharashtra.*8 numbers ·/],
    ['India', ['IN', '*'], /40 numbers/],
    ['  INDIA    Mh ', ['IN', 'MH'], /8 numbers/],
    ['united states CA', ['US', 'CA'], /6 numbers.*California/],
    ['usa', ['US', '*'], /15 numbers/],
    ['mumbai 43210', ['IN', 'MH'], /1 number ·.*98765 43210/],
  ])('finds numbers for "%s"', async ([typed, chosen, shows], { world }) => {
    await world.slack.as(ASHA).command(APPROVALS, COMMAND, `search ${typed}`);
    await viewShows(world, ASHA, shows);
    expect(searchedVobiz(world)).toEqual([{ country: chosen[0] }]);
    expect(chosenIn(world, ASHA).slice(0, 2)).toEqual(chosen);
  });

  it('leaves out what was bought a moment ago, though the list is kept for a minute', async () => {
    const world = await startWorld({ vobiz: { completeAfterMs: 0 } });
    await boughtNumber(world);
    const calls = searchedVobiz(world).length;
    await world.slack.as(ASHA).command(APPROVALS, COMMAND, 'search IN');
    await viewShows(world, ASHA, /39 numbers/);
    expect(searchedVobiz(world)).toHaveLength(calls);
  });

  it('begins where the person searched last, each in their own country', async ({ world }) => {
    const asha = world.slack.as(ASHA);
    await asha.command(APPROVALS, COMMAND, 'search');
    await viewShows(world, ASHA, /40 numbers/);
    await narrow(world, ASHA, inputs.country, 'US', 'usa');
    await viewShows(world, ASHA, /15 numbers/);
    await asha.command(APPROVALS, COMMAND, 'search');
    await viewShows(world, ASHA, /15 numbers/);
    await world.slack.as(RAVI).command(APPROVALS, COMMAND, 'search');
    await viewShows(world, RAVI, /40 numbers/);
  });

  it('names the nearest country for one that does not exist, and its menu has it', async ({
    world,
  }) => {
    const asha = world.slack.as(ASHA);
    await asha.command(APPROVALS, COMMAND, 'search Indai');
    await viewShows(world, ASHA, /We don't know “Indai”\. Did you mean India\? Pick a country/);
    await asha.submit();
    await viewShows(world, ASHA, /No country yet/);
    expect(searchedVobiz(world)).toEqual([]);
    expect(await offeredBy(world, inputs.country.actionId, 'Indai')).toEqual(['India']);
    await narrow(world, ASHA, inputs.country, 'IN', 'Indai');
    await viewShows(world, ASHA, /40 numbers/);
  });

  it('says what to do when nothing comes near', async ({ world }) => {
    await world.slack.as(ASHA).command(APPROVALS, COMMAND, `search ${'🙂'.repeat(1500)}`);
    await viewShows(world, ASHA, /We don't know “🙂+…”\. Pick a country above/u);
  });

  it('says what to try when there is no such number', async ({ world }) => {
    const asha = world.slack.as(ASHA);
    await asha.command(APPROVALS, COMMAND, 'search IN ZZ');
    await viewShows(world, ASHA, /We don't know “ZZ” in India/);
    await asha.command(APPROVALS, COMMAND, 'search IN MH');
    const form = await viewShows(world, ASHA, /Choose/);
    await asha.type(form, { blockId: inputs.digits.blockId }, '000000');
    await asha.submit();
    await viewShows(world, ASHA, /No numbers match in Maharashtra, India\. Try fewer digits/);
    expect(chosenIn(world, ASHA)).toEqual(['IN', 'MH', 'year', '000000']);
  });
});

describe('the menus of the search', () => {
  it('offer countries by what people call them, and regions that have numbers', async ({
    world,
  }) => {
    await world.slack.as(ASHA).command(APPROVALS, COMMAND, 'search IN');
    await viewShows(world, ASHA, /Choose/);
    const countries = (typed: string) => offeredBy(world, inputs.country.actionId, typed);
    expect((await countries('')).slice(0, 3)).toEqual(['India', 'United States', 'Afghanistan']);
    expect((await countries('uk'))[0]).toBe('United Kingdom');
    expect(await countries('mumbai')).toEqual(['Maharashtra, India']);
    const regions = (typed: string) => offeredBy(world, inputs.region.actionId, typed);
    expect((await regions('')).slice(0, 3)).toEqual(['All regions', 'Delhi (6)', 'Gujarat (4)']);
    expect(await regions('mumbai')).toEqual(['Maharashtra (8)']);
    expect(await regions('all')).toEqual(['All regions']);
    expect(await regions('Goa')).toEqual([]);
    const errors = world.slack.deliveries.filter(({ error }) => error);
    expect(errors).toEqual([]);
  });

  it('answer at once while Vobiz does not, with what is known', async ({ world }) => {
    const held = world.vobiz.faults.hold('availability');
    await world.slack.as(ASHA).command(APPROVALS, COMMAND, 'search IN');
    await held.arrived;
    expect(await offeredBy(world, inputs.region.actionId, '')).toEqual(['All regions']);
    expect(await offeredBy(world, inputs.region.actionId, 'mumbai')).toEqual(['Maharashtra']);
    await narrow(world, ASHA, inputs.region, 'MH', 'mumbai');
    held.release();
    await viewShows(world, ASHA, /8 numbers ·/);
    expect(await offeredBy(world, inputs.region.actionId, 'mumbai')).toEqual(['Maharashtra (8)']);
  });

  it('redraw the results at once, and keep what else was chosen and typed', async ({ world }) => {
    const asha = world.slack.as(ASHA);
    await asha.command(APPROVALS, COMMAND, 'search US');
    const form = await viewShows(world, ASHA, /15 numbers/);
    await asha.type(form, { blockId: inputs.digits.blockId }, '3');
    await narrow(world, ASHA, inputs.sort, 'today');
    await narrow(world, ASHA, inputs.country, 'IN MH', 'bombay');
    await viewShows(world, ASHA, /98765 43210/);
    expect(chosenIn(world, ASHA)).toEqual(['IN', 'MH', 'today', '3']);
    await narrow(world, ASHA, inputs.region, '*');
    await viewShows(world, ASHA, /page 1 of/);
    await narrow(world, ASHA, inputs.region, 'KA', 'bangalore');
    await viewShows(world, ASHA, /Karnataka/);
    await narrow(world, ASHA, inputs.country, 'US', 'usa');
    await viewShows(world, ASHA, /555 01/);
    expect(chosenIn(world, ASHA)).toEqual(['US', '*', 'today', '3']);
  });

  it('search for the digits on Enter too, and say what is none', async ({ world }) => {
    const asha = world.slack.as(ASHA);
    await asha.command(APPROVALS, COMMAND, 'search IN');
    const form = await viewShows(world, ASHA, /40 numbers/);
    const digits = { blockId: inputs.digits.blockId };
    await asha.type(form, digits, '43210');
    await asha.pressEnter(form, digits);
    await viewShows(world, ASHA, /1 number ·/);
    await asha.type(form, digits, 'abc');
    await asha.pressEnter(form, digits);
    await viewShows(world, ASHA, /“abc” isn't only digits/);
    await asha.submit();
    expect(world.slack.openView(ASHA)?.errors).toEqual({
      digits: "“abc” isn't only digits. Enter digits, like 99.",
    });
  });

  it('draw the last choice, however late Vobiz answers an earlier one', async ({ world }) => {
    const asha = world.slack.as(ASHA);
    await asha.command(APPROVALS, COMMAND, 'search IN');
    await viewShows(world, ASHA, /40 numbers/);
    const held = world.vobiz.faults.hold('availability');
    await narrow(world, ASHA, inputs.country, 'US', 'us');
    await held.arrived;
    await narrow(world, ASHA, inputs.country, 'IN', 'in');
    await viewShows(world, ASHA, /40 numbers/);
    held.release();
    await slackRefused(world, 'views.update', 'hash_conflict');
    await viewShows(world, ASHA, /40 numbers/);
  });
});

describe('the modal', () => {
  it('opens before Vobiz answers, and the result arrives by update', async ({ world }) => {
    const held = world.vobiz.faults.hold('availability');
    await world.slack.as(ASHA).command(APPROVALS, COMMAND, 'search IN');
    await held.arrived;
    expect(textOf(world.slack.openView(ASHA))).toContain('Looking up numbers in India…');
    const asked = ['auth.test', 'users.info', 'views.open'];
    expect(world.slack.calls.map(({ method }) => method)).toEqual(asked);
    held.release();
    await viewShows(world, ASHA, /Choose/);
    expect(world.slack.calls.map(({ method }) => method)).toEqual([...asked, 'views.update']);
  });

  it('shows number, region and price in two lines, in the currency of the number', async ({
    world,
  }) => {
    const asha = world.slack.as(ASHA);
    await asha.command(APPROVALS, COMMAND, 'search in mh');
    const form = await viewShows(world, ASHA, /Choose/);
    await asha.type(form, { blockId: inputs.digits.blockId }, '98765-43');
    await asha.submit();
    const view = textOf(await viewShows(world, ASHA, /"1 number ·/));
    expect(view).toContain(String.raw`*+91 98765 43210* · Maharashtra\n₹750 now, then ₹250/month`);
    await asha.command(APPROVALS, COMMAND, 'search US');
    expect(textOf(await viewShows(world, ASHA, /15 numbers/))).toMatch(
      /\+1 \d{3} 555 01\d\d\* · [A-Z][a-z ]+\\n\$2\.50 now, then \$2\.50\/month/,
    );
  });

  it('pages, sorts and filters without asking Vobiz again', async ({ world }) => {
    const asha = world.slack.as(ASHA);
    await asha.command(APPROVALS, COMMAND, 'search in');
    const first = await viewShows(world, ASHA, /page 1 of 5/);
    expect(textOf(first)).not.toContain('Previous');
    await asha.click(first, { actionId: buttons.nextPage.id });
    const second = await viewShows(world, ASHA, /page 2 of 5/);
    await asha.click(second, { actionId: buttons.previousPage.id });
    const again = await viewShows(world, ASHA, /page 1 of 5/);
    await asha.select(again, { actionId: inputs.sort.actionId, value: 'number' });
    const numbers = () =>
      textOf(world.slack.openView(ASHA)).match(/\*\+91 \d{5} \d{5}\*/g) ?? ['none'];
    await vi.waitFor(() => expect(numbers()).toEqual([...numbers()].sort()));
    await asha.type(again, { blockId: inputs.digits.blockId }, '43210');
    await asha.submit();
    await viewShows(world, ASHA, /"1 number ·/);
    expect(searchedVobiz(world)).toHaveLength(1);
  });

  it.for([
    ['today', 300],
    ['year', 700],
  ] as const)(
    'puts the cheapest first, by what is chosen: %s',
    async ([sort, first], { world }) => {
      await world.slack.as(ASHA).command(APPROVALS, COMMAND, 'search in mh');
      await viewShows(world, ASHA, /Choose/);
      await narrow(world, ASHA, inputs.sort, sort);
      await vi.waitFor(() => {
        const text = textOf(world.slack.openView(ASHA));
        expect(Number(/₹([\d,.]+) now/.exec(text)?.[1])).toBe(first);
      });
    },
  );

  it('is one call to Vobiz for two people who ask at once', async ({ world }) => {
    const held = world.vobiz.faults.hold('availability');
    await world.slack.as(ASHA).command(APPROVALS, COMMAND, 'search IN');
    await world.slack.as(RAVI).command(APPROVALS, COMMAND, 'search india');
    await held.arrived;
    await viewShows(world, RAVI, /Looking up/);
    held.release();
    await viewShows(world, ASHA, /Choose/);
    await viewShows(world, RAVI, /Choose/);
    expect(searchedVobiz(world)).toHaveLength(1);
  });

  it('stays as it is, with why under a field, when Slack does not say who searches', async ({
    world,
  }) => {
    const asha = world.slack.as(ASHA);
    await asha.command(APPROVALS, COMMAND, 'search IN');
    await viewShows(world, ASHA, /Choose/);
    world.slack.fault('users.info', { error: 'internal_error' });
    expect((await asha.submit()).error).toBeUndefined();
    expect(world.slack.openView(ASHA)?.errors).toEqual({ digits: expect.stringMatching(/ref_/) });
  });

  it('may be closed while it loads', async ({ world }) => {
    const held = world.vobiz.faults.hold('availability');
    await world.slack.as(ASHA).command(APPROVALS, COMMAND, 'search IN');
    await held.arrived;
    await world.slack.as(ASHA).close();
    held.release();
    await slackRefused(world, 'views.update', 'not_found');
    expect(world.slack.ephemerals(ASHA)).toEqual([]);
    expect((await logOf(world)).filter(({ event }) => event === 'handler.failed')).toEqual([]);
  });

  it('counts the numbers it could not read', async ({ world }) => {
    const good = {
      e164: SAMPLE,
      region: 'MH',
      setup_fee: 500,
      monthly_fee: '250',
      currency: 'INR',
    };
    const items = [good, { ...good, e164: 'soon' }, { ...good, setup_fee: null }, 'sold'];
    world.vobiz.faults.next('availability', { kind: 'answer', patch: { items } });
    world.vobiz.faults.next('availability', { kind: 'answer', each: { e164: '' } });
    await world.slack.as(ASHA).command(APPROVALS, COMMAND, 'search in mh');
    const text = textOf(await viewShows(world, ASHA, /Choose/));
    expect(text).toContain("We couldn't read 3 numbers that Vobiz listed.");
    expect(text).toContain('+91 98765 43210');
    await world.slack.as(ASHA).command(APPROVALS, COMMAND, 'search us');
    const none = textOf(await viewShows(world, ASHA, /We couldn't read 15 numbers/));
    expect(none).toContain('No numbers match in United States');
  });
});

describe('when Vobiz does not give what was asked for', () => {
  const unavailable = /Vobiz didn't answer\. Try again in a minute/;
  const unreadable = /can't read Vobiz's answer/;
  const credentials = /didn't accept our credentials\. Tell an admin/;
  const refused = (next: string) => new RegExp(`Vobiz refused this\\. ${next}`);
  const cases: [string, Fault, RegExp][] = [
    ['an unknown token', errorShape('numeric_code'), credentials],
    [
      'an account that is not active',
      errorShape('account_inactive'),
      /The Vobiz account isn't active.*Vobiz says: “The account is not active”/,
    ],
    [
      'an empty wallet',
      errorShape('insufficient_balance'),
      refused('.*balance is too low.*Top up at console.vobiz.ai'),
    ],
    [
      'a request it finds invalid',
      errorShape('validation_error'),
      refused(
        '.*Check what you entered.*Vobiz says: “Request validation failed .region: region is required.”',
      ),
    ],
    [
      'a reason nobody knows',
      { kind: 'status', status: 409, body: { detail: 'Region <MH> & all are *frozen*' } },
      refused(
        'Check what you entered, then try again. Vobiz says: “Region  MH    all are .frozen.”',
      ),
    ],
    ['a server error', errorShape('flat_text'), unavailable],
    ['a page of a gateway', { kind: 'html', status: 503 }, unavailable],
    ['an empty error', errorShape('empty'), unavailable],
    ['a broken connection', { kind: 'reset' }, unavailable],
    ['silence', { kind: 'hang' }, unavailable],
    ['a success that is no JSON', { kind: 'html', status: 200 }, unreadable],
    ['a body that is cut short', { kind: 'truncated', cut: 'body' }, unreadable],
    // Read again until the time is up, or given up before: what is said depends on which comes first.
    [
      'a connection cut within the body',
      { kind: 'truncated', cut: 'connection' },
      /(didn't answer|can't read Vobiz's answer)/,
    ],
  ];

  it.each(cases)('says so in place, and the retry works: %s', async (_name, fault, says) => {
    const world = await startWorld({ env: { VOBIZ_READ_TIMEOUT_MS: '800' } });
    const asha = world.slack.as(ASHA);
    world.vobiz.faults.always('availability', fault);
    await asha.command(APPROVALS, COMMAND, 'search in MH');
    const form = await viewShows(world, ASHA, says);
    await failureBehind(world, textOf(form));
    await asha.type(form, { blockId: inputs.digits.blockId }, '43210');
    await asha.submit();
    await viewShows(world, ASHA, says);
    expect(chosenIn(world, ASHA)).toEqual(['IN', 'MH', 'year', '43210']);
    world.vobiz.faults.clear();
    await asha.submit();
    await viewShows(world, ASHA, /"1 number ·/);
    expect(world.slack.ephemerals(ASHA)).toEqual([]);
  });

  it('says how long to wait, leaves Vobiz alone so long, and then searches', async ({ world }) => {
    const asha = world.slack.as(ASHA);
    const limited = { kind: 'rate_limited', retryAfterSeconds: 3, via: 'header' } as const;
    world.vobiz.faults.next('availability', limited);
    await asha.command(APPROVALS, COMMAND, 'search in mh');
    await viewShows(world, ASHA, /too many requests.*Try again in about 3 seconds/);
    await asha.submit();
    await viewShows(world, ASHA, /too many requests.*Try again in about [123] second/);
    expect(searchedVobiz(world)).toHaveLength(1);
    await vi.waitFor(
      async () => {
        await asha.submit();
        const view = await viewShows(world, ASHA, /Choose|too many requests/);
        expect(textOf(view)).toContain('Choose');
      },
      { timeout: 12_000, interval: 500 },
    );
    expect(searchedVobiz(world)).toHaveLength(2);
  });
});

describe('choosing a number', () => {
  async function searched(world: World) {
    await world.slack.as(ASHA).command(APPROVALS, COMMAND, 'search in mh');
    return viewShows(world, ASHA, /Choose/);
  }

  async function forgetAvailability(world: World): Promise<void> {
    const redis = redisOfRun();
    const keys = await redis.keys(`*${world.env.REDIS_PREFIX}*:availability:*`);
    expect(await redis.del(...keys)).toBe(1);
  }

  /** The number beside the first Choose button. */
  function firstNumber(world: World): string {
    const shown = /\*(\+91 \d{5} \d{5})\*/.exec(textOf(world.slack.openView(ASHA)))?.[1] ?? '';
    return shown.replaceAll(' ', '');
  }

  it('looks again when what Vobiz offered is no longer known', async ({ world }) => {
    const results = await searched(world);
    await forgetAvailability(world);
    await world.slack.as(ASHA).click(results, { actionId: buttons.choose.id, index: 0 });
    await viewShows(world, ASHA, /What is it for/);
    expect(searchedVobiz(world)).toHaveLength(2);
  });

  it('says so when the number has gone, and leads back to the results', async ({ world }) => {
    const asha = world.slack.as(ASHA);
    const results = await searched(world);
    world.vobiz.sell(firstNumber(world));
    await forgetAvailability(world);
    await asha.click(results, { actionId: buttons.choose.id, index: 0 });
    await viewShows(world, ASHA, /Vobiz no longer offers \+91 .*7 numbers ·/);
  });

  it('says so in place when Vobiz cannot be asked', async ({ world }) => {
    const asha = world.slack.as(ASHA);
    const results = await searched(world);
    await forgetAvailability(world);
    world.vobiz.faults.always('availability', { kind: 'html', status: 502 });
    await asha.click(results, { actionId: buttons.choose.id, index: 0 });
    const told = textOf(await viewShows(world, ASHA, /Vobiz didn't answer/));
    await failureBehind(world, told);
    world.vobiz.faults.clear();
    await asha.submit();
    await viewShows(world, ASHA, /8 numbers ·/);
    await asha.click(results, { actionId: buttons.choose.id, index: 0 });
    await viewShows(world, ASHA, /What is it for/);
  });

  it('asks for no approval of a price that is another one by then: the form shows the new one', async ({
    world,
  }) => {
    const asha = world.slack.as(ASHA);
    const results = await searched(world);
    const e164 = firstNumber(world);
    await asha.click(results, { actionId: buttons.choose.id, index: 0 });
    const form = await viewShows(world, ASHA, /What is it for/);
    for (const price of ['₹700 (₹500 setup + ₹200)', '₹200', '₹2,900'])
      expect(textOf(form)).toContain(price);
    expect(textOf(form)).not.toContain(inputs.currency.actionId);
    world.vobiz.setPrice(e164, { setup: 9000, monthly: 900 });
    await forgetAvailability(world);
    await asha.type(form, { blockId: inputs.purpose.blockId }, 'Support line');
    await asha.submit();
    const note = /was ₹500 setup \+ ₹200\/month, now ₹9,000 setup \+ ₹900\/month/;
    await toldPrivately(world, ASHA, note);
    expect(world.slack.openView(ASHA)).toBeUndefined();
    expect(world.slack.messages(APPROVALS)).toEqual([]);
    expect(await backToForm(world, ASHA, /₹9,900/)).toContain('Support line');
    await asha.submit();
    const card = await cardShows(world, APPROVALS, /approve_order/);
    expect(textOf(card)).toContain('*₹9,900* now');
  });

  it('takes no currency that Vobiz gave no price in', async ({ world }) => {
    const asha = world.slack.as(ASHA);
    const results = await searched(world);
    await asha.click(results, { actionId: buttons.choose.id, index: 0 });
    const form = await viewShows(world, ASHA, /What is it for/);
    await asha.type(form, { blockId: inputs.purpose.blockId }, '  ');
    const refused = await asha.submit();
    expect(refused.ackBody).toMatchObject({ errors: { purpose: 'Say what the number is for.' } });
    const option = { text: { type: 'plain_text', text: 'USD' }, value: 'USD' };
    const currency = { currency_choice: { type: 'static_select', selected_option: option } };
    const purpose = { purpose_text: { type: 'plain_text_input', value: 'Support line' } };
    const answer = await forgeSubmission(world, ASHA, form, { values: { currency, purpose } });
    expect(JSON.stringify(answer.ackBody)).toContain('Vobiz gave no price in that currency');
    await asha.command(APPROVALS, COMMAND, 'orders');
    await viewShows(world, ASHA, /Nobody has requested a number yet/);
    expect(world.slack.messages(APPROVALS)).toEqual([]);
  });
});

it('makes no markup of a country or region, typed or from Vobiz', async ({ world }) => {
  const asha = world.slack.as(ASHA);
  const hostile = '<!channel> <https://evil.example|x> <@U0DEV>';
  world.vobiz.faults.always('availability', { kind: 'answer', each: { region: hostile } });
  await asha.command(APPROVALS, COMMAND, `search ${hostile}`);
  await viewShows(world, ASHA, /We don't know “</);
  await asha.command(APPROVALS, COMMAND, 'search IN <!here>');
  await viewShows(world, ASHA, /We don't know “&lt;!here/);
  await asha.command(APPROVALS, COMMAND, 'search IN');
  const results = await viewShows(world, ASHA, /&lt;!channel.*Choose/);
  await asha.click(results, { actionId: buttons.choose.id, index: 0 });
  const form = await viewShows(world, ASHA, /What is it for/);
  await asha.type(form, { blockId: inputs.purpose.blockId }, 'Support line');
  await asha.submit();
  await cardShows(world, APPROVALS, /&lt;!channel.*approve_order/);
  const markup = markupSent(world);
  expect(markup.join('\n')).toContain('&lt;!channel&gt;');
  expect(markup.filter((text) => /<!channel|<https:|<@U0DEV/.test(text))).toEqual([]);
});
