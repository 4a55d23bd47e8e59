import type { StoredMessage } from '../../../sandbox/slack/store.ts';
import { ASHA, RAVI } from '../cast.ts';
import type { Play } from '../play.ts';

/** Meta's id of Asha's own number, as WhatsApp Manager would show it. */
const PHONE_NUMBER_ID = '974161339121558';

/** Asha's own number: Vobiz's answer is lost, its list of channels tells, and Meta says no. */
export async function connectBrought(play: Play, card: StoredMessage): Promise<void> {
  play.step('Asha connects the number she brought, and the answer is lost');
  play.vobiz.faults.next('createChannel', { kind: 'reset_after' });
  await play.presses(ASHA, card, 'Connect to WhatsApp');
  await play.seesModal(ASHA, /Phone-number ID/);
  await play.fills(ASHA, 'Display name', 'Field Team');
  await play.fills(ASHA, 'Phone-number ID', PHONE_NUMBER_ID);
  await play.submits(ASHA, 'Connect number');
  await play.seesModal(ASHA, /Vobiz didn.t answer/);
  await play.closes(ASHA);
  play.aside("The bot doesn't send it again. It finds the channel in Vobiz's list.");
  await play.cardBecomes(ASHA, card, /In review at Meta/);

  play.step('Meta rejects it');
  play.vobiz.reviewChannel(play.vobiz.channels.at(-1)?.id ?? '', 'rejected');
  await play.cardBecomes(ASHA, card, /Rejected by Meta/);
  await play.threadSays(ASHA, card, /Rejected by Meta/);
}

/** A new token for the live number; the rejected one is disconnected. */
export async function rotateAndDisconnect(
  play: Play,
  live: StoredMessage,
  rejected: StoredMessage,
): Promise<void> {
  play.step('Ravi gives the live number another access token');
  await play.presses(RAVI, live, 'Manage');
  await play.seesModal(RAVI, /Display name/);
  await play.chooses(RAVI, 'Meta access token', 'Support');
  await play.submits(RAVI, 'Save changes');
  await play.seesModal(RAVI, /Saved/);
  await play.closes(RAVI);

  play.step('Asha disconnects the rejected number');
  await play.presses(ASHA, rejected, 'Disconnect');
  await play.seesModal(ASHA, /We delete nothing at Meta/);
  await play.submits(ASHA, 'Disconnect number');
  await play.cardBecomes(ASHA, rejected, /Disconnected by/);
}
