import { ASHA, OPS } from '../cast.ts';
import type { Play } from '../play.ts';

/** What anybody can ask for at any time. `orderId` is a request that was made before. */
export async function look(play: Play, orderId: string): Promise<void> {
  play.step('Asha looks up requests');
  await play.types(ASHA, OPS, 'orders');
  await play.seesModal(ASHA, /newest first/);
  await play.closes(ASHA);
  await play.types(ASHA, OPS, `status ${orderId}`);
  await play.isTold(ASHA, /Open the card/);
  await play.types(ASHA, OPS, 'help');
  await play.isTold(ASHA, /Phone numbers for WhatsApp/);
  await play.types(ASHA, OPS, 'serach IN');
  await play.isTold(ASHA, /Did you mean/);
}
