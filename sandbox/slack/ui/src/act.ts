import type { Deed } from '../../deeds.ts';
import type { JsonRecord } from '../../json.ts';

/** What came of a deed, for the person who did it. */
export interface Answer {
  ok: boolean;
  /** Slack's name for what went wrong on the way to the bot, or why Slack would not let the person do it. */
  error?: string;
  /** Slack's own words beside the control. */
  toldPerson?: string;
  options?: JsonRecord[];
}

type WithoutPerson<T> = T extends { as: string } ? Omit<T, 'as'> : never;
export type Wish = WithoutPerson<Deed>;
export type Act = (wish: Wish) => Promise<Answer>;

/** Sends JSON to the playground. Never rejects: an unreachable playground is an answer too. */
export async function send(path: string, body: unknown): Promise<Answer> {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const answer: Omit<Answer, 'ok'> = await response.json();
    return { ...answer, ok: response.ok };
  } catch {
    return { ok: false, error: 'The playground cannot be reached. Is it still running?' };
  }
}

/** Acts as one person. Typing arrives in order, and before anything that is done after it. */
export function actAs(userId: string): Act {
  let typed: Promise<unknown> = Promise.resolve();
  return async (wish) => {
    if (wish.do === 'type') {
      const mine = typed.then(() => send('/do', { as: userId, ...wish }));
      typed = mine;
      return mine;
    }
    await typed;
    return send('/do', { as: userId, ...wish });
  };
}
