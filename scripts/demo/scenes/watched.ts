import type { StoredMessage } from '../../../sandbox/slack/store.ts';
import { APPROVALS, ASHA, MEERA, OPS, RAVI } from '../cast.ts';
import type { Play } from '../play.ts';

/** A number of the account that nobody bought here. */
export const FOUND = '+919845678901';

/** What happens at Vobiz and Meta long after the purchase. `live`: the card of a number with a channel. */
export async function watched(play: Play, live: StoredMessage): Promise<void> {
  play.step('Meta suspends a channel, and its owner is told');
  play.aside(
    'The app looks at least every six hours. It restarts here to look every second, and to offer unused numbers at once.',
  );
  await play.botRestarts({ WATCH_EVERY_MS: '1000', POLICY_FILE: play.laterPolicy });
  const id = play.vobiz.channels[0]?.id ?? '';
  play.vobiz.setChannelStatus(id, 'suspended');
  play.vobiz.addOwnedNumber({ e164: FOUND, setup_fee: 500, monthly_fee: 250 });
  await play.cardBecomes(ASHA, live, /⚠️ WhatsApp suspended/);
  await play.threadSays(ASHA, live, /⚠️ WhatsApp suspended/);
  play.vobiz.setChannelStatus(id, 'active');
  await play.cardBecomes(ASHA, live, /🟢 Live on WhatsApp/);
  await play.threadSays(ASHA, live, /Back to normal/);
}

/** It gets an owner and a card, and nothing is bought. */
export async function adopted(play: Play): Promise<void> {
  play.step('Ravi adopts a number that somebody bought in the Vobiz console');
  await play.seesCard(RAVI, APPROVALS, /📥 Not bought here/);
  await play.types(RAVI, OPS, 'numbers');
  await play.wait('the numbers', () => play.modalSays(RAVI, /\d+ numbers ·/));
  await play.fills(RAVI, 'Digits or words', FOUND.slice(-5));
  await play.submits(RAVI, 'Filter');
  await play.seesModal(RAVI, /Not bought here/);
  await play.pressesInModal(RAVI, { actionId: 'number_details', index: 0 }, 'Details');
  await play.seesModal(RAVI, /nobody here owns or watches it/);
  await play.pressesInModal(RAVI, { actionId: 'adopt_number' }, 'Adopt it');
  await play.wait('the form', () => play.modalSays(RAVI, /Nothing is bought now/));
  await play.fills(RAVI, 'What is it for?', 'The old hotline in Bengaluru');
  await play.chooses(RAVI, 'Owner', MEERA.id);
  await play.seesModal(RAVI, /Nothing is bought now/);
  await play.submits(RAVI, 'Adopt');
  await play.seesModal(RAVI, /has its card in/);
  await play.closes(RAVI);
  const card = await play.seesCard(RAVI, APPROVALS, /📥 Adopted/);
  await play.threadSays(MEERA, card, /made you the owner/);
}
