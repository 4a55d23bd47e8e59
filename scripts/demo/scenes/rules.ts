import type { StoredMessage } from '../../../sandbox/slack/store.ts';
import { buttons } from '../../../src/slack/ids.ts';
import { APPROVALS, ASHA, MEERA, type Person, RAVI } from '../cast.ts';
import type { Play } from '../play.ts';
import { offer, requestShortly, sendRequest } from './short-request.ts';

/** Above an amount: two approvals from two sets, and the last four digits as one deliberate step. */
export async function twoApprovers(play: Play): Promise<void> {
  play.step('An expensive number needs two people, and the last four digits');
  offer(play, '+919822055501', 'GA', { setup: 1_000, monthly: 250 });
  const card = await requestShortly(play, { search: 'in ga', purpose: 'Concierge desk in Goa' });
  await play.pressesButton(RAVI, card, buttons.approveWithDigits);
  await play.seesModal(RAVI, /Type the last four digits/);
  await play.fills(RAVI, DIGITS, '1055');
  await play.submits(RAVI, 'Approve ₹1,250');
  await play.seesModal(RAVI, /aren't the last four digits/);
  await approveWithDigits(play, RAVI);
  const waiting = await play.cardBecomes(MEERA, card, /1 of 2 approvals/);
  await play.pressesButton(MEERA, waiting, buttons.approveWithDigits);
  await play.wait('the form', () => play.modalSays(MEERA, /Type the last four digits/));
  await approveWithDigits(play, MEERA);
  await play.cardBecomes(MEERA, card, /✅ Bought · /);
}

const DIGITS = 'Type the last four digits of +91 98220 55501';

async function approveWithDigits(play: Play, who: Person): Promise<void> {
  await play.fills(who, DIGITS, '5501');
  await play.submits(who, 'Approve ₹1,250');
}

/** Below an amount nobody is asked. */
export async function autoApproved(play: Play): Promise<void> {
  play.step('A cheap number needs no approval');
  offer(play, '+919861055502', 'OD', { setup: 0, monthly: 300 });
  await sendRequest(play, { search: 'in od', purpose: 'Test line of the developers' }, 'Buy now');
  await play.isTold(ASHA, /no approval needed/);
  const card: StoredMessage = await play.seesCard(RAVI, APPROVALS, /Test line/);
  await play.cardBecomes(RAVI, card, /✅ Bought · /);
}
