import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { Ref } from '../domain/record.ts';
import { AppError } from '../errors.ts';
import type { Keys } from './keys.ts';
import { guarded } from './records.ts';
import { memberOf } from './saving.ts';

/**
 * The delivery of one message about a record. Posting to Slack is not idempotent, so the intent is written first and the
 * message's identity after; an intent that stays is a post with an unknown outcome.
 */
const deliverySchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('intended'), at: z.number().int() }),
  z.object({
    state: z.literal('sent'),
    channel: z.string(),
    ts: z.string(),
    /** Revision of the record that the message shows; 0 while an edit is under way. */
    revision: z.number().int(),
  }),
  /** Never sent: Slack refuses it for good (left the workspace, archived channel), or it is `SPARED`. */
  z.object({ state: z.literal('undeliverable'), why: z.string() }),
]);
export type Delivery = z.infer<typeof deliverySchema>;

/** For a direct message to somebody whom the thread reaches. Earlier versions read it as one that Slack refused. */
const SPARED = JSON.stringify({ state: 'undeliverable', why: 'in_thread' } satisfies Delivery);

function intentOf(at: number): Delivery {
  return { state: 'intended', at };
}

const CLEAR_IF_SCRIPT = `
if redis.call('HGET', KEYS[1], ARGV[1]) == ARGV[2] then redis.call('HDEL', KEYS[1], ARGV[1]) end
`;

const TAKE_OVER_SCRIPT = `
if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
return 1
`;

const fieldsSchema = z.record(z.string(), z.string());

/** One hash per record, one field per message (`card`, `thread-completed`, ...). */
export function createDeliveryStore({ redis, keys }: { redis: Redis; keys: Keys }) {
  return guarded({
    async get(ref: Ref, slot: string): Promise<Delivery | undefined> {
      const text = await redis.hget(keys.delivery(ref), slot);
      return text === null ? undefined : deliverySchema.parse(JSON.parse(text));
    },
    /** All messages about these records, as read now, in one call. What cannot be read of one record is thrown where it is asked for. */
    async ofEach(refs: readonly Ref[]): Promise<ReadDeliveries> {
      const pipeline = redis.pipeline();
      for (const ref of refs) pipeline.hgetall(keys.delivery(ref));
      const replies = (await pipeline.exec()) ?? [];
      const read = replies.map(([failure, fields]) => {
        if (failure && failure.name !== 'ReplyError') throw failure;
        return { failure, fields: fieldsSchema.safeParse(fields).data ?? {} };
      });
      const all = new Map(refs.map((ref, at) => [memberOf(ref), read[at]]));
      const textOf = (ref: Ref, slot: string) => {
        const { failure, fields = {} } = all.get(memberOf(ref)) ?? {};
        if (failure)
          throw new AppError('store_unavailable', 'Redis has no messages there', {
            cause: failure,
          });
        return fields[slot];
      };
      return {
        async get(ref, slot) {
          const text = textOf(ref, slot);
          return text === undefined ? undefined : deliverySchema.parse(JSON.parse(text));
        },
        isSpared: async (ref, slot) => textOf(ref, slot) === SPARED,
      };
    },
    /** True when the intent is ours; false when there already is one. */
    async intend(ref: Ref, slot: string, now: number): Promise<boolean> {
      return (await redis.hsetnx(keys.delivery(ref), slot, JSON.stringify(intentOf(now)))) === 1;
    },
    /** Takes over an abandoned intent, last seen with time `seenAt`: true for only one of those who try. */
    async takeOver(ref: Ref, slot: string, seenAt: number, now: number): Promise<boolean> {
      const taken = await redis.eval(
        TAKE_OVER_SCRIPT,
        1,
        keys.delivery(ref),
        slot,
        JSON.stringify(intentOf(seenAt)),
        JSON.stringify(intentOf(now)),
      );
      return taken === 1;
    },
    async put(ref: Ref, slot: string, delivery: Delivery): Promise<void> {
      await redis.hset(keys.delivery(ref), slot, JSON.stringify(delivery));
      if (slot !== 'card' || delivery.state !== 'sent') return;
      // The first is the record whose card it is; parts of that share it.
      await redis.set(keys.cardAt(ref.team, delivery.channel, delivery.ts), ref.id, 'NX');
    },
    async clear(ref: Ref, slot: string): Promise<void> {
      await redis.hdel(keys.delivery(ref), slot);
    },
    /** Does nothing if the message is sent, under way or refused. */
    async spare(ref: Ref, slot: string): Promise<void> {
      await redis.hsetnx(keys.delivery(ref), slot, SPARED);
    },
    async isSpared(ref: Ref, slot: string): Promise<boolean> {
      return (await redis.hget(keys.delivery(ref), slot)) === SPARED;
    },
    /** Lets a spared message be sent after all; does nothing to any other. */
    async unspare(ref: Ref, slot: string): Promise<void> {
      await redis.eval(CLEAR_IF_SCRIPT, 1, keys.delivery(ref), slot, SPARED);
    },
    /** The id of the record whose card this message is: finds the record of a thread. */
    async cardAt(team: string, channel: string, ts: string): Promise<string | undefined> {
      return (await redis.get(keys.cardAt(team, channel, ts))) ?? undefined;
    },
  });
}
export type Deliveries = ReturnType<typeof createDeliveryStore>;
/** The deliveries of messages: as they are now, or as they were when read. */
export type ReadDeliveries = {
  get(ref: Ref, slot: string): Promise<Delivery | undefined>;
  isSpared(ref: Ref, slot: string): Promise<boolean>;
};
