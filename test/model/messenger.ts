import { isDeepStrictEqual } from 'node:util';
import type { Posted, SendResult, SlackMessenger } from '../../src/slack/messenger.ts';
import type { Message } from '../../src/views/kit/blocks.ts';

/** What becomes of the next post or edit. `lost`: it reaches Slack, the answer does not reach us. */
export type MessengerFault = 'lost' | 'not_sent' | 'not_now';
type Kept = { channel: string; mark: string; message: Message };

/** Slack as far as messages go, in memory: it outlives every restart of the bot. */
export function createMemoryMessenger() {
  const messages = new Map<string, Kept>();
  const faults: MessengerFault[] = [];
  let count = 0;

  function answer(act: () => SendResult): SendResult {
    const fault = faults.shift();
    if (fault === 'not_now') return { ok: false, why: 'not_now', retryMs: 1_000 };
    if (fault === 'not_sent') return { ok: false, why: 'unknown' };
    const sent = act();
    return fault === 'lost' && sent.ok ? { ok: false, why: 'unknown' } : sent;
  }

  const messenger: SlackMessenger = {
    post: async ({ channel }, message, mark) =>
      answer(() => {
        count += 1;
        const ts = `${count}.000100`;
        messages.set(ts, { channel, mark, message });
        return { ok: true, posted: { channel, ts } };
      }),
    whisper: async () => true,
    edit: async (posted, message) =>
      answer(() => {
        const kept = messages.get(posted.ts);
        if (!kept) return { ok: false, why: 'gone' };
        messages.set(posted.ts, { ...kept, message });
        return { ok: true, posted };
      }),
    find: async (_place, mark) => {
      const found = [...messages].find(([, kept]) => kept.mark === mark);
      if (!found) return { found: 'not_there' };
      return { found: 'there', posted: { channel: found[1].channel, ts: found[0] } };
    },
  };

  return {
    messenger,
    fail: (fault: MessengerFault) => faults.push(fault),
    heal: () => faults.splice(0),
    /** Somebody deletes the cards of an order. */
    deleteCards(id: string): void {
      for (const [ts, { mark }] of messages) if (mark === `${id}/card`) messages.delete(ts);
    },
    cards: (id: string) => [...messages.values()].filter(({ mark }) => mark === `${id}/card`),
    /** How often a person was told: directly, or by a mention in the thread. */
    told: (id: string, what: string, person: string) =>
      [...messages.values()].filter(
        ({ mark, message }) =>
          mark === `${id}/direct-${what}` ||
          (mark === `${id}/thread-${what}` && message.text.startsWith(`<@${person}>`)),
      ).length,
    exists: ({ ts }: Posted) => messages.has(ts),
    shows: ({ ts }: Posted, message: Message) =>
      isDeepStrictEqual(messages.get(ts)?.message, message),
  };
}
