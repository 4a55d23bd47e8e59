import type { Actor } from '../../domain/actor.ts';
import type { Forbidden } from '../../domain/policy/policy.ts';
import type { Clock, Log } from '../../runtime.ts';
import type { AppearedNumbers } from '../../store/appeared-numbers.ts';
import type { AdoptNumber } from './adopt-number.ts';

type Which = { e164: string } | { notice: string };
/** `count`: 0 if somebody has answered for all of them. */
export type Left = { ok: true; count: number } | { ok: false; why: Forbidden };

/** Leaves numbers alone that were bought outside Slack, by the same people who may adopt them: nobody hears of them again. */
export function createLeaveNumbers(deps: {
  appeared: Pick<AppearedNumbers, 'all' | 'answer'>;
  adoption: Pick<AdoptNumber, 'forbids'>;
  /** Redraws what was told of them. */
  answered: () => Promise<unknown>;
  clock: Clock;
  log: Log;
}) {
  const { appeared, clock, log } = deps;

  /** Without those that somebody has adopted or left already. */
  async function open(team: string, which: Which): Promise<string[]> {
    const all = await appeared.all(team);
    const asked =
      'e164' in which
        ? [which.e164]
        : [...all].flatMap(([e164, { notice }]) => (notice === which.notice ? [e164] : []));
    return asked.filter((e164) => all.get(e164)?.answer === undefined);
  }

  return async (actor: Actor, which: Which): Promise<Left> => {
    const why = await deps.adoption.forbids(actor);
    if (why) return { ok: false, why };
    const { teamId: team, userId: by } = actor;
    const numbers = await open(team, which);
    await appeared.answer(team, numbers, { is: 'left', by, at: clock.now() });
    log.info({ event: 'number.left', count: numbers.length, user_id: by });
    await deps.answered();
    return { ok: true, count: numbers.length };
  };
}
export type LeaveNumbers = ReturnType<typeof createLeaveNumbers>;
