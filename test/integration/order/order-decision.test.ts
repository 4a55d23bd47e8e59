import { describe, expect, vi } from 'vitest';
import { buttons } from '../../../src/slack/ids.ts';
import { inputs } from '../../../src/slack/inputs.ts';
import { decisionsIn, eventsIn, orderIn } from '../../support/audit.ts';
import { forgeSubmission } from '../../support/forged.ts';
import {
  approve,
  cardShows,
  idIn,
  newsFor,
  orderShows,
  requestNumber,
  SAYS,
  textOf,
  toldPrivately,
  viewShows,
} from '../../support/journeys.ts';
import { policyFile } from '../../support/policy.ts';
import {
  APPROVALS,
  ASHA,
  DEV,
  it,
  MEERA,
  RAVI,
  startWorld,
  type World,
} from '../../support/world.ts';

type Card = Awaited<ReturnType<typeof requestNumber>>;

/** Opens the form of Deny, says why not and submits. */
async function deny(world: World, card: Card, by: string, reason: string): Promise<void> {
  const person = world.slack.as(by);
  await person.click(card, { actionId: buttons.deny.id });
  const form = await viewShows(world, by, /Why not\?/);
  await person.type(form, { actionId: inputs.reason.actionId }, reason);
  await person.submit();
}

describe('a denial', () => {
  it('needs a reason, ends the request, and tells the requester why', async ({ world }) => {
    const card = await requestNumber(world, { purpose: 'A second line' });
    await world.slack.as(RAVI).click(card, { actionId: buttons.deny.id });
    const form = await viewShows(world, RAVI, /Why not\?/);
    expect(textOf(form)).toMatch(/A second line/);
    await world.slack.as(RAVI).type(form, { actionId: inputs.reason.actionId }, '   ');
    await world.slack.as(RAVI).submit();
    expect(world.slack.openView(RAVI)?.errors).toEqual({ reason: 'Write a reason.' });
    expect(await decisionsIn(world)).toEqual([]);

    await world.slack
      .as(RAVI)
      .type(form, { actionId: inputs.reason.actionId }, 'We have <!channel> one');
    await world.slack.as(RAVI).submit();
    expect(world.slack.openView(RAVI)).toBeUndefined();
    const done = await cardShows(world, APPROVALS, SAYS.denied);
    expect(done.ts).toBe(card.ts);
    expect(textOf(done)).toContain('“We have &lt;!channel&gt; one”');
    expect(textOf(done)).not.toMatch(/approve_order|deny_order/);
    await vi.waitFor(() => {
      expect(newsFor(world, ASHA).map(textOf)).toEqual([
        expect.stringContaining('We have <!channel> one'),
      ]);
    }, 5_000);
    expect(done.text).not.toContain('<!channel>');
    expect(await eventsIn(world)).toBe('request deny');
    expect(world.vobiz.callsTo('order')).toEqual([]);
  });

  it('is refused while the reason is too long, and says by how much', async ({ world }) => {
    const card = await requestNumber(world);
    await world.slack.as(RAVI).click(card, { actionId: buttons.deny.id });
    const form = await viewShows(world, RAVI, /Why not\?/);
    const values = {
      reason: { reason_text: { type: 'plain_text_input', value: 'x'.repeat(3000) } },
    };
    const { ackBody } = await forgeSubmission(world, RAVI, form, { values });
    expect(ackBody).toEqual({
      response_action: 'errors',
      errors: { reason: 'Shorten it by 2500 characters.' },
    });
    expect(await decisionsIn(world)).toEqual([]);
  });
});

describe('the first valid decision', () => {
  it('wins, and the second approver is told who decided', async ({ world }) => {
    const card = await requestNumber(world);
    await approve(world, card, RAVI);
    await world.slack.as(MEERA).click(card, { actionId: buttons.approve.id }, { asShown: true });
    await toldPrivately(world, MEERA, /<@U0RAVI> approved this request, .* changed nothing/);
    await world.slack.as(DEV).click(card, { actionId: buttons.deny.id }, { asShown: true });
    await viewShows(world, DEV, /<@U0RAVI> approved this request/);
    await cardShows(world, APPROVALS, /Approved by <@U0RAVI>/);
    expect(await decisionsIn(world)).toMatchObject([{ event: 'approve', by: { user: RAVI } }]);
    await cardShows(world, APPROVALS, /🛒 Ordered|Bought/);
    expect(world.vobiz.callsTo('order')).toHaveLength(1);
  });

  it('beats a denial that was being typed', async ({ world }) => {
    const card = await requestNumber(world);
    await world.slack.as(MEERA).click(card, { actionId: buttons.deny.id });
    const form = await viewShows(world, MEERA, /Why not\?/);
    await approve(world, card, RAVI);
    await world.slack.as(MEERA).type(form, { actionId: inputs.reason.actionId }, 'Too expensive');
    await world.slack.as(MEERA).submit();
    await viewShows(world, MEERA, /Not denied.*<@U0RAVI> approved this request/);
    expect(await decisionsIn(world)).toHaveLength(1);
  });

  it('counts once when the same person clicks twice', async ({ world }) => {
    const card = await requestNumber(world);
    const person = world.slack.as(RAVI);
    const click = () => person.click(card, { actionId: buttons.approve.id }, { asShown: true });
    // One after the other: two decisions of one person in one millisecond are one and the same to the bot.
    await click();
    await click();
    await toldPrivately(world, RAVI, /^\["<@U0RAVI> approved this request.* changed nothing/);
    await cardShows(world, APPROVALS, /🛒 Ordered|Bought/);
    expect(world.slack.ephemerals(RAVI)).toHaveLength(1);
    expect(await decisionsIn(world)).toHaveLength(1);
  });
});

describe('a request nobody decides', () => {
  it('expires by itself, and late decisions are told so', async () => {
    const env = await policyFile({ expires_after_hours: 1 / 3600 });
    const world = await startWorld({ env });
    const card = await requestNumber(world);
    const done = await orderShows(world, APPROVALS, /Expired .*Nobody decided in time/);
    expect(done.ts).toBe(card.ts);
    await world.slack.as(RAVI).click(card, { actionId: buttons.approve.id }, { asShown: true });
    await toldPrivately(world, RAVI, /This request expired .* without a decision/);
    await vi.waitFor(() => expect(textOf(newsFor(world, ASHA)[0])).toMatch(/⌛ Expired/), 5_000);
    expect(await eventsIn(world)).toBe('request expire');
    expect(world.vobiz.callsTo('order')).toEqual([]);
  });

  it('cannot be approved after its time even where no sweep runs', async () => {
    const env = await policyFile({ expires_after_hours: 1 / 3600 });
    const world = await startWorld({ env: { ...env, SWEEP_EVERY_MS: '3600000' } });
    const card = await requestNumber(world);
    const { expiresAt } = await orderIn(world, idIn(card));
    await vi.waitUntil(() => Date.now() >= expiresAt, 5_000);
    await world.slack.as(RAVI).click(card, { actionId: buttons.approve.id });
    await toldPrivately(world, RAVI, /This request expired/);
    expect(await decisionsIn(world)).toEqual([]);
  });
});

describe('a denied number', () => {
  it('can be requested again', async ({ world }) => {
    const first = await requestNumber(world);
    await deny(world, first, RAVI, 'Not now');
    await cardShows(world, APPROVALS, SAYS.denied);
    const second = await requestNumber(world, { by: ASHA });
    expect(idIn(second)).not.toBe(idIn(first));
    const [before, after] = await Promise.all(
      [first, second].map((card) => orderIn(world, idIn(card))),
    );
    expect(after?.number.e164).toBe(before?.number.e164);
  });
});
