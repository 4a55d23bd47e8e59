import type { StoredMessage } from '../../../sandbox/slack/store.ts';
import { buttons } from '../../../src/slack/ids.ts';
import { APPROVALS, ASHA, RAVI } from '../cast.ts';
import type { Play } from '../play.ts';
import { requestShortly } from './short-request.ts';

/** Answers the card of the request for the difference. */
export async function priceChanged(play: Play): Promise<StoredMessage> {
  play.step('A price changes between request and approval');
  const card = await requestShortly(play, {
    search: 'India',
    purpose: 'Order updates for customers',
  });
  play.vobiz.setPrice(play.numberOn(card), { setup: 900, monthly: 400 });
  play.aside('Vobiz now asks more for it.');
  await play.pressesButton(RAVI, card, buttons.approve);
  const stopped = await play.cardBecomes(RAVI, card, /price changed/);
  await play.threadSays(ASHA, stopped, /price changed/);

  play.step('Asha asks for approval of the new price');
  await play.presses(ASHA, stopped, 'Ask for approval of ₹1,300');
  await play.isTold(ASHA, /Requested for/);
  return play.seesCard(RAVI, APPROVALS, /asks again for/);
}

/** A question stops the clock; the answer starts it again; the requester changes her mind. */
export async function askAndWithdraw(play: Play, card: StoredMessage): Promise<void> {
  play.step('Ravi asks before he decides');
  await play.presses(RAVI, card, 'Ask');
  await play.seesModal(RAVI, /What do you want to know/);
  await play.fills(RAVI, 'What do you want to know?', 'Is this one number worth ₹1,300?');
  await play.submits(RAVI, 'Ask');
  const asked = await play.cardBecomes(RAVI, card, /Paused until/);
  await play.threadSays(ASHA, card, /asks:/);
  await play.presses(ASHA, asked, 'Answer');
  await play.seesModal(ASHA, /Your answer/);
  await play.fills(ASHA, 'Your answer', 'No. I will look for a cheaper one.');
  await play.submits(ASHA, 'Answer');
  const answered = await play.cardBecomes(RAVI, card, /Needs[\s\S]* · Expires/);
  await play.threadSays(RAVI, card, /answered:/);

  play.step('Asha withdraws her request');
  await play.presses(ASHA, answered, 'Withdraw');
  await play.seesModal(ASHA, /nobody can approve it any more/);
  await play.submits(ASHA, 'Withdraw');
  await play.closes(ASHA);
  await play.cardBecomes(RAVI, card, /Withdrawn/);
}
