import { buttons } from '../../../src/slack/ids.ts';
import { RAVI } from '../cast.ts';
import type { Play } from '../play.ts';
import { requestShortly } from './short-request.ts';

/** What `npm run demo` plays by itself: the one moment that could cost money twice, and does not. */
export async function shortPlay(play: Play): Promise<void> {
  const { vobiz } = play;
  play.step('Asha asks for a number, Ravi approves, and the answer to the purchase gets lost');
  const card = await requestShortly(play, { search: 'in dl', purpose: 'Delivery desk in Delhi' });
  vobiz.faults.next('order', { kind: 'reset_after' });
  const evidence = vobiz.faults.hold('ownedNumbers');
  await play.pressesButton(RAVI, card, buttons.approve);
  play.aside('Vobiz accepts the order. The connection breaks before its answer arrives.');
  await play.cardBecomes(RAVI, card, /⚠️ Purchase unconfirmed/);
  play.aside("The bot doesn't order again. It looks in the Vobiz account instead.");
  evidence.release();
  await play.cardBecomes(RAVI, card, /✅ Bought/);
}
