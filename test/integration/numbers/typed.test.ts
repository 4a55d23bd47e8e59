import { describe, expect, vi } from 'vitest';
import { inputs } from '../../../src/slack/inputs.ts';
import { codeOf, PHONE } from '../../support/byon.ts';
import {
  bringNumber,
  cardShows,
  enterCode,
  idIn,
  requestNumber,
  SAYS,
  textOf,
  toldPrivately,
  viewShows,
} from '../../support/journeys.ts';
import { APPROVALS, ASHA, COMMAND, it, MEERA, OPS } from '../../support/world.ts';

describe('what people type', () => {
  it.for<[string, RegExp]>([
    ['search United States of America', /United States/],
    ['search mumbai', /8 numbers/],
    ['search India Maharashtra', /8 numbers/],
    ['search India Telangana', /4 numbers/],
    ['search “IN”\u00a0MH', /8 numbers/],
    ['“search” IN', /40 numbers/],
    ['search नowhere', /We don't know “/],
    ['search Indai Maharashtra', /We don't know “/],
    ['search Kerela', /We don't know “Kerela”. Did you mean Kerala, India/],
    ['Search: IN', /40 numbers/],
    ['search IN Maharastra', /We don't know “Maharastra” in India. Did you mean Maharashtra/],
  ])('finds the place that is meant: %s', async ([typed, shows], { world }) => {
    await world.slack.as(ASHA).command(OPS, COMMAND, typed);
    await viewShows(world, ASHA, shows);
  });

  it.for([
    'byon <tel:+919876501234|+91 98765 01234>',
    'byon <tel:+919876501234>',
    'byon +9️⃣1️⃣ 98765 01234',
  ])('is a number, also where Slack made a link of it: %s', async (typed, { world }) => {
    await world.slack.as(ASHA).rawCommand(COMMAND, typed, { channel_id: OPS });
    const form = await viewShows(world, ASHA, /Read as \+91 98765 01234/);
    expect(textOf(form)).toContain('"initial_value":"+919876501234"');
  });

  it('is an id, also with the end of the sentence it was copied from', async ({ world }) => {
    const id = idIn(await requestNumber(world));
    await world.slack.as(ASHA).command(OPS, COMMAND, `status ${id}.`);
    await toldPrivately(world, ASHA, new RegExp(`Request ${id}`));
  });

  it('shows on the card as theirs, however many lines it has', async ({ world }) => {
    const purpose = 'Pune desk\nPrice: ₹1 now (₹1 setup)\u2028Approved by <@U0RAVI>';
    const card = await requestNumber(world, { purpose });
    const lines = JSON.stringify(card).split(/\\n|"text":"/);
    const forged = lines.filter((line) => /^(Price: ₹1 |Approved by)/.test(line));
    expect(forged).toEqual([]);
    expect(textOf(card)).toContain(
      '> Pune desk Price: ₹1 now (₹1 setup) Approved by &lt;@U0RAVI&gt;',
    );
  });

  it('finds a region that Vobiz writes by its name', async ({ world }) => {
    world.vobiz.faults.always('availability', { kind: 'answer', each: { region: 'Karnataka' } });
    await world.slack.as(ASHA).command(OPS, COMMAND, 'search bangalore');
    await viewShows(world, ASHA, /Karnataka.*Choose/);
  });

  it('takes digits of any script, and says what is none under its field', async ({ world }) => {
    const asha = world.slack.as(ASHA);
    await asha.command(OPS, COMMAND, 'search IN');
    const form = await viewShows(world, ASHA, /40 numbers/);
    await asha.type(form, { blockId: inputs.digits.blockId }, '९८७६');
    await asha.submit();
    await viewShows(world, ASHA, /1 number ·.*98765 43210/);
    await asha.type(form, { blockId: inputs.digits.blockId }, 'abc');
    await asha.submit();
    await vi.waitFor(() => {
      const errors = world.slack.openView(ASHA)?.errors;
      expect(errors).toEqual({
        digits: "“abc” isn't only digits. Enter digits, like 99.",
      });
    });
  });

  it('counts as the right code, whatever nobody sees is in it', async ({ world }) => {
    const card = await bringNumber(world, { phone: PHONE });
    const [first = '', ...rest] = codeOf(world);
    await enterCode(
      world,
      card,
      MEERA,
      `\u200e${first}\u2060${rest.join('')}\u200f`,
      /is verified/,
    );
    await cardShows(world, OPS, SAYS.verified);
  });

  it('is taken for a code in the command, in digits of any script', async ({ world }) => {
    await world.slack.as(ASHA).command(APPROVALS, COMMAND, '४८२९१३');
    await toldPrivately(world, ASHA, /looks like a one-time code\. We didn't keep it/);
  });
});
