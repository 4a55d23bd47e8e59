import { buttons } from '../../../src/slack/ids.ts';
import { ASHA, RAVI } from '../cast.ts';
import type { Play } from '../play.ts';
import { offer, requestShortly } from './short-request.ts';

export async function deny(play: Play): Promise<void> {
  play.step('Ravi denies a request');
  const card = await requestShortly(play, {
    search: 'in ka',
    purpose: 'A second line, just in case',
  });
  await play.presses(RAVI, card, 'Deny');
  await play.seesModal(RAVI, /Why not/);
  await play.fills(RAVI, 'Why not?', 'We have three lines in Karnataka already. Use one of those.');
  await play.submits(RAVI, 'Deny');
  await play.cardBecomes(RAVI, card, /Denied by/);
  await play.threadSays(RAVI, card, /Denied/);
}

/** The faulty moment: Vobiz takes the purchase, and its answer is lost on the way. */
export async function answerLost(play: Play): Promise<void> {
  const { vobiz } = play;
  play.step('Something goes wrong: the answer to a purchase is lost');
  offer(play, '+919430055510', 'BR', { setup: 500, monthly: 200 });
  const card = await requestShortly(play, { search: 'in br', purpose: 'Delivery desk in Patna' });
  vobiz.faults.next('order', { kind: 'reset_after' });
  const evidence = vobiz.faults.hold('ownedNumbers');
  await play.pressesButton(RAVI, card, buttons.approve);
  play.aside('Vobiz accepts the order, but the connection breaks before its answer arrives.');
  await play.cardBecomes(RAVI, card, /Don't order this number again/);
  await play.threadSays(ASHA, card, /⚠️ Purchase unconfirmed/);
  play.aside("The bot doesn't send the purchase again. It looks for evidence instead.");
  evidence.release();
  await play.cardBecomes(RAVI, card, /Bought/);
  await play.threadSays(RAVI, card, /✅ Bought · /);
}
