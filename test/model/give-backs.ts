import fc from 'fast-check';
import type { Fault } from '../../sandbox/vobiz/faults.ts';
import type { Actor } from '../../src/domain/actor.ts';
import { onboardingOf } from '../../src/domain/connection/connectable.ts';
import type { OrderIn } from '../../src/domain/order/order.ts';
import type { GiveBacks } from '../../src/flows/giveback/give-backs.ts';
import type { Claims } from '../../src/store/claims.ts';
import type { Orders } from '../../src/store/records.ts';
import { allApprove, ask } from './asking.ts';
import { type Command, command, happening, index, name } from './command.ts';
import { bought, timePasses } from './hand-overs.ts';
import type { Model } from './model.ts';
import { actor, NAMES } from './people.ts';

const DEEDS: Readonly<Record<string, (bot: GiveBacks, by: Actor, id: string) => Promise<unknown>>> =
  {
    'asks to give back': (bot, by, id) => bot.ask(by, id, WHY),
    'approves giving back': (bot, by, id) => bot.approve(by, id),
    'denies giving back': (bot, by, id) => bot.deny(by, id, 'We need it'),
    keeps: (bot, by, id) => bot.keep(by, id),
    'says that it is gone:': (bot, by, id) => bot.settle(by, id, 'gone'),
    'says that it is still ours:': (bot, by, id) => bot.settle(by, id, 'ours'),
    locks: (bot, by, id) => bot.lock(by, id, true),
    unlocks: (bot, by, id) => bot.lock(by, id, false),
  };
const WHY = 'The desk has closed';

const deed = fc
  .tuple(name, index, fc.constantFrom(...Object.entries(DEEDS)))
  .map(([by, nth, [what, run]]) =>
    command(`${by} ${what} the number of request ${nth}`, async (real) => {
      const order = await bought(real, nth);
      if (order) await real.act(({ giveBacks }) => run(giveBacks, actor(by), order.id));
    }),
  );

const fault = fc.option(
  fc.constantFrom<Fault>(
    { kind: 'status', status: 500 },
    { kind: 'status', status: 422 },
    { kind: 'status_after', status: 502 },
    { kind: 'reset' },
    { kind: 'reset_after' },
    { kind: 'empty', status: 200 },
    { kind: 'truncated' },
    { kind: 'rate_limited', retryAfterSeconds: 5, via: 'header' },
    { kind: 'answer', patch: { status: 'on_its_way' } },
  ),
  { freq: 2 },
);

/** A bought number: the newest, or one that is asked for, approved and bought for it. */
async function buy(real: Model, at: number): Promise<OrderIn<'completed'> | undefined> {
  await timePasses(real);
  const there = await bought(real, 0);
  if (there) return there;
  await ask(real, 'U0ASHA', at);
  await real.check();
  await allApprove(real, 0);
  await real.check();
  await real.work({ lose: 0, twice: false });
  await timePasses(real);
  await real.check();
  return bought(real, 0);
}

/** The way to a number that goes back is long: one step takes it, and everyone presses everything at once. */
const ASKS = { needsOrder: false, asks: true };
/** Vobiz answers a list once that is not so. Of two such, minutes apart and with no true one between, nobody could tell. */
async function seesEmptyList(real: Model): Promise<void> {
  const { faults } = real.world.vobiz;
  faults.next('ownedNumbers', { kind: 'answer', patch: { items: [], total: 0 } });
  await timePasses(real);
  await real.check();
  faults.clear('ownedNumbers');
  await timePasses(real);
}

const whole = fc
  .tuple(fc.nat({ max: 3 }), fault, fc.boolean(), fc.constantFrom('left', 'kept', 'settled'), fault)
  .map(([at, lost, isListEmpty, then, lostToo]) =>
    command(
      `a number (${at} if none is bought) is given back (${JSON.stringify(lost)}${isListEmpty ? ', then an empty list' : ''}), then ${then} (${JSON.stringify(lostToo)})`,
      async (real) => {
        const order = await buy(real, at);
        const by = NAMES.find((one) => one === order?.requester);
        if (!order || !by) return;
        await real.act(({ giveBacks }) => giveBacks.ask(actor(by), order.id, WHY));
        await everyone(real, (giveBacks, who) => giveBacks.approve(who, order.id));
        await workOn(real, 'releaseNumber', lost);
        if (isListEmpty) await seesEmptyList(real);
        if (then === 'left') return;
        if (then === 'settled') {
          await timePasses(real);
          return everyone(real, (giveBacks, who) => giveBacks.settle(who, order.id, 'ours'));
        }
        await everyone(real, (giveBacks, who) => giveBacks.keep(who, order.id));
        await workOn(real, 'cancelRelease', lostToo);
      },
      ASKS,
    ),
  );

async function workOn(
  real: Model,
  op: 'releaseNumber' | 'cancelRelease',
  lost: Fault | null,
): Promise<void> {
  if (lost) real.world.vobiz.faults.next(op, lost);
  await real.work({ lose: 0, twice: true });
}

async function everyone(
  real: Model,
  press: (bot: GiveBacks, who: Actor) => Promise<unknown>,
): Promise<void> {
  await real.check();
  await real.act(({ giveBacks }) => Promise.all(NAMES.map((by) => press(giveBacks, actor(by)))));
  await real.check();
}

type Vobiz = Model['world']['vobiz'];
/** What somebody does in Vobiz's console, and what Vobiz does by itself, by what the number is. */
const ELSEWHERE: Readonly<Record<string, (vobiz: Vobiz, e164: string, status: string) => void>> = {
  'is released in the console': (vobiz, e164, status) => {
    if (status === 'active') vobiz.releaseNumber(e164);
  },
  'is kept in the console': (vobiz, e164, status) => {
    if (status === 'pending_release') vobiz.cancelRelease(e164);
  },
  'is gone for good': (vobiz, e164, status) => {
    if (status === 'pending_release') vobiz.endCooldown(e164);
  },
  'has a channel, or none any more': (vobiz, e164) => {
    const channel = vobiz.channels.find(({ phone_number }) => phone_number === e164);
    if (channel) vobiz.removeChannel(channel.id);
    else vobiz.createChannel({ ...CHANNEL, phone_number: e164 });
  },
};
const CHANNEL = {
  waba_id: '100000000000001',
  number_onboarding_mode: 'buy_from_vobiz',
  number_provider: 'vobiz',
  access_token: 'EAAmodel',
  display_name: 'Desk',
} as const;
const elsewhere = fc
  .tuple(index, fc.constantFrom(...Object.entries(ELSEWHERE)))
  .map(([nth, [what, run]]) =>
    happening(`the number of request ${nth} ${what}`, async (real) => {
      const order = await bought(real, nth);
      if (!order) return;
      const { vobiz } = real.world;
      const { e164 } = onboardingOf(order);
      const status = vobiz.ownedNumbers.find((number) => number.e164 === e164)?.status;
      if (status) run(vobiz, e164, status);
    }),
  );

export const giveBacks: fc.Arbitrary<Command>[] = [deed, whole, whole, elsewhere];

/** A bot that takes the claim of another worker for its own. */
export const givesBackTwice = (claims: Claims): Claims => ({
  ...claims,
  save: async (next, audit) => {
    const saved = await claims.save(next, audit);
    return saved.result === 'conflict' ? { result: 'confirmed' } : saved;
  },
});

/** A bot that believes the first list which lacks a number. */
export const takesOneListForGone = (orders: Orders): Orders => ({
  ...orders,
  save: (next, audit) => {
    const { giveBack } = next.state === 'completed' ? next : {};
    if (
      next.state !== 'completed' ||
      !giveBack ||
      !('lackingSince' in giveBack) ||
      !giveBack.lackingSince
    )
      return orders.save(next, audit);
    const { asked, lackingSince: at } = giveBack;
    return orders.save({ ...next, giveBack: { asked, at, state: 'released' } }, audit);
  },
});

/** A bot that believes that what it asked for has happened. */
export const takesLostForGivenBack = (orders: Orders): Orders => ({
  ...orders,
  save: (next, audit) => {
    const { giveBack } = next.state === 'completed' ? next : {};
    if (next.state !== 'completed' || giveBack?.state !== 'unclear')
      return orders.save(next, audit);
    const { doubt: _doubt, stillOurs: _seen, ...rest } = giveBack;
    return orders.save({ ...next, giveBack: { ...rest, state: 'pending' } }, audit);
  },
});
