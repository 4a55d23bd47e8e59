import { DEV, MEERA } from '../cast.ts';
import type { Play } from '../play.ts';
import { bringShortly, NUMBERS, opensAndFills, wrongCode } from './bring-shortly.ts';

/** Meera and Dev have the same code in front of them. */
export async function twoAtOnce(play: Play): Promise<void> {
  play.step('Two people enter the code at once');
  const card = await bringShortly(play, NUMBERS.twoAtOnce);
  const code = play.vobiz.codeFor(NUMBERS.twoAtOnce) ?? '';
  await opensAndFills(play, MEERA, card, code);
  await opensAndFills(play, DEV, card, code);
  const check = play.vobiz.faults.hold('confirm');
  await play.submits(MEERA, 'Verify number');
  await check.arrived;
  await play.cardBecomes(DEV, card, /is entering a code/);
  await play.submits(DEV, 'Verify number');
  await play.seesModal(DEV, /We didn't send yours/);
  check.release();
  await play.seesModal(MEERA, /is verified/);
  play.aside('Dev does nothing: his modal changes by itself.');
  await play.seesModal(DEV, /Verified by/);
  await play.closes(MEERA);
  await play.closes(DEV);
  await play.cardBecomes(DEV, card, /Verified by/);
}

/** Another code, a call, and what too many wrong codes lead to. The waits are short for the play. */
export async function codeAgain(play: Play): Promise<void> {
  play.step('No code arrives: another one, then a call');
  const { again, locked } = NUMBERS;
  const card = await bringShortly(play, again);
  play.aside('A minute later (here: two seconds) the card offers another code.');
  const open = await play.cardBecomes(MEERA, card, /Send new code/);
  await play.presses(MEERA, open, 'Send new code');
  const called = await play.cardBecomes(MEERA, card, /Call me instead/);
  await play.presses(MEERA, called, 'Call me instead');
  await play.cardBecomes(MEERA, card, /By voice call/);
  await opensAndFills(play, MEERA, card, play.vobiz.codeFor(again) ?? '');
  await play.submits(MEERA, 'Verify number');
  await play.seesModal(MEERA, /is verified/);
  await play.closes(MEERA);

  play.step('Five wrong codes, a pause, and a new code');
  const other = await bringShortly(play, locked);
  const wrong = wrongCode(play.vobiz.codeFor(locked) ?? '');
  await opensAndFills(play, DEV, other, wrong, '(a wrong code)');
  for (let left = 4; left > 0; left -= 1) {
    await play.submits(DEV, 'Verify number');
    const tries = new RegExp(`${left} (try|tries) left`);
    await play.wait('the form', () => play.modalSays(DEV, tries));
    await play.fills(DEV, 'Code', wrong, '(a wrong code)');
  }
  await play.submits(DEV, 'Verify number');
  await play.seesModal(DEV, /after too many wrong ones/);
  await play.cardBecomes(MEERA, other, /Wait until/);
  play.aside('The pause lasts ten minutes; here two seconds.');
  const over = await play.cardBecomes(MEERA, other, /or this verification ends/);
  await play.closes(DEV);
  await play.presses(MEERA, over, 'Send new code');
  await play.wait('the new code to count', () => play.cardSays(other, /Newest code only/));
  await opensAndFills(play, MEERA, other, play.vobiz.codeFor(locked) ?? '');
  await play.submits(MEERA, 'Verify number');
  await play.seesModal(MEERA, /is verified/);
  await play.closes(MEERA);
  await play.cardBecomes(MEERA, other, /Verified by/);
}
