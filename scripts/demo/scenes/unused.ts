import type { StoredMessage } from '../../../sandbox/slack/store.ts';
import { buttons } from '../../../src/slack/ids.ts';
import { ASHA, DEV, OPS, RAVI } from '../cast.ts';
import type { Play } from '../play.ts';
import { offer } from './short-request.ts';

/** Dev needs a number, and the team has one that nobody uses. */
export async function handedOver(play: Play): Promise<void> {
  play.step('Dev searches, and is offered a number that nobody uses');
  offer(play, '+919822055509', 'GA', { setup: 1_000, monthly: 250 });
  await play.types(DEV, OPS, 'search in ga');
  await play.seesModal(DEV, /1 unused number[\s\S]*Ask for it/);
  await play.pressesInModal(DEV, { actionId: buttons.askForNumber.id, index: 0 }, 'Ask for it');
  await play.wait('the form', () => play.modalSays(DEV, /What do you need it for/));
  await play.fills(DEV, 'What do you need it for?', 'Weekend line of the developers');
  await play.submits(DEV, 'Ask');
  await play.seesModal(DEV, /to answer\. We'll tell you/);
  await play.closes(DEV);
  const asked = await play.getsDirectMessage(ASHA, /asks for/);
  await play.pressesButton(ASHA, asked, buttons.acceptTransfer);
  await play.getsDirectMessage(ASHA, /handed it over/);
}

/** Asked, approved by somebody else, sent once, and gone when Vobiz' day is over. `card`: of a number nobody needs. */
export async function givenBack(play: Play, card: StoredMessage): Promise<void> {
  play.step('Asha gives a number back that nobody needs');
  await play.pressesButton(ASHA, card, buttons.openOrder);
  await play.wait('Details', () => play.modalSays(ASHA, /Timeline/));
  await play.pressesInModal(ASHA, { actionId: buttons.giveBack.id }, 'Give back');
  await play.seesModal(ASHA, /Why don't you need it/);
  await play.fills(ASHA, "Why don't you need it?", 'The shop in Indore has closed.');
  await play.submits(ASHA, 'Ask to give back');
  const asked = await play.cardBecomes(RAVI, card, /asks to give it back/);
  await play.closes(ASHA);
  await play.pressesButton(RAVI, asked, buttons.approveGiveBack);
  await play.cardBecomes(RAVI, card, /You can undo that until/);
  play.aside('Keep it would cancel the release. Nobody presses it, and a day passes.');
  play.vobiz.endCooldown(play.numberOn(card));
  await play.cardBecomes(RAVI, card, /Vobiz has it back/);
}
