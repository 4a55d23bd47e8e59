import { pino } from 'pino';
import { createStores } from '../../src/app/storage.ts';
import { auditEntry } from '../../src/domain/audit/audit.ts';
import type { Order, OrderIn } from '../../src/domain/order/order.ts';
import { createKeys } from '../../src/store/keys.ts';
import { redisOfRun } from './shown.ts';
import { APPROVALS, ASHA, type Outside, RAVI } from './world.ts';

const DAY_MS = 24 * 3_600_000;
/** As long as a person may write, with everything that could break out of its place. */
const LONGEST = `<!channel> & <@U0EVIL> ${'🙂'.repeat(470)}`;

type World = Pick<Outside, 'slack' | 'env'>;

/** The records of a world, beside its bot. */
export function storesOf({ env }: Pick<World, 'env'>, redis = redisOfRun()) {
  const keys = createKeys(env.REDIS_PREFIX ?? '');
  return createStores(redis, keys, pino({ enabled: false }));
}

/** Orders that are there already, with the longest texts people may write. The bought ones are older than a day. */
export async function seedOrders(
  world: World,
  counts: { completed?: number; awaiting?: number },
): Promise<Order[]> {
  const team = world.slack.workspace.team.id;
  const { orders } = storesOf(world);
  const now = Date.now();
  const made = [
    ...Array.from({ length: counts.completed ?? 0 }, (_, at) => boughtOrder(team, at, now)),
    ...Array.from({ length: counts.awaiting ?? 0 }, (_, at) => waitingOrder(team, at, now)),
  ];
  for (const order of made) {
    const entry = auditEntry('request', { user: ASHA, team }, undefined, order, order.createdAt);
    await orders.create(order, entry);
  }
  return made;
}

const inr = (minor: number) => ({ minor, currency: 'INR' });

function common(team: string, id: string, e164: string, at: number) {
  return {
    id,
    kind: 'order' as const,
    team,
    revision: 1,
    createdAt: at,
    updatedAt: at,
    requester: ASHA,
    askedIn: APPROVALS,
    channel: APPROVALS,
    number: {
      e164,
      country: 'IN',
      region: 'MH',
      price: { setup: inr(50_000), monthly: inr(25_000) },
    },
    purpose: LONGEST,
    policy: {
      version: 'seed',
      channel: APPROVALS,
      approvers: { users: [RAVI], groups: [] },
      selfApproval: false,
      expiresAfterMs: DAY_MS,
    },
    expiresAt: at + DAY_MS,
  };
}

const digits = (at: number) => String(at).padStart(4, '0');

export function waitingOrder(team: string, at: number, now: number): Order {
  const own = common(team, `ord_waiting${digits(at)}`, `+91987600${digits(at)}`, now - at * 1_000);
  return { ...own, state: 'awaiting_approval' };
}

/** `+919876500000` and on, the last one the newest. */
export function boughtOrder(team: string, at: number, now: number): OrderIn<'completed'> {
  const createdAt = now - 9 * DAY_MS + at * 60_000;
  return {
    ...common(team, `ord_bought${digits(at)}`, `+91987650${digits(at)}`, createdAt),
    state: 'completed',
    decision: { by: RAVI, at: createdAt },
    attempt: { id: 'att_seeded', startedAt: createdAt },
    purchase: { orderId: `vobiz-${digits(at)}`, rawStatus: 'completed', at: createdAt },
    evidence: [],
    endedAt: createdAt,
  };
}
