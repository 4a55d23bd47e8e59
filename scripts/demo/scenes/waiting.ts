import { ASHA, DEV, MEERA, RANDOM, RAVI } from '../cast.ts';
import type { Play } from '../play.ts';
import { chooseFirst, offer, requestShortly, sendRequest } from './short-request.ts';

/** In #random the budget is small and the patience short: what a request that nobody decides runs into. */
export async function nobodyDecides(play: Play): Promise<void> {
  play.step('A request waits: reminders, and somebody else is asked');
  offer(play, '+919814055503', 'PB', { setup: 600, monthly: 300 });
  play.aside('#random has a small budget, and reminders that come within seconds.');
  const card = await requestShortly(play, {
    search: 'in pb',
    purpose: 'Raffle hotline',
    channel: RANDOM,
  });
  await play.threadSays(RAVI, card, /Still waiting for a decision/);
  play.aside('The first reminder mentions nobody. The second does.');
  await play.threadSays(RAVI, card, /Still waiting for (?!a decision)/);
  await play.threadSays(RAVI, card, /can decide now too/);

  play.step('Somebody else wants the same number');
  await sendRequest(play, { search: 'in pb', purpose: 'Second hotline', by: DEV });
  await play.isTold(DEV, /already requested/);

  play.step('The budget of the channel is not enough for a second number');
  offer(play, '+919829055504', 'RJ', { setup: 600, monthly: 300 });
  await chooseFirst(play, { search: 'in rj', channel: RANDOM });
  await play.seesModal(ASHA, /over the budget/);
  await play.closes(ASHA);
  await play.presses(MEERA, card, 'Deny');
  await play.wait('the form', () => play.modalSays(MEERA, /Why not/));
  await play.fills(MEERA, 'Why not?', 'A raffle does not need a number of its own.');
  await play.submits(MEERA, 'Deny');
  await play.cardBecomes(MEERA, card, /Denied by/);
}
