import fc from 'fast-check';
import type { Fault } from '../../sandbox/vobiz/faults.ts';
import { parseMajorUnits } from '../../src/domain/money.ts';
import type { Order } from '../../src/domain/order.ts';
import type { DoorFault } from './door.ts';
import type { Model } from './model.ts';
import { actor, CHANNEL, NAMES, type Name, RULEBOOKS } from './people.ts';
import type { Death } from './system.ts';

type Command = fc.AsyncCommand<{ requests: number }, Model, true>;

/** A command with a name to read in a counterexample; the invariants are checked after it. */
function command(
  text: string,
  run: (real: Model) => Promise<unknown> | unknown,
  needsOrder = true,
): Command {
  return {
    check: async ({ requests }) => !needsOrder || requests > 0,
    run: async (model, real) => {
      if (!needsOrder && text.startsWith('request')) model.requests += 1;
      await run(real);
      await real.check();
    },
    toString: () => text,
  };
}

/** Those who may decide are tried more often than those who may not. */
const name = fc.constantFrom<Name>(...NAMES, 'U0RAVI', 'U0MEERA', 'U0DEV', 'U0RAVI', 'U0MEERA');
const index = fc.constantFrom(0, 0, 0, 1, 2);
const full = (amount: number) => parseMajorUnits(amount, 'INR') ?? { minor: 0, currency: 'INR' };

const request = fc
  .tuple(fc.constantFrom<Name>('U0ASHA', 'U0ASHA', 'U0RAVI'), fc.nat({ max: 3 }))
  .map(([by, at]) =>
    command(
      `request number ${at} by ${by}`,
      async (real) => {
        const { e164, country, region, setup, monthly } =
          real.numbers[at] ?? real.numbers[0] ?? fail();
        const price = { setup: full(setup), monthly: full(monthly) };
        const number = { e164, country, region, price };
        const wish = { id: real.nextWish(), requester: by, askedIn: CHANNEL, number };
        await real.act((bot) => bot.request(actor(by), { ...wish, purpose: 'A line' }));
      },
      false,
    ),
  );

function fail(): never {
  throw new Error('no number');
}

/** What somebody does about the n-th newest request. */
function deed(
  what: string,
  run: (
    bot: Parameters<Parameters<Model['act']>[0]>[0],
    by: Name,
    order: Order,
  ) => Promise<unknown>,
): fc.Arbitrary<Command> {
  return fc.tuple(name, index).map(([by, nth]) =>
    command(`${by} ${what} request ${nth}`, async (real) => {
      const order = await real.order(nth);
      if (order) await real.act((bot) => run(bot, by, order));
    }),
  );
}

const approve = deed('approves', (bot, by, order) =>
  bot.decide.approve(actor(by), order.id, order.number.e164.slice(-4)),
);
const approveTwice = deed('approves twice at once', (bot, by, order) => {
  const vote = () => bot.decide.approve(actor(by), order.id, order.number.e164.slice(-4));
  return Promise.all([vote(), vote()]);
});
const approveBlindly = deed('approves without the right digits', async (bot, by, order) => {
  const decided = await bot.decide.approve(actor(by), order.id, 'none');
  if (decided.ok && order.policy.confirmDigits) throw new Error('voted without the digits');
});
const everyone = index.map((nth) =>
  command(`everyone approves request ${nth} at once`, async (real) => {
    const order = await real.order(nth);
    if (!order) return;
    const digits = order.number.e164.slice(-4);
    await real.act((bot) =>
      Promise.all(NAMES.map((by) => bot.decide.approve(actor(by), order.id, digits))),
    );
  }),
);
const deny = deed('denies', (bot, by, order) => bot.decide.deny(actor(by), order.id, 'No need'));
const ask = deed('asks about', (bot, by, order) => bot.decide.ask(actor(by), order.id, 'Why?'));
const answer = deed('answers for', (bot, by, order) =>
  bot.decide.answer(actor(by), order.id, 'Because', order.questions?.length ?? 0),
);
const withdraw = deed('withdraws', (bot, by, order) => bot.decide.withdraw(actor(by), order.id));
const follow = deed('asks for the difference of', (bot, by, order) =>
  bot.follow(actor(by), order.id, { kind: 'difference' }),
);
const checkNow = deed('checks', (bot, by, order) => bot.settle.checkNow(actor(by), order.id));
const settlePlaced = deed('says it was placed:', (bot, by, order) => {
  const outcome = { kind: 'placed', e164: order.number.e164, orderId: undefined } as const;
  return bot.settle.settle(actor(by), order.id, { outcome, reason: 'Seen in the console' });
});
const settleNotPlaced = deed('says it was not placed:', (bot, by, order) => {
  const outcome = { kind: 'not_placed' } as const;
  return bot.settle.settle(actor(by), order.id, { outcome, reason: 'Not in the console' });
});

const work = fc
  .tuple(fc.constantFrom(0, 0, 0.3), fc.boolean())
  .map(([lose, twice]) =>
    command(`work (lose ${lose}${twice ? ', each twice' : ''})`, (real) =>
      real.work({ lose, twice }),
    ),
  );
const sweep = fc.constant(command('sweep', (real) => real.act((bot) => bot.sweep())));
const MINUTE = 60_000;
const pass = fc
  .constantFrom(1, 10, 61, 150, 25 * 60, 8 * 24 * 60)
  .map((minutes) => command(`${minutes} min pass`, (real) => real.pass(minutes * MINUTE), false));
const policy = fc
  .nat({ max: RULEBOOKS.length - 1 })
  .map((to) =>
    command(`policy "${RULEBOOKS[to]?.version}"`, (real) => real.changePolicy(to), false),
  );
const group = name.map((by) =>
  command(`${by} joins or leaves finance`, (real) => real.world.people.joinOrLeave(by)),
);
const restart = fc.constant(command('restart', (real) => real.restart()));
const die = fc
  .constantFrom<Death>('before_purchase', 'after_purchase', 'before_save', 'after_save')
  .map((death) => command(`the bot will die ${death}`, (real) => real.dieAt(death)));
const slack = fc
  .constantFrom<DoorFault>('lost', 'not_sent', 'not_now')
  .map((fault) => command(`Slack will be ${fault}`, (real) => real.world.slack.fail(fault)));
const deleteCard = index.map((nth) =>
  command(`the card of request ${nth} is deleted`, async (real) => {
    const order = await real.order(nth);
    if (order) real.world.slack.deleteCards(order.id);
  }),
);

const FAULTS: readonly Fault[] = [
  { kind: 'status', status: 500 },
  { kind: 'status', status: 422 },
  { kind: 'status_after', status: 502 },
  { kind: 'reset' },
  { kind: 'reset_after' },
  { kind: 'html', status: 503 },
  { kind: 'empty', status: 200 },
  { kind: 'truncated' },
  { kind: 'truncated', cut: 'connection' },
  { kind: 'rate_limited', retryAfterSeconds: 5, via: 'header' },
  { kind: 'answer', patch: { monthly_cost: 900 } },
  { kind: 'answer', patch: { selected_phone_number: '+918040009999' } },
  { kind: 'answer', patch: { status: 'failed', failure_reason: 'No stock' } },
];
const vobizFault = fc
  .tuple(
    fc.constantFrom('order', 'order', 'availability', 'balance', 'ownedNumbers', 'channels'),
    fc.constantFrom(...FAULTS),
  )
  .map(([op, fault]) =>
    command(`Vobiz ${op}: ${JSON.stringify(fault)}`, (real) =>
      real.world.vobiz.faults.next(op, fault),
    ),
  );
const vobizPrice = fc.nat({ max: 3 }).map((at) =>
  command(`the price of number ${at} changes`, (real) => {
    const e164 = real.numbers[at]?.e164;
    if (real.world.vobiz.inventory.some((number) => number.e164 === e164) && e164)
      real.world.vobiz.setPrice(e164, { setup: 10, monthly: 260 });
  }),
);
const vobizSold = fc.nat({ max: 3 }).map((at) =>
  command(`number ${at} is sold to somebody else`, (real) => {
    const e164 = real.numbers[at]?.e164;
    if (real.world.vobiz.inventory.some((number) => number.e164 === e164) && e164)
      real.world.vobiz.sell(e164);
  }),
);
const vobizEnds = fc.constantFrom('fail', 'cancel').map((how) =>
  command(`Vobiz will ${how} its newest order`, ({ world: { vobiz } }) => {
    const open = vobiz.orders.findLast(({ status }) => status === 'pending');
    if (!open) return;
    if (how === 'fail') vobiz.failOrder(open.id, 'No stock');
    else vobiz.cancelOrder(open.id);
  }),
);

/** What happens often stands several times. */
const kinds: fc.Arbitrary<Command>[] = [
  ...[request, request, request, approve, approve, approve, everyone, everyone],
  ...[work, work, work, work, sweep, sweep, pass, pass, vobizFault, vobizFault],
  ...[approveTwice, approveBlindly, deny, ask, answer, withdraw, follow, checkNow],
  ...[settlePlaced, settleNotPlaced, policy, group, restart, die, slack, deleteCard],
  ...[vobizPrice, vobizSold, vobizEnds],
];

export function sequences(maxCommands: number) {
  return fc.commands(kinds, { maxCommands, size: 'max' });
}
