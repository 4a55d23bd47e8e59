import type { StoredMessage } from '../../../sandbox/slack/store.ts';
import { APPROVALS, ASHA, OPS, type Person, RAVI } from '../cast.ts';
import type { Play } from '../play.ts';

type Wish = {
  /** What is typed after `search`; the first number it finds is chosen. */
  search: string;
  purpose: string;
  by?: Person;
  channel?: string;
};

/** Search as in the first request, told in two lines, up to the number that is chosen. */
export async function chooseFirst(play: Play, wish: Omit<Wish, 'purpose'>): Promise<void> {
  const { search, by = ASHA, channel = OPS } = wish;
  play.aside('We skip the search and the form here.');
  await play.types(by, channel, `search ${search}`);
  await play.wait('numbers to choose from', () => play.modalSays(by, /not reserved until bought/));
  await play.pressesInModal(
    by,
    { actionId: 'choose_number', index: 0 },
    'Choose at the first number',
  );
}

/** The same, up to the form that is sent. */
export async function sendRequest(
  play: Play,
  wish: Wish,
  submit = 'Send for approval',
): Promise<void> {
  const { purpose, by = ASHA } = wish;
  await chooseFirst(play, wish);
  await play.wait('the form', () => play.modalSays(by, /What is it for/));
  await play.fills(by, 'What is it for?', purpose);
  await play.submits(by, submit);
}

/** A request that is taken. Answers the approval card. */
export async function requestShortly(play: Play, wish: Wish): Promise<StoredMessage> {
  const { purpose } = wish;
  await sendRequest(play, wish);
  return play.seesCard(RAVI, APPROVALS, new RegExp(`${purpose}[\\s\\S]*Approve`));
}

/** Puts a number up for sale that nothing else in its region competes with. Fees in rupees. */
export function offer(
  { vobiz }: Play,
  e164: string,
  region: string,
  fees: { setup: number; monthly: number },
): void {
  vobiz.addNumber({ e164, country: 'IN', region, currency: 'INR', ...fees });
}
