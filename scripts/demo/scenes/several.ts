import type { StoredMessage } from '../../../sandbox/slack/store.ts';
import { buttons } from '../../../src/slack/ids.ts';
import { inputs } from '../../../src/slack/inputs.ts';
import { RAVI } from '../cast.ts';
import type { Play } from '../play.ts';
import { offer, requestShortly } from './short-request.ts';

/** Two requests wait, and Ravi approves both from Home, for the sum that he sees. Answers one of the cards. */
export async function approveSeveral(play: Play): Promise<StoredMessage> {
  play.step('Two requests wait, and Ravi approves both at once');
  const fees = { setup: 600, monthly: 200 };
  offer(play, '+919893055505', 'MP', fees);
  offer(play, '+919419055506', 'JK', fees);
  const first = await requestShortly(play, { search: 'in mp', purpose: 'Indore shop' });
  const second = await requestShortly(play, { search: 'in jk', purpose: 'Srinagar shop' });
  await play.opensHome(RAVI, /Waiting for you[\s\S]*Approve several/);
  await play.pressesInHome(RAVI, buttons.approveSeveral, 'Approve several…');
  await play.wait('the form', () => play.modalSays(RAVI, /Nothing ticked yet/));
  await play.ticksAll(RAVI, inputs.together);
  await play.seesModal(RAVI, /2 requests: ₹1,600 now/);
  await play.submits(RAVI, 'Approve ₹1,600');
  await play.seesModal(RAVI, /Approved\. We'll check[\s\S]*Approved\. We'll check/);
  await play.closes(RAVI);
  await play.cardBecomes(RAVI, second, /✅ Bought · /);
  return play.cardBecomes(RAVI, first, /✅ Bought · /);
}
