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
  await play.presses(RAVI, card, 'Approve');
  const open = await play.cardBecomes(RAVI, card, /We do not know whether this number was bought/);
  await play.presses(ASHA, open, 'Check Now');
  await play.isTold(ASHA, /Checked just now/);
  play.aside('Ravi calls Vobiz: no order ever reached them.');
  await play.presses(RAVI, open, 'It Was Not Placed');
  await play.seesModal(RAVI, /How do you know/);
  await play.fills(RAVI, 'How do you know?', 'Vobiz support: no order reached them today.');
  await play.submits(RAVI, 'Settle');
  await play.seesModal(RAVI, /Recorded under your name/);
  await play.closes(RAVI);
  await play.cardBecomes(RAVI, card, /Settled by/);
}
