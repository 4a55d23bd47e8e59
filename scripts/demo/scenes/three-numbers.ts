import type { StoredMessage } from '../../../sandbox/slack/store.ts';
import { buttons } from '../../../src/slack/ids.ts';
import { APPROVALS, ASHA, OPS, RAVI } from '../cast.ts';
import type { Play } from '../play.ts';
import { offer } from './short-request.ts';

export const SOLD = '+918610055522';
export const OFFERED = ['+918610055521', SOLD, '+918610055523', '+918610055524'];

/** Three numbers in one request: one approval of their sum, one of them sold by then, another chosen in its place. */
export async function threeNumbers(play: Play): Promise<void> {
  play.step('Asha asks for three numbers at once');
  for (const e164 of OFFERED) offer(play, e164, 'AS', { setup: 0, monthly: 250 });
  await play.types(ASHA, OPS, 'search in as');
  await play.wait('the numbers', () => play.modalSays(ASHA, /4 numbers ·/));
  await play.pressesInModal(ASHA, { actionId: buttons.chooseSeveral.id }, 'Several…');
  await play.wait('the form', () => play.modalSays(ASHA, /How many/));
  await play.fills(ASHA, 'How many?', '3');
  await play.submits(ASHA, 'Next');
  await play.wait('the list', () => play.modalSays(ASHA, /3 numbers in India/));
  await play.fills(ASHA, 'What is it for?', 'Three shops in Guwahati');
  await play.seesModal(ASHA, /3 numbers in India/);
  await play.submits(ASHA, 'Send for approval');
  const card = await play.seesCard(RAVI, APPROVALS, /Approve ₹750[\s\S]*Guwahati/);
  play.aside('Each of them alone would need no approval. The rules judge the sum.');

  play.step('Ravi approves once, and one of the three is sold meanwhile');
  play.vobiz.sell(SOLD);
  await play.pressesButton(RAVI, card, buttons.approve);
  const done = await play.cardBecomes(RAVI, card, /2 of 3 numbers bought/);
  await play.threadSays(ASHA, card, /The rest: 1 sold/);
  await chooseAnother(play, done);
}

/** As many as are missing, at no higher price, for the same purpose. */
async function chooseAnother(play: Play, card: StoredMessage): Promise<void> {
  play.step('Asha chooses another in its place');
  await play.pressesButton(ASHA, card, buttons.chooseRest);
  await play.seesModal(ASHA, /How many/);
  await play.submits(ASHA, 'Next');
  await play.seesModal(ASHA, /Guwahati/);
  await play.submits(ASHA, 'Buy now');
  const again = await play.seesCard(ASHA, APPROVALS, /\+91 86100 55524[\s\S]*Guwahati/);
  await play.cardBecomes(ASHA, again, /✅ Bought · /);
}
