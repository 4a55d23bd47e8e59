import { buttons, modalIds } from '../../src/slack/ids.ts';
import { PHONE } from './byon.ts';

type Ids = { order: string; verification: string; channel: string };

/** Every value that any button or form carries: each codec takes its own out of it, so a new one is walked by itself. */
export function everyValue({ order, verification, channel }: Ids) {
  return {
    order,
    verification,
    record: verification,
    page: 0,
    upTo: 1,
    country: 'IN',
    region: 'MH',
    e164: PHONE,
    price: {
      setup: { minor: 50_000, currency: 'INR' },
      monthly: { minor: 20_000, currency: 'INR' },
    },
    channel,
    begun: 1,
    basedOn: 'default',
    amount: { minor: 70_000, currency: 'INR' },
    currency: 'INR',
    back: { channel, query: { country: 'IN', region: 'MH', digits: '', sort: 'year' } },
    ...{ shown: [], ticked: [], more: 0, apart: 0 },
    at: 1,
  };
}

/** The buttons and forms whose values are not made of what is known here: a new key has to be added above. */
export function withoutValue(ids: Ids): string[] {
  const value = JSON.stringify({ v: 1, d: everyValue(ids) });
  const all = [...Object.values(buttons), ...Object.values(modalIds)];
  return all.filter((def) => !def.decode(value).ok).map(({ id }) => id);
}
