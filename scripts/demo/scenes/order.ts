import type { StoredMessage } from '../../../sandbox/slack/store.ts';
import { buttons } from '../../../src/slack/ids.ts';
import { APPROVALS, ASHA, GITA, MEERA, OPS, RAVI } from '../cast.ts';
import type { Play } from '../play.ts';

/** From the first search to a form that is sent, with everything Asha sees. Answers the approval card. */
export async function searchAndRequest(play: Play): Promise<StoredMessage> {
  play.step('Asha looks for a number');
  const slow = play.vobiz.faults.hold('availability');
  await play.types(ASHA, OPS, 'search IN');
  play.aside('The modal opens at once, however slow Vobiz is.');
  await play.seesModal(ASHA, /Looking up numbers in India/);
  slow.release();
  await play.seesModal(ASHA, /page 1 of/);
  await play.pressesInModal(ASHA, { actionId: 'next_page' }, 'Next');
  await play.seesModal(ASHA, /page 2 of/);
  await play.picks(ASHA, 'region_choice', 'mumbai', 'Maharashtra (8)');
  await play.seesModal(ASHA, /8 numbers/);
  await play.fills(ASHA, 'Digits in the number', '98 76');
  await play.submits(ASHA, 'Search');
  await play.seesModal(ASHA, /1 number ·/);

  play.step('Asha requests it');
  await play.pressesInModal(ASHA, { actionId: 'choose_number', index: 0 }, 'Choose at that number');
  await play.seesModal(ASHA, /What is it for/);
  await play.fills(ASHA, 'What is it for?', 'WhatsApp support line for the Pune office');
  await play.submits(ASHA, 'Send for approval');
  play.aside('Every window has closed.');
  await play.isTold(ASHA, /We'll message you when it's decided/);
  return play.seesCard(RAVI, APPROVALS, /Pune office[\s\S]*Approve/);
}

/** Who may not approve, and what they are told. */
export async function refuse(play: Play, card: StoredMessage): Promise<void> {
  play.step('Not everybody can approve');
  await play.pressesButton(ASHA, card, buttons.approve);
  await play.isTold(ASHA, /You can't decide your own request/);
  play.aside('Gita is a guest in this workspace.');
  await play.pressesButton(GITA, card, buttons.approve);
  await play.isTold(GITA, /Guests can't use this app/);
}

/** The approval, the purchase, and the card through its states. */
export async function approveAndTrack(play: Play, card: StoredMessage): Promise<void> {
  play.step('Ravi approves, and the number is bought');
  const check = play.vobiz.faults.hold('availability');
  const purchase = play.vobiz.faults.hold('order');
  await play.pressesButton(RAVI, card, buttons.approve);
  await play.cardBecomes(RAVI, card, /Checking the price once more/);
  play.aside('Meera can approve too. Her card still shows the buttons.');
  await play.pressesButton(MEERA, card, buttons.approve, true);
  await play.isTold(MEERA, /Your click changed nothing/);
  check.release();
  await play.cardBecomes(RAVI, card, /Sending the purchase/);
  purchase.release();
  await play.cardBecomes(RAVI, card, /is setting up the number/);
  await play.cardBecomes(RAVI, card, /Bought/);
  await play.threadSays(RAVI, card, /Bought/);
}
