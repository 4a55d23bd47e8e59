import { expect, vi } from 'vitest';
import { formatPhone } from '../../src/domain/phone.ts';
import { buttons } from '../../src/slack/ids.ts';
import { inputs } from '../../src/slack/inputs.ts';
import { newsFor, press, textOf, viewShows } from './journeys.ts';
import { APPROVALS, ASHA, MEERA, type Outside, RAVI } from './world.ts';

/** In the account, and nobody bought it here. */
export const FOUND = '+919845678901';
/** Of the orders of `aWeek`: Asha's, and nobody uses it. */
const UNUSED = '+919876500002';
const PATIENCE = { timeout: 60_000, interval: 50 };

/** Messages of the channel: the card of a number, the digest, and what is told of the number that nobody bought. */
const SAYS = {
  card: new RegExp(`Bought · \\${formatPhone(UNUSED)}`),
  digest: /Last 7 days/,
  notice: /Not bought here/,
} as const;
type Where = keyof typeof SAYS;

type Deed = {
  where: Where;
  /** What the message says before and after. */
  asks: RegExp;
  says: RegExp;
  act: (world: Outside) => Promise<unknown>;
  /** The entry in the audit; undefined where there is none. */
  event: string | undefined;
  /** Whether this command to Redis is the save. */
  isSave: (words: readonly string[]) => boolean;
};

/** What people answer for numbers that are bought. */
export const DEEDS = {
  leave: {
    where: 'notice',
    asks: /Leave it/,
    says: /Left as it is by <@U0RAVI>/,
    act: async (world) =>
      press(world, RAVI, await numbersShow(world, 'notice', /Leave it/), buttons.leaveNumbers),
    event: undefined,
    isSave: ([command]) => command?.toUpperCase() === 'EXEC',
  },
  keep: {
    where: 'digest',
    asks: /^(?!.*Kept by)/s,
    says: /Kept by <@U0RAVI>/,
    act: async (world) =>
      press(world, RAVI, await numbersShow(world, 'digest', /Unused/), buttons.keepNumber),
    event: 'keep',
    isSave: (words) => saves(words, '"kept":{'),
  },
  handOver: {
    where: 'card',
    asks: /^(?!.*U0MEERA)/s,
    says: /for <@U0MEERA>/,
    async act(world) {
      await press(world, ASHA, await numbersShow(world, 'card', /Bought/), buttons.openOrder);
      await press(world, ASHA, await viewShows(world, ASHA, /edit_holding/), buttons.editHolding);
      await giveToMeera(world, ASHA);
    },
    event: 'hand_over',
    isSave: (words) => saves(words, '"owner":"U0MEERA"'),
  },
  adopt: {
    where: 'notice',
    asks: /Leave it/,
    says: /Adopted by <@U0RAVI>/,
    async act(world) {
      await press(world, RAVI, await numbersShow(world, 'notice', /Leave it/), buttons.adopt);
      const form = await viewShows(world, RAVI, /owner_choice/);
      const purpose = { actionId: inputs.purpose.actionId };
      await world.slack.as(RAVI).type(form, purpose, 'The old hotline');
      await giveToMeera(world, RAVI);
    },
    event: 'adopt',
    isSave: (words) => saves(words, '"state":"adopted"'),
  },
} satisfies Record<string, Deed>;

function saves(words: readonly string[], text: string): boolean {
  return /^EVAL/i.test(words[0] ?? '') && words.some((word) => word.includes(text));
}

async function giveToMeera(world: Outside, by: string): Promise<void> {
  const form = await viewShows(world, by, /owner_choice/);
  await world.slack.as(by).select(form, { actionId: inputs.owner.actionId, value: MEERA });
  await world.slack.as(by).submit();
}

/** Waits until the one message of this kind says something. `again`: what helps meanwhile. */
export function numbersShow(
  world: Pick<Outside, 'slack'>,
  where: Where,
  says: RegExp,
  again?: () => Promise<unknown>,
) {
  return vi.waitFor(async () => {
    await again?.();
    const all = world.slack.messages(APPROVALS).filter(({ threadTs }) => !threadTs);
    const [found, ...more] = all.filter((message) => SAYS[where].test(textOf(message)));
    expect(found && textOf(found)).toMatch(says);
    expect(more).toEqual([]);
    if (!found) throw new Error(`no ${where}`);
    return found;
  }, PATIENCE);
}

/** How often Meera heard that a number is hers. */
export function toldMeera({ slack }: Pick<Outside, 'slack'>): number {
  return newsFor({ slack }, MEERA).filter((one) => /made you the owner/.test(textOf(one))).length;
}
