import { ASHA, DEV, GITA, OPS, RAVI } from '../cast.ts';
import type { Play } from '../play.ts';

/** The workspace's numbers, one of them in full, and Home as different people see it. */
export async function numbersAndHome(play: Play): Promise<void> {
  play.step('Asha looks at the numbers of the workspace');
  await play.types(ASHA, OPS, 'numbers');
  await play.seesModal(ASHA, /16 numbers ·/);
  await play.chooses(ASHA, 'State', 'Live');
  await play.seesModal(ASHA, /1 of 16 numbers/);
  await play.pressesInModal(ASHA, { actionId: 'number_details', index: 0 }, 'Details');
  await play.seesModal(ASHA, /At Vobiz:[\s\S]*Live since[\s\S]*What Meta says/);
  play.step('Asha hands the number over, and takes a file of all of them');
  await play.pressesInModal(ASHA, { actionId: 'edit_holding' }, 'Edit owner and use');
  await play.seesModal(ASHA, /Owner[\s\S]*Needed until/);
  await play.chooses(ASHA, 'Owner', DEV.id);
  await play.submits(ASHA, 'Save');
  await play.seesModal(ASHA, /belongs to/);
  await play.closes(ASHA);
  await play.types(ASHA, OPS, 'numbers csv');
  await play.isTold(ASHA, /A file of 16 numbers is in your messages/);

  play.step('Ravi looks at what the weekly digest would say');
  await play.types(RAVI, OPS, 'digest');
  await play.isTold(RAVI, /Last 7 days: \d+ numbers bought[\s\S]*Spend in/);

  play.step('Asha, Ravi and a guest open Home');
  await play.opensHome(ASHA, /Your requests[\s\S]*11 more numbers/);
  await play.opensHome(RAVI, /You're all caught up/);
  await play.opensHome(GITA, /Guests can't use this app/);
}
