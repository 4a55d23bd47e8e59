import { describe, expect, it, vi } from 'vitest';
import { codeOf, PHONE } from '../support/byon.ts';
import {
  bringNumber,
  cardShows,
  enterCode,
  toldPrivately,
  viewShows,
} from '../support/journeys.ts';
import { APPROVALS, ASHA, COMMAND, MEERA, OPS, startWorld } from '../support/world.ts';

describe('what people type', () => {
  it.each([
    ['search United States of America', /United States/],
    ['search mumbai', /8 numbers/],
    ['search India Maharashtra', /8 numbers/],
    ['search India Telangana', /4 numbers/],
    ['search “IN”\u00a0MH', /8 numbers/],
    ['“search” IN', /40 numbers/],
    ['search नowhere', /No country is called/],
    ['search Indai Maharashtra', /No country is called/],
    ['search IN Maharastra', /no region or city “Maharastra” in India.*Did you mean Maharashtra/],
  ])('finds the place that is meant: %s', async (typed, shows) => {
    const world = await startWorld();
    await world.slack.as(ASHA).command(OPS, COMMAND, typed);
    await viewShows(world, ASHA, shows);
  });

  it('finds a region that Vobiz writes by its name', async () => {
    const world = await startWorld();
    world.vobiz.faults.always('availability', { kind: 'answer', each: { region: 'Karnataka' } });
    await world.slack.as(ASHA).command(OPS, COMMAND, 'search bangalore');
    await viewShows(world, ASHA, /Karnataka.*Choose/);
  });

  it('takes digits of any script, and says what is none under its field', async () => {
    const world = await startWorld();
    const asha = world.slack.as(ASHA);
    await asha.command(OPS, COMMAND, 'search IN');
    const form = await viewShows(world, ASHA, /40 numbers/);
    await asha.type(form, { blockId: 'digits' }, '९८७६');
    await asha.submit();
    await viewShows(world, ASHA, /98765 43210.*Page 1 of 1, 1 number/);
    await asha.type(form, { blockId: 'digits' }, 'abc');
    await asha.submit();
    await vi.waitFor(() => {
      const errors = world.slack.openView(ASHA)?.errors;
      expect(errors).toEqual({
        digits: '“abc” has more than digits in it. Enter digits, like 99.',
      });
    });
  });

  it('counts as the right code, whatever nobody sees is in it', async () => {
    const world = await startWorld();
    const card = await bringNumber(world, { phone: PHONE });
    const [first = '', ...rest] = codeOf(world);
    await enterCode(
      world,
      card,
      MEERA,
      `\u200e${first}\u2060${rest.join('')}\u200f`,
      /is verified/,
    );
    await cardShows(world, OPS, /Verified by/);
  });

  it('is taken for a code in the command, in digits of any script', async () => {
    const world = await startWorld();
    await world.slack.as(ASHA).command(APPROVALS, COMMAND, '४८२९१३');
    await toldPrivately(world, ASHA, /looks like a one-time code, so it was not read/);
  });
});
