import type { Redis } from 'ioredis';
import { type Appeared, type AppearedAnswer, appearedSchema } from '../domain/account/appeared.ts';
import { parseJson } from '../domain/json.ts';
import type { Keys } from './keys.ts';
import { guarded } from './records.ts';

/**
 * Numbers of the account that nobody bought here: those that were told of, which of them wait for an answer, and the messages
 * by how often what they say has changed.
 */
export function createAppearedNumbers({ redis, keys }: { redis: Redis; keys: Keys }) {
  function read(text: string | null | undefined): Appeared | undefined {
    return text ? appearedSchema.safeParse(parseJson(text)).data : undefined;
  }

  /** What a newer version wrote counts as told of. */
  async function all(team: string): Promise<Map<string, Appeared>> {
    const texts = Object.entries(await redis.hgetall(keys.appeared(team)));
    return new Map(texts.map(([e164, text]) => [e164, read(text) ?? { notice: '' }]));
  }

  return guarded({
    all,
    open: (team: string): Promise<string[]> => redis.smembers(keys.appearedOpen(team)),
    openCount: (team: string): Promise<number> => redis.scard(keys.appearedOpen(team)),
    /** Who waits for an answer, and who no longer. */
    async reopen(team: string, opened: readonly string[], closed: readonly string[]) {
      if (opened.length > 0) await redis.sadd(keys.appearedOpen(team), ...opened);
      if (closed.length > 0) await redis.srem(keys.appearedOpen(team), ...closed);
    },

    /** All at once, so that a message tells of all; one that is known stays with the message that told of it. */
    async add(
      team: string,
      notice: string,
      numbers: ReadonlyMap<string, Pick<Appeared, 'monthly'>>,
    ): Promise<void> {
      const adding = redis.multi().hincrby(keys.appearedNotices(team), notice, 1);
      for (const [e164, { monthly }] of numbers) {
        const one: Appeared = { notice, ...(monthly && { monthly }) };
        adding.hsetnx(keys.appeared(team), e164, JSON.stringify(one));
      }
      await adding.sadd(keys.appearedOpen(team), ...numbers.keys()).exec();
    },

    /** Of each number that was told of, the answer. Returns the messages that now say something else. */
    async answer(
      team: string,
      numbers: readonly string[],
      answer: AppearedAnswer,
    ): Promise<string[]> {
      if (numbers.length === 0) return [];
      const texts = await redis.hmget(keys.appeared(team), ...numbers);
      const saving = redis.multi().srem(keys.appearedOpen(team), ...numbers);
      const notices = new Set<string>();
      for (const [at, e164] of numbers.entries()) {
        const one = read(texts[at]);
        if (one) notices.add(one.notice);
        const said: Appeared = { ...(one ?? { notice: '' }), answer };
        saving.hset(keys.appeared(team), e164, JSON.stringify(said));
      }
      for (const notice of notices)
        if (notice) saving.hincrby(keys.appearedNotices(team), notice, 1);
      await saving.exec();
      return [...notices];
    },

    /** Messages by their id, and how often what they say has changed. */
    async notices(team: string): Promise<Map<string, number>> {
      const all = await redis.hgetall(keys.appearedNotices(team));
      return new Map(Object.entries(all).map(([id, revision]) => [id, Number(revision)]));
    },
    async dropNotice(team: string, notice: string): Promise<void> {
      await redis.hdel(keys.appearedNotices(team), notice);
    },

    /** Puts `instead` in place of somebody who is forgotten, also in messages that are still redrawn. */
    async rename(team: string, user: string, instead: string): Promise<void> {
      const redrawn = await redis.hkeys(keys.appearedNotices(team));
      for (const [e164, { answer, ...one }] of await all(team)) {
        if (answer?.by !== user) continue;
        const said: Appeared = { ...one, answer: { ...answer, by: instead } };
        const saving = redis.multi().hset(keys.appeared(team), e164, JSON.stringify(said));
        if (redrawn.includes(one.notice)) saving.hincrby(keys.appearedNotices(team), one.notice, 1);
        await saving.exec();
      }
    },
  });
}
export type AppearedNumbers = ReturnType<typeof createAppearedNumbers>;
