import fc from 'fast-check';
import type { Order } from '../../src/domain/order/order.ts';
import { allApprove, ask } from './asking.ts';
import { type Command, command, index, name } from './command.ts';
import { giveBacks } from './give-backs.ts';
import { handOvers } from './hand-overs.ts';
import { happenings } from './happenings.ts';
import type { Model } from './model.ts';
import { actor, NAMES, type Name } from './people.ts';

const ASKS = { needsOrder: false, asks: true };
const requester = fc.constantFrom<Name>('U0ASHA', 'U0ASHA', 'U0RAVI');
const request = fc
  .tuple(requester, fc.nat({ max: 3 }))
  .map(([by, at]) => command(`request number ${at} by ${by}`, (real) => ask(real, by, at), ASKS));
const several = fc
  .tuple(requester, fc.nat({ max: 3 }), fc.constantFrom(1, 2))
  .map(([by, at, further]) =>
    command(
      `request number ${at} and ${further} more by ${by}`,
      (real) => ask(real, by, at, { further }),
      ASKS,
    ),
  );
/** A test of a number that Vobiz sells: whatever comes of it, it is not bought. */
const trial = fc.tuple(requester, fc.nat({ max: 3 }), fc.boolean()).map(([by, at, isApproved]) =>
  command(
    `test with number ${at} by ${by}${isApproved ? ', approved by everyone and worked on' : ''}`,
    async (real) => {
      await ask(real, by, at, { test: true });
      if (!isApproved) return;
      await allApprove(real, 0);
      await real.work({ lose: 0, twice: true });
    },
    ASKS,
  ),
);
/** The way to a purchase is long: one step takes it, so that what comes after is met often enough. */
const ways = fc.tuple(fc.nat({ max: 3 }), fc.boolean(), fc.constantFrom(0, 0, 1, 2));
const purchase = ways.map(([at, twice, further]) =>
  command(
    `number ${at}${further > 0 ? ` and ${further} more` : ''} is requested, approved by everyone and worked on${twice ? ' twice at once' : ''}`,
    async (real) => {
      await ask(real, 'U0ASHA', at, { further });
      await real.check();
      await allApprove(real, 0);
      await real.check();
      await real.work({ lose: 0, twice });
    },
    ASKS,
  ),
);

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
  command(`everyone approves request ${nth} at once`, (real) => allApprove(real, nth)),
);
const deny = deed('denies', (bot, by, order) => bot.decide.deny(actor(by), order.id, 'No need'));
const question = deed('asks about', (bot, by, order) =>
  bot.decide.ask(actor(by), order.id, 'Why?'),
);
const answer = deed('answers for', (bot, by, order) =>
  bot.decide.answer(actor(by), order.id, 'Because', order.questions?.length ?? 0),
);
/** Only one of all may: left to chance, a thousand sequences can be without anybody who does. */
const withdraw = fc.tuple(fc.option(name, { freq: 1 }), index).map(([by, nth]) =>
  command(`${by ?? 'the requester'} withdraws request ${nth}`, async (real) => {
    const order = await real.order(nth);
    const who = by ?? NAMES.find((one) => one === order?.requester);
    if (order && who) await real.act((bot) => bot.decide.withdraw(actor(who), order.id));
  }),
);
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
const sweep = fc.constant(command('sweep', (real) => real.act((bot) => bot.sweep(() => true))));
/** What happens often stands several times. */
const kinds: fc.Arbitrary<Command>[] = [
  ...[
    trial,
    request,
    request,
    several,
    purchase,
    purchase,
    approve,
    approve,
    approve,
    everyone,
    everyone,
  ],
  ...[work, work, work, work, sweep, sweep, settlePlaced, settleNotPlaced],
  ...[approveTwice, approveBlindly, deny, deny, question, answer, withdraw, follow, checkNow],
  ...handOvers,
  ...giveBacks,
  ...happenings,
];

export function sequences(maxCommands: number) {
  return fc.commands(kinds, { maxCommands, size: 'max' });
}
