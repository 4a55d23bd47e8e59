import fc from 'fast-check';
import type { Fault } from '../../sandbox/vobiz/faults.ts';
import { type Command, happening, index, name } from './command.ts';
import type { MessengerFault } from './messenger.ts';
import { RULEBOOKS } from './people.ts';
import type { Death } from './system.ts';

const NO_ORDER = { needsOrder: false };
const MINUTE = 60_000;
const pass = fc
  .constantFrom(1, 10, 61, 150, 25 * 60, 8 * 24 * 60)
  .map((minutes) =>
    happening(`${minutes} min pass`, (real) => real.pass(minutes * MINUTE), NO_ORDER),
  );
const policy = fc
  .nat({ max: RULEBOOKS.length - 1 })
  .map((to) =>
    happening(`policy "${RULEBOOKS[to]?.version}"`, (real) => real.changePolicy(to), NO_ORDER),
  );
const group = name.map((by) =>
  happening(`${by} joins or leaves finance`, (real) => real.world.people.joinOrLeave(by)),
);
const restart = fc.constant(happening('restart', (real) => real.restart()));
const die = fc
  .constantFrom<Death>('before_request', 'after_request', 'before_save', 'after_save')
  .map((death) => happening(`the bot will die ${death}`, (real) => real.dieAt(death)));
const slack = fc
  .constantFrom<MessengerFault>('lost', 'not_sent', 'not_now')
  .map((fault) => happening(`Slack will be ${fault}`, (real) => real.world.slack.fail(fault)));
const replication = fc
  .constantFrom(1, 3)
  .map((times) =>
    happening(`no replica will confirm the next ${times}`, (real) => real.cutReplication(times)),
  );
const deleteCard = index.map((nth) =>
  happening(`the card of request ${nth} is deleted`, async (real) => {
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
    happening(`Vobiz ${op}: ${JSON.stringify(fault)}`, (real) =>
      real.world.vobiz.faults.next(op, fault),
    ),
  );
const vobizPrice = fc.nat({ max: 3 }).map((at) =>
  happening(`the price of number ${at} changes`, (real) => {
    const e164 = real.numbers[at]?.e164;
    if (real.world.vobiz.inventory.some((number) => number.e164 === e164) && e164)
      real.world.vobiz.setPrice(e164, { setup: 10, monthly: 260 });
  }),
);
const vobizSold = fc.nat({ max: 3 }).map((at) =>
  happening(`number ${at} is sold to somebody else`, (real) => {
    const e164 = real.numbers[at]?.e164;
    if (real.world.vobiz.inventory.some((number) => number.e164 === e164) && e164)
      real.world.vobiz.sell(e164);
  }),
);
const vobizEnds = fc.constantFrom('fail', 'cancel').map((how) =>
  happening(`Vobiz will ${how} its newest order`, ({ world: { vobiz } }) => {
    const open = vobiz.orders.findLast(({ status }) => status === 'pending');
    if (!open) return;
    if (how === 'fail') vobiz.failOrder(open.id, 'No stock');
    else vobiz.cancelOrder(open.id);
  }),
);

const backUp = fc.constant(happening('Redis is backed up', (real) => real.backUp()));
const goBack = fc.constant(happening('Redis goes back to its backup', (real) => real.goBack()));
const loseIndex = fc
  .constantFrom('due' as const, 'looks' as const)
  .map((index) =>
    happening(`the index "${index}" is lost`, (real) => real.loseIndex(index), NO_ORDER),
  );

/** What happens often stands several times. */
export const happenings: readonly fc.Arbitrary<Command>[] = [
  ...[pass, pass, vobizFault, vobizFault, policy, group, restart, die, slack, slack, deleteCard],
  ...[backUp, backUp, goBack, loseIndex],
  ...[vobizPrice, vobizSold, replication, vobizEnds, vobizEnds, vobizEnds],
];
