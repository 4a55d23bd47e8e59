import { parseMajorUnits } from '../../src/domain/money.ts';
import type { Model } from './model.ts';
import { actor, CHANNEL, NAMES, type Name } from './people.ts';

const full = (amount: number) => parseMajorUnits(amount, 'INR') ?? { minor: 0, currency: 'INR' };

/** As Vobiz offered it at first. */
function numberAt({ numbers }: Model, at: number) {
  const { e164, country, region, setup, monthly } = numbers[at % numbers.length] ?? fail();
  return { e164, country, region, price: { setup: full(setup), monthly: full(monthly) } };
}

/** Somebody asks for one of the numbers, in earnest or to try the approvals out; or for some that follow it, too. */
export async function ask(
  real: Model,
  by: Name,
  at: number,
  how: { test?: boolean; further?: number } = {},
) {
  const number = numberAt(real, at);
  const more = Array.from({ length: how.further ?? 0 }, (_, nth) => numberAt(real, at + nth + 1));
  const list = more.length > 0 && { more };
  const wish = { id: real.nextWish(), requester: by, askedIn: CHANNEL, number, ...list };
  const asked = { ...wish, ...(how.test && { test: true as const }), purpose: 'A line' };
  await real.act((bot) => bot.request(actor(by), asked));
}

/** All at once, whether they may or not. */
export async function allApprove(real: Model, nth: number): Promise<void> {
  const order = await real.order(nth);
  if (!order) return;
  const digits = order.number.e164.slice(-4);
  await real.act((bot) =>
    Promise.all(NAMES.map((by) => bot.decide.approve(actor(by), order.id, digits))),
  );
}

function fail(): never {
  throw new Error('no number');
}
