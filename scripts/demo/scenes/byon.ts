import type { StoredMessage } from '../../../sandbox/slack/store.ts';
import { ASHA, DEV, OPS } from '../cast.ts';
import type { Play } from '../play.ts';

export const OWN_NUMBER = '+919812345678';

/** Asha brings a number, Dev holds the phone. Answers the card of the verified number. */
export async function bringYourOwn(play: Play): Promise<StoredMessage> {
  play.step('Asha brings a number the company already has');
  await play.types(ASHA, OPS, 'byon 098123 45678');
  await play.seesModal(ASHA, /We can't use that number/);
  play.aside('The form suggests the likely number. Asha sends it.');
  await play.submits(ASHA, 'Send code');
  await play.seesModal(ASHA, /Press Enter code on the card/);
  await play.closes(ASHA);
  play.aside('Dev is in New York, so he sees other times.');
  const card = await play.seesCard(DEV, OPS, /Enter code/);

  play.step('Dev, who holds the phone, enters the code');
  const code = play.vobiz.codeFor(OWN_NUMBER) ?? '';
  await play.presses(DEV, card, 'Enter code');
  await play.seesModal(DEV, /We sent a code to/);
  await play.fills(DEV, 'Code', code === '123456' ? '654321' : '123456', '(a wrong code)');
  await play.submits(DEV, 'Verify number');
  await play.seesModal(DEV, /That code is wrong/);
  await play.fills(DEV, 'Code', code, '(the code from the phone)');
  await play.submits(DEV, 'Verify number');
  await play.seesModal(DEV, /is verified/);
  await play.closes(DEV);
  return play.cardBecomes(DEV, card, /Verified by/);
}
