import type { StoredMessage } from '../../../sandbox/slack/store.ts';
import { ASHA, OPS, type Person } from '../cast.ts';
import type { Play } from '../play.ts';

/** A number of its own for each scene. */
export const NUMBERS = {
  twoAtOnce: '+919812340001',
  unclear: '+919812340002',
  expired: '+919812340003',
  restarted: '+919812340004',
  again: '+919812340005',
  locked: '+919812340006',
} as const;

/** Asha has a code sent to a number; the form looks as before. Answers the card. */
export async function bringShortly(play: Play, number: string): Promise<StoredMessage> {
  play.aside('The form looks as before.');
  await play.types(ASHA, OPS, `byon ${number}`);
  await play.wait('the form', () => play.modalSays(ASHA, /Before you send it/));
  await play.submits(ASHA, 'Send code');
  await play.wait('the code to be sent', () => play.modalSays(ASHA, /We sent a code to/));
  await play.closes(ASHA);
  return play.seesCard(ASHA, OPS, new RegExp(`${number.slice(-4)}[\\s\\S]*Enter code`));
}

/** Opens the modal of a card and fills in a code, without submitting it. */
export async function opensAndFills(
  play: Play,
  who: Person,
  card: StoredMessage,
  code: string,
  shownAs = '(the code from the phone)',
): Promise<void> {
  await play.presses(who, card, 'Enter code');
  await play.wait('the form', () => play.modalSays(who, /We sent a code to/));
  await play.fills(who, 'Code', code, shownAs);
}

/** A code that Vobiz did not send. */
export function wrongCode(code: string): string {
  return code === '123456' ? '654321' : '123456';
}
