import { describe, expect, vi } from 'vitest';
import { recordOf } from '../../../sandbox/slack/json.ts';
import { buttons } from '../../../src/slack/ids.ts';
import { inputs } from '../../../src/slack/inputs.ts';
import { forgeSubmission } from '../../support/forged.ts';
import {
  bringNumber,
  cardShows,
  idIn,
  newsFor,
  openOrderForm,
  orderShows,
  requestNumber,
  SAYS,
  textOf,
  toldPrivately,
  viewShows,
} from '../../support/journeys.ts';
import { failureBehind, markupSent, slackRefused } from '../../support/shown.ts';
import { APPROVALS, ASHA, COMMAND, it, MEERA, OPS, RAVI, type World } from '../../support/world.ts';

const HOSTILE =
  '<!channel> <!here> <https://evil.example|safe> <@U0EVIL> & *bold* `code` \u202Eמספר';
const LONG = '🙂<!channel>&'.repeat(250);

/** Nothing the bot sent may ping, link or turn the text around it; what it says of itself is not hostile. */
function expectNoMarkupOf(world: World): void {
  expect(
    markupSent(world).filter((text) => /<!(channel|here)|<https:\/\/evil|<@U0EVIL/.test(text)),
  ).toEqual([]);
  // Slack took every one of them.
  expect(world.slack.calls.filter(({ answer }) => answer?.error === 'invalid_blocks')).toEqual([]);
  for (const { error, problems } of world.slack.deliveries) {
    expect([error, problems]).toEqual([undefined, undefined]);
  }
}

describe('text that pings, links and injects', () => {
  it.for<[string, string]>([
    ['as the command', ''],
    ['after search', 'search '],
    ['as a region', 'search IN '],
    ['as a number to bring', 'byon '],
    ['as an id', 'status '],
    ['as a task', 'help '],
  ])('does nothing %s, short or 3,000 characters long', async ([_name, before], { world }) => {
    const asha = world.slack.as(ASHA);
    for (const text of [HOSTILE, LONG]) {
      await asha.command(OPS, COMMAND, `${before}${text}`);
      const where = /^(search|byon)/.test(before);
      if (where)
        await viewShows(world, ASHA, /We don't know|No numbers match|We can't use that number/);
      else await toldPrivately(world, ASHA, /./);
    }
    expectNoMarkupOf(world);
  });

  it.for([HOSTILE, LONG.slice(0, 450)])(
    'does nothing as a purpose or a reason',
    async (text, { world }) => {
      const card = await requestNumber(world, { purpose: text });
      expect(textOf(card)).toContain('&lt;!channel&gt;');
      const ravi = world.slack.as(RAVI);
      await ravi.click(card, { actionId: buttons.deny.id });
      const form = await viewShows(world, RAVI, /reason_text/);
      await ravi.type(form, { blockId: inputs.reason.blockId }, text);
      await ravi.submit();
      await cardShows(world, APPROVALS, SAYS.denied);
      const id = idIn(card);
      await world.slack.as(MEERA).command(OPS, COMMAND, `status ${id}`);
      await toldPrivately(world, MEERA, SAYS.denied);
      await cardShows(world, APPROVALS, SAYS.denied);
      await expect.poll(() => world.slack.thread(APPROVALS, card.ts).length).toBe(1);
      expectNoMarkupOf(world);
    },
  );

  it('does nothing in the fields of the search', async ({ world }) => {
    const asha = world.slack.as(ASHA);
    await asha.command(OPS, COMMAND, 'search IN');
    const form = await viewShows(world, ASHA, /Choose/);
    await asha.type(form, { blockId: inputs.digits.blockId }, '<!channel>');
    await asha.submit();
    await vi.waitFor(() => {
      const errors = world.slack.openView(ASHA)?.errors;
      expect(errors).toEqual({ digits: expect.stringMatching(/isn't only digits/) });
    });
    for (const { actionId } of [inputs.country, inputs.region])
      expect(await asha.suggest(form, { actionId }, HOSTILE)).toEqual({ options: [] });
    const option = (value: string) => ({ text: { type: 'plain_text', text: value }, value });
    const choose = (action_id: string, value: string) =>
      asha.rawAction(form, {
        type: 'external_select',
        action_id,
        block_id: 'place.0',
        selected_option: option(value),
      });
    await choose(inputs.region.actionId, '<!channel> <https://evil.example|x>');
    await choose(inputs.country.actionId, '<!channel> <@U0EVIL>');
    await viewShows(world, ASHA, /40 numbers/);
    const place = {
      country_choice: { type: 'external_select', selected_option: option('IN') },
      region_choice: { type: 'external_select', selected_option: option('<!channel> <@U0EVIL>') },
    };
    const { ackBody } = await forgeSubmission(world, ASHA, form, { values: { 'place.0': place } });
    expect(JSON.stringify(ackBody)).toContain('Looking up numbers');
    await viewShows(world, ASHA, /We don't know “&lt;!channel&gt; &lt;@U0EVIL/);
    expectNoMarkupOf(world);
  });

  it('does nothing in what Vobiz says', async ({ world }) => {
    const said = { error: { code: 'X', message: HOSTILE } };
    world.vobiz.faults.next('availability', { kind: 'status', status: 409, body: said });
    await world.slack.as(ASHA).command(OPS, COMMAND, 'search IN');
    await viewShows(world, ASHA, /Vobiz refused this/);
    const card = await requestNumber(world);
    world.vobiz.faults.next('order', { kind: 'status', status: 409, body: said });
    await world.slack.as(RAVI).click(card, { actionId: buttons.approve.id });
    await orderShows(world, APPROVALS, /Vobiz refused the order/);
    await expect.poll(() => newsFor(world, ASHA).length).toBe(1);
    expectNoMarkupOf(world);
  });
});

describe('a purpose', () => {
  it('is needed, and may be no longer than it says', async ({ world }) => {
    const asha = world.slack.as(ASHA);
    await openOrderForm(world, ASHA, APPROVALS, ' \n ');
    const { ackBody } = await asha.submit();
    expect(ackBody).toEqual({
      response_action: 'errors',
      errors: { purpose: 'Say what the number is for.' },
    });
    const form = await viewShows(world, ASHA, /What is it for/);
    await asha.type(form, { blockId: inputs.purpose.blockId }, '🙂'.repeat(250));
    await asha.submit();
    await orderShows(world, APPROVALS, new RegExp(`Purpose: ${'🙂'.repeat(250)}`));
  });

  it('longer than the form allows is refused by how much, and nothing is requested', async ({
    world,
  }) => {
    const asha = world.slack.as(ASHA);
    await openOrderForm(world, ASHA, APPROVALS, '  ');
    const { body } = await asha.submit();
    const forged = JSON.stringify(body).replaceAll('"value":"  "', `"value":"${'x'.repeat(3000)}"`);
    const answer = await asha.sendRaw('view_submission', JSON.parse(forged));
    expect(JSON.stringify(answer.ackBody)).toMatch(/Shorten it by \d+ characters/);
    expect(world.slack.messages(APPROVALS)).toEqual([]);
  });
});

describe('buttons and forms that Slack would not send', () => {
  const action = (action_id: string, value?: string) => ({
    type: 'button',
    block_id: 'b',
    action_id,
    ...(value !== undefined && { value }),
  });

  it.for([
    ['nothing', undefined],
    ['no JSON', 'approve ord_1'],
    ['another shape', '{"v":1,"d":{"verification":1}}'],
    ['far too much', `{"v":1,"d":{"verification":"${'x'.repeat(5000)}"}}`],
    ['an id that breaks out', '{"v":1,"d":{"verification":"ver_a:*"}}'],
  ])('are answered when a value carries %s', async ([_name, value], { world }) => {
    const card = await bringNumber(world, { phone: '+919876501234' });
    await world.slack.as(MEERA).rawAction(card, action(buttons.enterCode.id, value));
    await toldPrivately(world, MEERA, /We can't read this/);
  });

  it('are answered when a value is of an earlier version, or leads to nothing', async ({
    world,
  }) => {
    const card = await bringNumber(world, { phone: '+919876501234' });
    const meera = world.slack.as(MEERA);
    const value = (v: number) => JSON.stringify({ v, d: { verification: 'ver_7k3m9q2x' } });
    await meera.rawAction(card, action(buttons.enterCode.id, value(0)));
    await toldPrivately(world, MEERA, /from an earlier version/);
    await meera.rawAction(card, action(buttons.enterCode.id, value(1)));
    await viewShows(world, MEERA, /no record of this any more/);
  });

  it('are told to be too old when the metadata of a form cannot be read', async ({ world }) => {
    const asha = world.slack.as(ASHA);
    await openOrderForm(world, ASHA, APPROVALS, '  ');
    const { body } = await asha.submit();
    for (const private_metadata of [
      '',
      '{}',
      '{"v":1,"d":{"order":"ord_a b"}}',
      'x'.repeat(9000),
    ]) {
      const view = { ...recordOf(body.view), private_metadata };
      const { ackBody } = await asha.sendRaw('view_submission', { ...body, view });
      expect(JSON.stringify(ackBody)).toContain("We can't read this");
    }
  });

  it('cannot send the form of somebody else', async ({ world }) => {
    const asha = world.slack.as(ASHA);
    await openOrderForm(world, ASHA, APPROVALS, '  ');
    const { body } = await asha.submit();
    const forged = JSON.parse(JSON.stringify(body).replaceAll('"value":"  "', '"value":"Mine"'));
    const user = { ...forged.user, id: RAVI };
    const { ackBody } = await world.slack.as(RAVI).sendRaw('view_submission', { ...forged, user });
    expect(JSON.stringify(ackBody)).toContain('This form is too old');
    expect(world.slack.messages(APPROVALS)).toEqual([]);
  });

  it('are not taken from anyone who cannot sign them', async ({ world }) => {
    const asha = world.slack.as(ASHA);
    await asha.command(OPS, COMMAND, 'search');
    const { body } = world.slack.deliveries.at(-1) ?? { body: {} };
    const impostor = await asha.sendRaw('slash_command', body, { signingSecret: 'guess' });
    expect(impostor.ackStatus).toBe(401);
    const replayed = await asha.sendRaw('slash_command', body, { timestamp: 1_700_000_000 });
    expect(replayed.ackStatus).toBe(401);
  });
});

describe('when Slack does not do what the bot asks', () => {
  it('tells privately, with the reference of the log, that the modal could not be opened', async ({
    world,
  }) => {
    world.slack.fault('views.open', { error: 'expired_trigger_id' });
    await world.slack.as(ASHA).command(OPS, COMMAND, 'search IN');
    await toldPrivately(world, ASHA, /Slack was too slow.*Reference: ref_/);
    const line = await failureBehind(world, textOf(world.slack.ephemerals(ASHA).at(-1)));
    expect(line).toMatchObject({ handler: COMMAND, user_id: ASHA });
    await world.slack.as(ASHA).command(OPS, COMMAND, 'search IN');
    await viewShows(world, ASHA, /Choose/);
  });

  it('tells privately when neither the result nor the failure can be shown in the modal', async ({
    world,
  }) => {
    world.slack.fault('views.update', { reset: true, times: 2 });
    await world.slack.as(ASHA).command(OPS, COMMAND, 'search IN');
    await toldPrivately(world, ASHA, /Slack didn't answer.*Reference: ref_/);
  });

  it('does not let somebody pass as a member while it cannot be told who they are', async ({
    world,
  }) => {
    world.slack.fault('users.info', { error: 'internal_error', times: 20 });
    const asha = world.slack.as(ASHA);
    await asha.command(OPS, COMMAND, 'byon +919876501234');
    const says = /Slack didn't tell us who can do this. Nothing was changed.*Reference: ref_/;
    await toldPrivately(world, ASHA, says);
    expect(world.slack.openView(ASHA)).toBeUndefined();
    await failureBehind(world, world.slack.ephemerals(ASHA).map(textOf).join());
    await slackRefused(world, 'users.info', 'internal_error');
    expect(world.vobiz.callsTo('verify')).toEqual([]);
  });
});
