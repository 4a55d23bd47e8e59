import { DEV, MEERA } from '../cast.ts';
import type { Play } from '../play.ts';
import { bringShortly, NUMBERS, opensAndFills } from './bring-shortly.ts';

/** How long the expiring code is valid. */
const SHORT_LIFE_MS = 3_000;
/** For the scenes after the restart: what takes a minute takes two seconds. */
const SHORT_WAITS = { CODE_RESEND_AFTER_MS: '2000' };

/** What can go wrong with a code on its way: an answer that is lost, a code that expires, a bot that restarts. */
export async function codeTrouble(play: Play): Promise<void> {
  await unclearAnswer(play);
  await expiry(play);
  await restart(play);
}

async function unclearAnswer(play: Play): Promise<void> {
  play.step('Vobiz gives no clear answer to a code');
  const card = await bringShortly(play, NUMBERS.unclear);
  const code = play.vobiz.codeFor(NUMBERS.unclear) ?? '';
  play.vobiz.faults.next('confirm', { kind: 'reset_after' });
  await opensAndFills(play, DEV, card, code);
  await play.submits(DEV, 'Verify number');
  play.aside('Vobiz accepts the code, but the connection breaks before its answer arrives.');
  await play.seesModal(DEV, /couldn't tell whether that worked/);
  await play.cardBecomes(DEV, card, /won't use up a try here/);
  await play.fills(DEV, 'Code', code, '(the same code again)');
  await play.submits(DEV, 'Verify number');
  await play.seesModal(DEV, /is already verified/);
  await play.closes(DEV);
}

async function expiry(play: Play): Promise<void> {
  play.step('A code expires');
  const expiresAt = new Date(Date.now() + SHORT_LIFE_MS).toISOString();
  play.vobiz.faults.next('verify', { kind: 'answer', patch: { expires_at: expiresAt } });
  const card = await bringShortly(play, NUMBERS.expired);
  await play.presses(MEERA, card, 'Enter code');
  play.aside('This code expires in three seconds. Nobody does anything.');
  await play.cardBecomes(MEERA, card, /Code expired/);
  await play.seesModal(MEERA, /Nobody entered the code in time/);
  await play.closes(MEERA);
}

async function restart(play: Play): Promise<void> {
  play.step('The bot restarts in the middle');
  const card = await bringShortly(play, NUMBERS.restarted);
  await play.presses(MEERA, card, 'Enter code');
  await play.wait('the form', () => play.modalSays(MEERA, /We sent a code to/));
  await play.botRestarts(SHORT_WAITS);
  play.aside("The bot stopped and started again. The card and the modals haven't changed.");
  await opensAndFills(play, DEV, card, play.vobiz.codeFor(NUMBERS.restarted) ?? '');
  await play.submits(DEV, 'Verify number');
  await play.seesModal(DEV, /is verified/);
  await play.closes(DEV);
  play.aside('Meera opened her modal before the restart. It shows the result too.');
  await play.seesModal(MEERA, /Verified by/);
  await play.closes(MEERA);
}
