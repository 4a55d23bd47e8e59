import type { StoredMessage } from '../../../sandbox/slack/store.ts';
import { APPROVALS, ASHA, OPS, RAVI } from '../cast.ts';
import type { Play } from '../play.ts';

/** A request whose search and form look like the first one's, told in a few lines. Answers the approval card. */
export async function requestShortly(
  play: Play,
  { search, purpose }: { search: string; purpose: string },
): Promise<StoredMessage> {
  play.aside('Search and form look as before.');
  await play.types(ASHA, OPS, `search ${search}`);
  await play.wait('numbers to choose from', () => play.modalSays(ASHA, /Page 1 of/));
  await play.pressesInModal(
    ASHA,
    { actionId: 'choose_number', index: 0 },
    'Choose at the first number',
  );
  await play.wait('the form', () => play.modalSays(ASHA, /What is it for/));
  await play.fills(ASHA, 'What is it for?', purpose);
  await play.submits(ASHA, 'Request');
  await play.wait('the confirmation', () => play.modalSays(ASHA, /You will get a direct message/));
  await play.closes(ASHA);
  return play.seesCard(RAVI, APPROVALS, new RegExp(`${purpose}[\\s\\S]*Approve`));
}
