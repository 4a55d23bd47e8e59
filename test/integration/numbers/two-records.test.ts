import { pino } from 'pino';
import { expect, it } from 'vitest';
import { auditEntry } from '../../../src/domain/audit/audit.ts';
import { ALL_NUMBERS } from '../../../src/domain/numbers/number-filter.ts';
import type { Order, OrderIn } from '../../../src/domain/order/order.ts';
import { DEFAULT_RULEBOOK } from '../../../src/domain/policy/rulebook.ts';
import { createListNumbers } from '../../../src/flows/numbers/list-numbers.ts';
import { createOwnersWhoLeft } from '../../../src/flows/numbers/owners-who-left.ts';
import { createUnusedNumbers } from '../../../src/flows/numbers/unused-numbers.ts';
import { boughtOrder } from '../../support/seed.ts';
import { startStored, TEAM } from '../../support/stored.ts';
import { ASHA, DEV } from '../../support/world.ts';

const DAY_MS = 24 * 3_600_000;
const ACTOR = { userId: DEV, teamId: TEAM, userTeamId: TEAM };

/** Asha's number, given up at Vobiz and bought again by Dev, who has connected it or not. */
async function boughtTwice(
  dev: Partial<OrderIn<'completed'>> = {},
  asha: Partial<OrderIn<'completed'>> = {},
) {
  const { stores } = startStored();
  const now = Date.now();
  const clock = { now: () => now, jitter: () => 0 };
  const save = async (order: Order) => {
    const entry = auditEntry('request', { user: ASHA, team: TEAM }, undefined, order, now);
    expect(await stores.orders.create(order, entry)).toMatchObject({ result: 'created' });
  };
  const bought = boughtOrder(TEAM, 0, now);
  const older = { ...bought, requester: ASHA, ...asha };
  const at = now - DAY_MS;
  const times = { createdAt: at, updatedAt: at, endedAt: at };
  const newer = { ...bought, ...times, id: 'ord_bought2again', requester: DEV, ...dev };
  await save(older);
  await save(newer);
  const deps = { ...stores, clock, log: pino({ enabled: false }) };
  const numbers = createListNumbers({
    ...deps,
    vobiz: {
      ownedPage: async () => ({ numbers: [], unread: [], listed: 0, total: 0 }),
      channels: async () => [],
    },
    seen: stores.numbersSeen,
    labels: async () => [],
    identify: async (actor) => ({ ...actor, standing: 'member', groups: [] }),
  });
  const reuse = { ...DEFAULT_RULEBOOK.reuse, unusedForMs: 0 };
  return {
    older,
    newer,
    left: createOwnersWhoLeft({
      ...deps,
      people: { standing: async (who) => (who === ASHA ? 'deactivated' : 'member') },
    }),
    unused: createUnusedNumbers({
      ...deps,
      rulebook: async () => ({ ...DEFAULT_RULEBOOK, reuse }),
    }),
    numbers,
  };
}

const place = { country: 'IN', region: '', channel: 'C0OPS' };
const attempt = { id: 'att_1', by: DEV, at: 1 };
const made = { attempt, displayName: 'Pune', wabaId: '1911116896216319', channelId: 'ch_1' };
const connection = {
  ...{ ...made, connectedAt: 1, active: true, at: 1 },
  state: 'live',
  review: 'verified',
} as const;

it('belongs to whoever bought it last: nobody who left owns it', async () => {
  const { left } = await boughtTwice();
  expect(await left(TEAM)).toEqual([]);
});

it('is offered once where nobody uses it, and not at all once it is connected', async () => {
  const { unused, newer } = await boughtTwice();
  expect((await unused(TEAM, place)).records.map(({ id }) => id)).toEqual([newer.id]);
  const connected = await boughtTwice({ connection });
  expect((await connected.unused(TEAM, place)).records).toEqual([]);
});

it('is shown by the later record in the list, the file and its details, though the one that is lost was connected', async () => {
  const watched = { at: 1, number: { is: 'gone', since: 1 } } as const;
  const { numbers, newer } = await boughtTwice({}, { connection, watched });
  const { page } = await numbers.page(ACTOR, ALL_NUMBERS, 0);
  const { entries } = await numbers.everything(ACTOR);
  const one = await numbers.one(ACTOR, newer.number.e164);
  const ids = [...page.items, ...entries, one].map((entry) => entry?.record?.id);
  expect(ids).toEqual([newer.id, newer.id, newer.id]);
});
