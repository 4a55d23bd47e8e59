import { buttons } from '../../../src/slack/ids.ts';
import { ASHA, RAVI } from '../cast.ts';
import type { Play } from '../play.ts';
import { offer, requestShortly } from './short-request.ts';

export const UNPLACED = '+919872055508';

/** No answer and no evidence: the bot keeps looking, and an approver who knows better may end it. */
export async function settledByHand(play: Play): Promise<void> {
  play.step('Nobody can tell whether it was bought, until Ravi asks Vobiz');
  offer(play, UNPLACED, 'HP', { setup: 500, monthly: 250 });
  const card = await requestShortly(play, { search: 'in hp', purpose: 'Booking line in Shimla' });
  play.vobiz.faults.next('order', { kind: 'reset' });
  await play.pressesButton(RAVI, card, buttons.approve);
  const open = await play.cardBecomes(RAVI, card, /Don't order this number again/);
  await play.presses(ASHA, open, 'Check now');
  await play.isTold(ASHA, /Checked just now/);
  play.aside('Ravi calls Vobiz. No order ever reached them.');
  await play.presses(RAVI, open, 'Mark as not bought');
  await play.seesModal(RAVI, /How do you know/);
  await play.fills(RAVI, 'How do you know?', 'Vobiz support: no order reached them today.');
  await play.submits(RAVI, 'Mark as not bought');
  await play.cardBecomes(RAVI, card, /Marked as not bought by/);
}
