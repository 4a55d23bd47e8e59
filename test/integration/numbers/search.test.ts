import { describe, expect, vi } from 'vitest';
import { recordOf, recordsIn } from '../../../sandbox/slack/json.ts';
import { errorShape } from '../../../sandbox/vobiz/error-shapes.ts';
import type { Fault } from '../../../sandbox/vobiz/faults.ts';
import { buttons, inputs } from '../../../src/slack/ids.ts';
import { cardShows, textOf, toldPrivately, viewShows } from '../../support/journeys.ts';
import { failureBehind, logOf, markupSent, redisOfRun, slackRefused } from '../../support/shown.ts';
import { APPROVALS, ASHA, COMMAND, it, RAVI, startWorld, type World } from '../../support/world.ts';

const SAMPLE = '+919876543210';

function searchedVobiz(world: World): Record<string, string>[] {
  return world.vobiz.callsTo('availability').map(({ query }) => query);
}

/** The value a field of the modal is shown with. */
function fieldOf(world: World, userId: string, blockId: string): unknown {
  const blocks = recordsIn(world.slack.openView(userId)?.view.blocks);
  return recordOf(blocks.find(({ block_id }) => block_id === blockId)?.element).initial_value;
}

describe('what is typed after search', () => {
  it.for<[string, { country: string; region?: string }, RegExp]>([
    ['IN', { country: 'IN' }, /Page 1 of 8, 40 numbers/],
    ['in mh', { country: 'IN', region: 'MH' }, /Page 1 of 2, 8 numbers/],
    ['India', { country: 'IN' }, /Page 1 of 8, 40 numbers/],
    ['  INDIA    Mh ', { country: 'IN', region: 'MH' }, /Page 1 of 2, 8 numbers/],
    ['united states CA', { country: 'US', region: 'CA' }, /United States, CA.*6 numbers/],
    ['usa', { country: 'US' }, /15 numbers/],
  ])('finds numbers for "%s"', async ([typed, query, shows], { world }) => {
    await world.slack.as(ASHA).command(APPROVALS, COMMAND, `search ${typed}`);
    await viewShows(world, ASHA, shows);
    expect(searchedVobiz(world)).toEqual([query]);
    expect(fieldOf(world, ASHA, 'country')).toBe(query.country);
  });

  it('asks for a country when none is named, and searches with what the form says', async ({
    world,
  }) => {
    const asha = world.slack.as(ASHA);
    await asha.command(APPROVALS, COMMAND, 'search');
    const form = await viewShows(world, ASHA, /Enter a country and press Search/);
    expect(searchedVobiz(world)).toEqual([]);
    await asha.type(form, { blockId: inputs.country.blockId }, 'United States');
    await asha.type(form, { blockId: inputs.region.blockId }, 'ny');
    await asha.submit();
    await viewShows(world, ASHA, /United States, NY/);
    expect(searchedVobiz(world)).toEqual([{ country: 'US', region: 'NY' }]);
    expect(fieldOf(world, ASHA, 'country')).toBe('United States');
  });

  it('offers the nearest country for one that does not exist, the form still filled in', async ({
    world,
  }) => {
    const asha = world.slack.as(ASHA);
    await asha.command(APPROVALS, COMMAND, 'search Indai');
    const form = await viewShows(world, ASHA, /No country is called “Indai”. Did you mean India/);
    expect(fieldOf(world, ASHA, 'country')).toBe('Indai');
    await asha.type(form, { blockId: inputs.region.blockId }, 'MH');
    await asha.submit();
    await viewShows(world, ASHA, /No country is called “Indai”/);
    expect(fieldOf(world, ASHA, 'region')).toBe('MH');
    expect(searchedVobiz(world)).toEqual([]);
    await asha.type(form, { blockId: inputs.country.blockId }, 'IN');
    await asha.submit();
    await viewShows(world, ASHA, /8 numbers/);
  });

  it('says what to enter when nothing comes near', async ({ world }) => {
    await world.slack.as(ASHA).command(APPROVALS, COMMAND, `search ${'🙂'.repeat(1500)}`);
    await viewShows(world, ASHA, /No country is called.*Enter a name or a two-letter code/);
  });

  it('says what to try when there is no such number', async ({ world }) => {
    const asha = world.slack.as(ASHA);
    await asha.command(APPROVALS, COMMAND, 'search IN ZZ');
    await viewShows(world, ASHA, /We know no region or city “ZZ” in India/);
    await asha.command(APPROVALS, COMMAND, 'search IN MH');
    const form = await viewShows(world, ASHA, /Choose/);
    await asha.type(form, { blockId: inputs.digits.blockId }, '000000');
    await asha.submit();
    await viewShows(world, ASHA, /no numbers in India, MH that contain 000000. Try fewer digits/);
    expect(fieldOf(world, ASHA, 'digits')).toBe('000000');
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

  it('shows number, region, fees, first charge and first year in the currency of the number', async ({
    world,
  }) => {
    const asha = world.slack.as(ASHA);
    await asha.command(APPROVALS, COMMAND, 'search in mh');
    const form = await viewShows(world, ASHA, /Choose/);
    await asha.type(form, { blockId: inputs.digits.blockId }, '98765-43');
    await asha.submit();
    const view = textOf(await viewShows(world, ASHA, /Page 1 of 1, 1 number"/));
    expect(view).toContain(
      String.raw`*+91 98765 43210*\nIndia, MH\n₹500 setup, ₹250 a month\n₹750 first charge, ₹3,500 in the first year`,
    );
    await asha.command(APPROVALS, COMMAND, 'search US');
    expect(textOf(await viewShows(world, ASHA, /15 numbers/))).toMatch(
      /\+1 \d{3} 555 01\d\d\*\\nUnited States, \w\w\\n\$0 setup, \$2\.50 a month\\n\$2\.50 first charge, \$30 in the first year/,
    );
  });

  it('pages, sorts and filters without asking Vobiz again', async ({ world }) => {
    const asha = world.slack.as(ASHA);
    await asha.command(APPROVALS, COMMAND, 'search in mh');
    const first = await viewShows(world, ASHA, /Page 1 of 2/);
    expect(textOf(first)).not.toContain('Previous');
    await asha.click(first, { actionId: buttons.nextPage.id });
    const second = await viewShows(world, ASHA, /Page 2 of 2/);
    expect(textOf(second)).not.toContain('"Next"');
    await asha.click(second, { actionId: buttons.previousPage.id });
    const again = await viewShows(world, ASHA, /Page 1 of 2/);
    await asha.select(again, { actionId: inputs.sort.actionId, value: 'number' });
    const numbers = () =>
      textOf(world.slack.openView(ASHA)).match(/\*\+91 \d{5} \d{5}\*/g) ?? ['none'];
    await vi.waitFor(() => expect(numbers()).toEqual([...numbers()].sort()));
    await asha.type(again, { blockId: inputs.digits.blockId }, '43210');
    await asha.submit();
    await viewShows(world, ASHA, /Page 1 of 1, 1 number"/);
    expect(searchedVobiz(world)).toHaveLength(1);
  });

  it('puts the cheapest first year first', async ({ world }) => {
    await world.slack.as(ASHA).command(APPROVALS, COMMAND, 'search in mh');
    const text = textOf(await viewShows(world, ASHA, /Choose/));
    const years = [...text.matchAll(/charge, ₹([\d,.]+) in the first year/g)].map(([, year]) =>
      Number(year?.replaceAll(',', '')),
    );
    expect(years).toEqual([...years].sort((a, b) => a - b));
    expect(years[0]).toBe(2900);
  });

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
    const good = { e164: SAMPLE, setup_fee: 500, monthly_fee: '250', currency: 'INR' };
    const items = [good, { ...good, e164: 'soon' }, { ...good, setup_fee: null }, 'sold'];
    world.vobiz.faults.next('availability', { kind: 'answer', patch: { items } });
    world.vobiz.faults.next('availability', { kind: 'answer', each: { e164: '' } });
    await world.slack.as(ASHA).command(APPROVALS, COMMAND, 'search in mh');
    const text = textOf(await viewShows(world, ASHA, /Choose/));
    expect(text).toContain('3 numbers from Vobiz could not be read and cannot be shown.');
    expect(text).toContain('+91 98765 43210');
    await world.slack.as(ASHA).command(APPROVALS, COMMAND, 'search in ka');
    const none = textOf(await viewShows(world, ASHA, /6 numbers from Vobiz could not be read/));
    expect(none).toContain('Found no readable numbers in India, KA');
  });
});

describe('when Vobiz does not give what was asked for', () => {
  const unavailable = /Vobiz didn't answer\. Try again in a minute/;
  const unreadable = /can't read what Vobiz answered/;
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
      /(didn't answer|can't read what Vobiz answered)/,
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
    const fields = ['country', 'region', 'digits'].map((name) => fieldOf(world, ASHA, name));
    expect(fields).toEqual(['IN', 'MH', '43210']);
    world.vobiz.faults.clear();
    await asha.submit();
    await viewShows(world, ASHA, /Page 1 of 1, 1 number"/);
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
    await viewShows(world, ASHA, /Vobiz no longer offers \+91 .*Nothing was requested or bought/);
    await asha.close();
    await viewShows(world, ASHA, /Page 1 of 2/);
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
    await asha.close();
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
    const price = '₹700 now (₹500 setup, ₹200 a month), ₹2,900 in the first year';
    expect(textOf(form)).toContain(price);
    expect(textOf(form)).toContain('INR: ₹700 now');
    world.vobiz.setPrice(e164, { setup: 9000, monthly: 900 });
    await forgetAvailability(world);
    await asha.type(form, { blockId: inputs.purpose.blockId }, 'Support line');
    await asha.submit();
    await viewShows(world, ASHA, /was ₹500 setup, ₹200 a month, now ₹9,000 setup, ₹900 a month/);
    expect(world.slack.messages(APPROVALS)).toEqual([]);
    await asha.submit();
    const card = await cardShows(world, APPROVALS, /approve_order/);
    expect(textOf(card)).toContain('₹9,900 now');
  });

  it('takes no currency that Vobiz gave no price in', async ({ world }) => {
    const asha = world.slack.as(ASHA);
    const results = await searched(world);
    await asha.click(results, { actionId: buttons.choose.id, index: 0 });
    const form = await viewShows(world, ASHA, /What is it for/);
    await asha.type(form, { blockId: inputs.purpose.blockId }, '  ');
    const refused = await asha.submit();
    expect(refused.ackBody).toMatchObject({ errors: { purpose: 'Say what the number is for.' } });
    const forged = JSON.stringify(refused.body)
      .replaceAll('"INR"', '"USD"')
      .replaceAll('"value":"  "', '"value":"Support line"');
    const answer = await asha.sendRaw('view_submission', JSON.parse(forged));
    expect(JSON.stringify(answer.ackBody)).toContain('Vobiz gave no price in that currency');
    await asha.command(APPROVALS, COMMAND, 'orders');
    await toldPrivately(world, ASHA, /no requests yet/);
    expect(world.slack.messages(APPROVALS)).toEqual([]);
  });
});

it('makes no markup of a country or region, typed or from Vobiz', async ({ world }) => {
  const asha = world.slack.as(ASHA);
  const hostile = '<!channel> <https://evil.example|x> <@U0DEV>';
  await asha.command(APPROVALS, COMMAND, `search ${hostile}`);
  await viewShows(world, ASHA, /No country is called/);
  await asha.command(APPROVALS, COMMAND, `search IN ${hostile}`);
  await viewShows(world, ASHA, /We know no region or city “&lt;!channel/);
  world.vobiz.faults.always('availability', { kind: 'answer', each: { region: hostile } });
  await asha.command(APPROVALS, COMMAND, 'search IN MH');
  const results = await viewShows(world, ASHA, /India, &lt;!channel.*Choose/);
  await asha.click(results, { actionId: buttons.choose.id, index: 0 });
  const form = await viewShows(world, ASHA, /What is it for/);
  await asha.type(form, { blockId: inputs.purpose.blockId }, 'Support line');
  await asha.submit();
  await cardShows(world, APPROVALS, /&lt;!channel.*approve_order/);
  const markup = markupSent(world);
  expect(markup.join('\n')).toContain('&lt;!channel&gt;');
  expect(markup.filter((text) => /<!channel|<https:|<@U0DEV/.test(text))).toEqual([]);
});
