import { ASHA, GITA, OPS, RAVI } from '../cast.ts';
import type { Play } from '../play.ts';

/** The workspace's numbers, one of them in full, and Home as different people see it. */
export async function numbersAndHome(play: Play): Promise<void> {
  play.step('Asha looks at the numbers of the workspace');
  await play.types(ASHA, OPS, 'numbers');
  await play.seesModal(ASHA, /11 numbers ·/);
  await play.chooses(ASHA, 'State', 'Live');
  await play.seesModal(ASHA, /1 of 11 numbers/);
  await play.pressesInModal(ASHA, { actionId: 'number_details', index: 0 }, 'Details');
  await play.seesModal(ASHA, /At Vobiz:[\s\S]*Live since/);
  await play.closes(ASHA);

  play.step('Asha, Ravi and a guest open Home');
  await play.opensHome(ASHA, /Your requests[\s\S]*6 more numbers/);
  await play.opensHome(RAVI, /You're all caught up/);
  await play.opensHome(GITA, /Guests can't use this app/);
}
