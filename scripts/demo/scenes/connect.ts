import type { StoredMessage } from '../../../sandbox/slack/store.ts';
import { ASHA, RAVI } from '../cast.ts';
import type { Play } from '../play.ts';

/** From the bought number to a live channel, with a first try that Meta refuses. */
export async function connectNumber(play: Play, card: StoredMessage): Promise<void> {
  play.step('Asha connects the number to WhatsApp');
  play.vobiz.faults.next('createChannel', {
    kind: 'status',
    status: 403,
    body: { error: { code: 'META_ERROR', message: 'WABA Not Accessible' } },
  });
  await tries(play, card, 'Connect to WhatsApp', /Check the WABA ID/);
  await play.cardBecomes(ASHA, card, /Connect again/);
  play.aside('Somebody assigns the account to the system user at Meta. Asha tries again.');
  await tries(play, card, 'Connect again', /Meta is reviewing the number/);
  await play.cardBecomes(ASHA, card, /In review at Meta/);

  play.step('Meta verifies it, and it is live');
  play.vobiz.reviewChannel(play.vobiz.channels[0]?.id ?? '', 'verified');
  play.meta.put(play.numberOn(card), { status: 'CONNECTED', name_status: 'APPROVED' });
  await play.cardBecomes(RAVI, card, /Live on WhatsApp/);
  await play.threadSays(RAVI, card, /Live on WhatsApp/);
}

async function tries(play: Play, card: StoredMessage, label: string, says: RegExp): Promise<void> {
  await play.presses(ASHA, card, label);
  await play.seesModal(ASHA, /Display name/);
  await play.fills(ASHA, 'Display name', 'Pune Support');
  await play.submits(ASHA, 'Connect number');
  await play.seesModal(ASHA, says);
  await play.closes(ASHA);
}
