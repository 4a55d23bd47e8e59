import { expect, it, vi } from 'vitest';
import { buttons } from '../../src/slack/ids.ts';
import { inputs } from '../../src/slack/inputs.ts';
import { openGiveBack } from '../support/giving-back.ts';
import {
  approve,
  cardShows,
  press,
  requestNumber,
  SAYS,
  textOf,
  viewShows,
} from '../support/journeys.ts';
import { type Cut, createKillSwitch } from '../support/kill-switch.ts';
import { policyFile } from '../support/policy.ts';
import { APPROVALS, ASHA, MEERA, RAVI } from '../support/world.ts';
import { cardOf } from './kill-checks.ts';
import { PATIENCE, raise, submitUntilTaken, type Told } from './kill-journey.ts';
import { startKillWorld } from './kill-world.ts';

/** A request that was interrupted counts as lost only after half a minute: others go on meanwhile. */
const LANES = 3;
const LONGEST_WALK_MS = 10 * 60_000;
/** Each save of the order, and the call. */
const OF_GIVING_BACK = /redis: EVAL(SHA)? completed|vobiz: DELETE/;
const MOST_STEPS = 15;
const GOING = /Going back to Vobiz/;
/** The list still has it as ours, so a person may say how it ended. */
const UNCONFIRMED = /Give-back unconfirmed.*mark_kept/s;

/** One number after the other, bought and then given back by people who press again what Slack told them had failed. */
async function startLives() {
  const killSwitch = createKillSwitch();
  const world = await startKillWorld(killSwitch);
  Object.assign(world.env, await policyFile({ approvers: { users: [RAVI, MEERA] } }));
  const lives = await raise(world, killSwitch);
  let count = 0;

  async function buy(): Promise<string> {
    count += 1;
    const e164 = `+9198200120${10 + count}`;
    const number = { e164, region: `R${count}`, country: 'IN', setup: 500, monthly: 250 };
    world.vobiz.addNumber({ ...number, currency: 'INR' });
    await approve(world, await requestNumber(world, { place: `IN R${count}` }));
    await cardShows(world, APPROVALS, SAYS.bought);
    if (world.slack.openView(ASHA)) await world.slack.as(ASHA).dismiss();
    await openForm(e164);
    await viewShows(world, ASHA, /Why don't you need it/);
    return e164;
  }

  async function openForm(e164: string): Promise<void> {
    const card = cardOf(world, e164);
    if (!card) throw new Error('no card');
    await openGiveBack(world, card);
  }

  async function submitForm(): Promise<void> {
    const form = await viewShows(world, ASHA, /Why don't you need it/);
    await world.slack.as(ASHA).type(form, { blockId: inputs.reason.blockId }, 'Closed');
    await submitUntilTaken(world, lives);
  }

  async function giveBackOf(e164: string): Promise<string | undefined> {
    const [order] = await world.ordersOf([e164]);
    return order?.state === 'completed' ? order.giveBack?.state : undefined;
  }

  async function liveThrough(cut?: Cut): Promise<Told> {
    const e164 = await buy();
    const first = lives.bot();
    const shown = () => textOf(cardOf(world, e164));
    const comes = (check: () => void) =>
      vi.waitFor(async () => {
        await lives.recovered();
        if (lives.bot() !== first) await world.sweep();
        check();
      }, PATIENCE);
    const asks = () => shown().includes(buttons.approveGiveBack.id);

    await vi.waitFor(async () => expect(await world.jobsRunning()).toBe(0), PATIENCE);
    killSwitch.arm(first, cut);
    await submitForm();
    await vi.waitFor(async () => {
      if (!lives.bot().isDying() && lives.bot() === first)
        expect(await giveBackOf(e164)).toBeDefined();
    }, PATIENCE);
    await lives.recovered();
    // A form is answered before it is saved only if that takes long, and then says what to do.
    if (lives.bot() !== first && (await giveBackOf(e164)) === undefined) {
      await viewShows(world, ASHA, /If you still see this in a minute, try again/);
      await world.slack.as(ASHA).dismiss();
      await openForm(e164);
      await submitForm();
    }
    await comes(() => expect(asks()).toBe(true));
    while (asks()) {
      const life = lives.bot();
      const card = cardOf(world, e164);
      if (card) await press(world, RAVI, card, buttons.approveGiveBack, { asShown: true });
      await comes(() => expect(asks() && lives.bot() === life).toBe(false));
    }
    await comes(() => expect(GOING.test(shown()) || UNCONFIRMED.test(shown())).toBe(true));
    const isGoing = GOING.test(shown());
    if (isGoing) {
      world.vobiz.endCooldown(e164);
      await comes(() => expect(shown()).toMatch(/Given back · /));
    }
    await lives.recovered();
    const seen = [...killSwitch.seen()];
    killSwitch.disarm();
    await vi.waitFor(async () => expect(await world.jobsRunning()).toBe(0), PATIENCE);
    const killed = lives.bot() !== first;
    return { seen, killed, problems: await whatIsWrong(e164, isGoing) };
  }

  async function whatIsWrong(e164: string, isGone: boolean): Promise<string[]> {
    const sent = world.vobiz.callsTo('releaseNumber').filter(({ path }) => isOf(path, e164));
    const owned = world.vobiz.ownedNumbers.find((number) => number.e164 === e164);
    const is = { sent: sent.length, vobiz: owned?.status, state: await giveBackOf(e164) };
    const must = isGone
      ? { sent: 1, vobiz: 'released', state: 'released' }
      : { sent: 0, vobiz: 'active', state: 'unclear' };
    return JSON.stringify(is) === JSON.stringify(must) ? [] : [JSON.stringify(is)];
  }

  return { liveThrough, end: () => lives.bot().kill() };
}

function isOf(path: string, e164: string): boolean {
  return decodeURIComponent(path).includes(e164);
}

it(
  'is killed before and after every step of a give-back, gives back once, and loses nothing',
  async () => {
    const lives = await startLives();
    const told = await lives.liveThrough();
    expect(told).toMatchObject({ killed: false, problems: [] });
    const steps = told.seen.filter((step) => OF_GIVING_BACK.test(step));
    expect(steps.length).toBeLessThanOrEqual(MOST_STEPS);
    await lives.end();
    const todo = steps.flatMap((step): Cut[] => [
      { step, side: 'before' },
      { step, side: 'after' },
    ]);
    const problems: string[] = [];
    let kills = 0;

    async function walk(): Promise<void> {
      const own = await startLives();
      for (let cut = todo.shift(); cut; cut = todo.shift()) {
        const lived = await own.liveThrough(cut);
        if (lived.killed) kills += 1;
        const at = `killed ${cut.side} "${cut.step}"`;
        problems.push(...lived.problems.map((problem) => `${at}: ${problem}`));
      }
      await own.end();
    }

    await Promise.all(Array.from({ length: LANES }, walk));
    process.stdout.write(`${steps.length} steps, the bot was killed ${kills} times\n`);
    expect(problems).toEqual([]);
    expect(kills).toBeGreaterThan(steps.length);
  },
  LONGEST_WALK_MS,
);
