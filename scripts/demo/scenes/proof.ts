import { APPROVALS, ASHA, MEERA, OPS } from '../cast.ts';
import type { Play } from '../play.ts';

/** What remains of all this, for those who have to prove it. `orderId` is a request that was made before. */
export async function proof(play: Play, orderId: string): Promise<void> {
  play.step('Meera reads the audit');
  await play.types(ASHA, OPS, `audit ${orderId}`);
  await play.isTold(ASHA, /can't read the activity log/);
  await play.types(MEERA, APPROVALS, `audit ${orderId}`);
  await play.isTold(MEERA, /in your messages with the app/);
  await play.getsDirectMessage(MEERA, /Your activity log/);
  await play.opensFile(MEERA, orderId);

  play.step('The operator checks that nobody changed the audit, and what the policy means');
  await play.operatorRuns('audit-verify', 'npm run audit:verify', /^ok /);
  await play.operatorRuns('doctor', 'npm run doctor', /The bot is ready to run/);
}
