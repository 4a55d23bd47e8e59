import { describe, expect, vi } from 'vitest';
import { buttons } from '../../../src/slack/ids.ts';
import { eventsIn } from '../../support/audit.ts';
import { forgeSubmission } from '../../support/forged.ts';
import {
  cardShows,
  openOrderForm,
  press,
  pressNote,
  requestNumber,
  textOf,
  toldPrivately,
  viewShows,
} from '../../support/journeys.ts';
import { APPROVALS, ASHA, it, MEERA, type World } from '../../support/world.ts';

function cardsIn(world: World): number {
  return world.slack.messages(APPROVALS).filter(({ botId, threadTs }) => botId && !threadTs).length;
}

describe('a request', () => {
  it('is made once however often its form is submitted', async ({ world }) => {
    await openOrderForm(world, ASHA, APPROVALS, 'Support line');
    const form = await viewShows(world, ASHA, /What is it for/);
    const submit = () => forgeSubmission(world, ASHA, form);
    await Promise.all([submit(), submit()]);
    await toldPrivately(world, ASHA, /Sent to <#C0APPROVALS>/);
    await submit();
    await cardShows(world, APPROVALS, /approve_order/);
    await vi.waitFor(() => expect(world.slack.ephemerals(ASHA)).toHaveLength(3));
    for (const note of world.slack.ephemerals(ASHA)) expect(textOf(note)).toContain('Sent to');
    expect(await eventsIn(world)).toBe('request');
    expect(cardsIn(world)).toBe(1);
  });

  it('for a number that is already requested is told of the first', async ({ world }) => {
    const first = await requestNumber(world);
    await openOrderForm(world, MEERA, APPROVALS, 'Me too');
    await world.slack.as(MEERA).submit();
    await toldPrivately(world, MEERA, /<@U0ASHA> already requested \+91.*Open that request/);
    expect(world.slack.ephemerals(MEERA).map(textOf).join()).toContain(
      `p${first.ts.replace('.', '')}`,
    );
    await pressNote(world, MEERA, buttons.searchAgain);
    const results = await viewShows(world, MEERA, /Choose/);
    await world.slack.as(MEERA).click(results, { actionId: buttons.choose.id, index: 1 });
    expect(textOf(await viewShows(world, MEERA, /What is it for/))).toContain('Me too');
    expect(await eventsIn(world)).toBe('request');
    expect(cardsIn(world)).toBe(1);
  });

  it('of two people at once for the same number is made by one, and the other is told', async ({
    world,
  }) => {
    const both = [ASHA, MEERA];
    for (const by of both) await openOrderForm(world, by, APPROVALS, `For ${by}`);
    await Promise.all(both.map((by) => world.slack.as(by).submit()));
    for (const by of both)
      await toldPrivately(world, by, /Sent to|already requested|is requesting/);
    const told = both.map((by) => world.slack.ephemerals(by).map(textOf).join());
    expect(told.filter((text) => text.includes('Sent to'))).toHaveLength(1);
    expect(told.filter((text) => text.includes("wasn't sent"))).toHaveLength(1);
    await cardShows(world, APPROVALS, /approve_order/);
    expect(await eventsIn(world)).toBe('request');
  });

  it('needs a purpose, and says how much too long one is', async ({ world }) => {
    await openOrderForm(world, ASHA, APPROVALS, ' ');
    const form = await viewShows(world, ASHA, /What is it for/);
    await world.slack.as(ASHA).submit();
    expect(world.slack.openView(ASHA)?.errors).toEqual({ purpose: 'Say what the number is for.' });
    const purpose = { purpose_text: { type: 'plain_text_input', value: '🙂'.repeat(600) } };
    const { ackBody } = await forgeSubmission(world, ASHA, form, {
      values: { ...form.inputs, purpose },
    });
    expect(ackBody).toMatchObject({ errors: { purpose: 'Shorten it by 100 characters.' } });
    expect(await eventsIn(world)).toBe('');
  });

  it('takes a purpose full of markup and emoji as it is, and pings nobody', async ({ world }) => {
    const purpose = '<!channel> <@U0DEV> *bold* <https://evil.example|safe> & 🙂';
    const card = await requestNumber(world, { purpose });
    const blocks = card.blocks.filter(({ text }) => JSON.stringify(text ?? '').includes('bold'));
    expect(JSON.stringify(blocks)).toContain('> &lt;!channel&gt; &lt;@U0DEV&gt; *bold* &lt;https');
    await press(world, MEERA, card, buttons.openOrder);
    const details = await viewShows(world, MEERA, /Timeline/);
    expect(textOf(details)).toContain(JSON.stringify(`Purpose: ${purpose}`));
    expect(card.text).not.toMatch(/<!channel>|<@U0DEV>|<https/);
  });

  it('is refused when the number was sold before it was chosen', async ({ world }) => {
    await world.slack.as(ASHA).command(APPROVALS, '/vobiz-number', 'search IN');
    const results = await viewShows(world, ASHA, /Choose/);
    const fee = { minor: 50_000, currency: 'INR' };
    const price = { setup: fee, monthly: fee };
    const value = JSON.stringify({
      v: 1,
      d: { country: 'IN', region: '', e164: '+919999999999', price },
    });
    const action = { type: 'button', action_id: buttons.choose.id, block_id: 'x', value };
    await world.slack.as(ASHA).rawAction(results, action);
    await viewShows(world, ASHA, /Vobiz no longer offers \+91 99999 99999/);
    expect(await eventsIn(world)).toBe('');
  });

  it('is not made with a currency Vobiz did not quote', async ({ world }) => {
    await openOrderForm(world, ASHA, APPROVALS, 'Support');
    const form = await viewShows(world, ASHA, /What is it for/);
    const option = { text: { type: 'plain_text', text: 'USD' }, value: 'USD' };
    const currency = { currency_choice: { type: 'static_select', selected_option: option } };
    const { ackBody } = await forgeSubmission(world, ASHA, form, {
      values: { ...form.inputs, currency },
    });
    expect(JSON.stringify(ackBody)).toMatch(/Vobiz gave no price in that currency/);
    expect(await eventsIn(world)).toBe('');
  });

  it('is not made with the form of somebody else', async ({ world }) => {
    await openOrderForm(world, ASHA, APPROVALS, 'Support');
    const form = await viewShows(world, ASHA, /What is it for/);
    const { ackBody } = await forgeSubmission(world, MEERA, form);
    expect(JSON.stringify(ackBody)).toMatch(/This form is too old/);
    expect(await eventsIn(world)).toBe('');
    expect(cardsIn(world)).toBe(0);
  });
});
