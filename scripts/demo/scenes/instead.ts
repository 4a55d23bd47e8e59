import { buttons } from '../../../src/slack/ids.ts';
import { APPROVALS, ASHA, RAVI } from '../cast.ts';
import type { Play } from '../play.ts';
import { offer, requestShortly } from './short-request.ts';

const FEES = { setup: 500, monthly: 200 };
const OTHER = '+919837055509';

/** The number is sold before the approval; of the near ones Asha takes the first; and Vobiz gives yet another. */
export async function soldThenAnother(play: Play): Promise<void> {
  const { vobiz } = play;
  play.step('Somebody else buys the number first');
  for (const e164 of ['+919837055505', '+919837055506', '+919837055507']) {
    offer(play, e164, 'UP', FEES);
  }
  const card = await requestShortly(play, { search: 'in up', purpose: 'Night line in Agra' });
  vobiz.sell(play.numberOn(card));
  await play.pressesButton(RAVI, card, buttons.approve);
  const stopped = await play.cardBecomes(RAVI, card, /no longer offers it/);
  play.aside('The card offers similar numbers. Asha takes the first.');
  await play.pressesButton(ASHA, stopped, buttons.requestInstead);
  await play.isTold(ASHA, /Requested for/);
  const second = await play.seesCard(RAVI, APPROVALS, /needs another number for/);

  play.step('Vobiz gives another number than the approved one');
  offer(play, OTHER, 'UP', FEES);
  vobiz.allocateInstead(OTHER);
  await play.pressesButton(RAVI, second, buttons.approve);
  await play.cardBecomes(RAVI, second, /⚠️ Bought, not as approved/);
  await play.threadSays(RAVI, second, /⚠️ Bought, not as approved/);
}
