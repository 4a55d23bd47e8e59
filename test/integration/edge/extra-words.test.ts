import { describe, expect, vi } from 'vitest';
import { inputs } from '../../../src/slack/inputs.ts';
import { TASK_NAMES } from '../../../src/views/kit/help.ts';
import { idIn, requestNumber, textOf, toldPrivately, viewShows } from '../../support/journeys.ts';
import { ASHA, COMMAND, DEV, it, OPS, type World } from '../../support/world.ts';

/** All that somebody has been shown so far. */
function shownTo({ slack }: World, userId: string): string {
  return [...slack.ephemerals(userId), slack.openView(userId)].map(textOf).join('\n');
}

async function type(world: World, text: string, by: string = DEV): Promise<void> {
  await world.slack.as(by).command(OPS, COMMAND, text);
}

describe('words that a task can do nothing with', () => {
  it.for([
    ...TASK_NAMES.map((name) => `${name} xyzzy`),
    'search IN xyzzy',
    'search IN MH xyzzy',
    'search xyzzy IN 99',
    'numbers csv xyzzy',
    'numbers xyzzy +9198456',
    'orders waiting xyzzy',
    'audit 2026-11 xyzzy',
    'audit policy xyzzy',
    'help search xyzzy',
    'status ord_7k3m9q2x xyzzy',
  ])('are named: %s', async (typed, { world }) => {
    await type(world, typed);
    await vi.waitFor(() => expect(shownTo(world, DEV)).toMatch(/xyzzy/i), 10_000);
    expect(world.slack.files(DEV)).toEqual([]);
  });

  it.for(TASK_NAMES.filter((name) => !['search', 'byon', 'status'].includes(name)))(
    'come back with what it takes: %s',
    async (name, { world }) => {
      await type(world, `${name} xyzzy <!here>`);
      await toldPrivately(world, DEV, /I don't know “xyzzy &lt;!here&gt;”/);
      await toldPrivately(world, DEV, new RegExp(`\`/vobiz-number ${name}`));
      expect(world.slack.openView(DEV)).toBeUndefined();
    },
  );

  it('are not passed over behind the id of a request', async ({ world }) => {
    const id = idIn(await requestNumber(world, { purpose: 'Support line for Pune' }));
    await type(world, `status ${id} and another`);
    await toldPrivately(world, DEV, /No request is called “ord_\w+ and another”/);
    expect(shownTo(world, DEV)).not.toContain('Support line for Pune');
  });

  it.for(['+919876501234 extra', 'Asha +919876501234', '+919876501234 +', '+919876501234 ext'])(
    'are not passed over around a phone number: %s',
    async (typed, { world }) => {
      const asha = world.slack.as(ASHA);
      await type(world, `byon ${typed}`, ASHA);
      const says = /characters that don't belong.*Did you mean \+919876501234/;
      const form = await viewShows(world, ASHA, says);
      expect(textOf(form)).toContain('"initial_value":"+919876501234"');
      await asha.type(form, { blockId: inputs.phone.blockId }, typed);
      expect(JSON.stringify((await asha.submit()).ackBody)).toMatch(says);
      expect(world.vobiz.callsTo('verify')).toEqual([]);
    },
  );

  it.for([
    'orders 482913 please',
    'numbers code 482 913',
    'status code 482913',
    'help code 482913',
    'audit code 482913',
  ])('are never repeated where they may be a one-time code: %s', async (typed, { world }) => {
    await type(world, typed);
    await toldPrivately(world, DEV, /looks like a one-time code/);
    expect(shownTo(world, DEV)).not.toMatch(/482|913/);
  });
});

describe('words with an obvious meaning', () => {
  it.for(['98456', '98456 12345', '+91 98456', '(98456)'])(
    'filter the numbers by digits: %s',
    async (digits, { world }) => {
      await type(world, `numbers ${digits}`);
      const list = await viewShows(world, DEV, /number_text/);
      expect(textOf(list)).toContain(`"initial_value":"${digits}"`);
    },
  );

  it.for<[string, string]>([
    ['waiting', 'Waiting for me'],
    ['MINE', 'My requests'],
    ['all', "Everybody's requests"],
  ])('say whose requests: %s', async ([word, chosen], { world }) => {
    await requestNumber(world, { purpose: 'Support line for Pune' });
    await type(world, `orders ${word}`);
    const list = await viewShows(world, DEV, word === 'MINE' ? /No requests match/ : /for Pune/);
    expect(textOf(list)).toMatch(
      new RegExp(`"initial_option":\\{"text":\\{[^}]*"text":"${chosen}"`),
    );
  });
});
