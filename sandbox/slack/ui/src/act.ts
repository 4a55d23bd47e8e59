import type { Step, StepAnswer } from '../../../playground/shown-steps.ts';
import type { Deed } from '../../deeds.ts';
import type { JsonRecord } from '../../json.ts';

/** The result of a deed, for the person who did it. */
export interface Answer {
  ok: boolean;
  /** Slack's name for what went wrong on the way to the bot, or why Slack would not let the person do it. */
  error?: string;
  /** Slack's own words beside the control. */
  toldPerson?: string;
  offered?: JsonRecord;
}

type WithoutPerson<T> = T extends { as: string } ? Omit<T, 'as'> : never;
export type Wish = WithoutPerson<Deed>;
export type Act = (wish: Wish) => Promise<Answer>;

const UNREACHABLE = "Can't reach the playground. Is it still running?";

function post(path: string, body: unknown): Promise<Response> {
  return fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

/** Sends JSON to the playground. Never rejects: an unreachable playground is an answer too. */
export async function send(path: string, body: unknown): Promise<Answer> {
  try {
    const response = await post(path, body);
    const answer: Omit<Answer, 'ok'> = await response.json();
    return { ...answer, ok: response.ok };
  } catch {
    return { ok: false, error: UNREACHABLE };
  }
}

/** Takes one of the first steps. Never rejects, as `send`. */
export async function takeStep(step: Step): Promise<StepAnswer> {
  try {
    const response = await post('/step', { step });
    const answer: StepAnswer = await response.json();
    return answer;
  } catch {
    return { says: UNREACHABLE };
  }
}

/** Acts as one person. What is typed and chosen arrives in order, and before anything that is done after it. */
export function actAs(userId: string): Act {
  let filled: Promise<unknown> = Promise.resolve();
  return async (wish) => {
    if (wish.do === 'type' || wish.do === 'select') {
      const mine = filled.then(() => send('/do', { as: userId, ...wish }));
      filled = mine;
      return mine;
    }
    if (wish.do !== 'suggest') await filled;
    return send('/do', { as: userId, ...wish });
  };
}
