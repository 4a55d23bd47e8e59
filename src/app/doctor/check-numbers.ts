import { vanishedNow } from '../../domain/account/appeared.ts';
import type { Config } from '../config.ts';
import type { Stores } from '../storage.ts';
import { type Diagnosis, ok, warning } from './diagnosis.ts';
import { withStores } from './with-stores.ts';

const ABOUT = 'Vobiz numbers';

/** Whether the account's list had the numbers that were bought here, when a bot last looked. */
export async function checkNumbers(config: Config['redis']): Promise<Diagnosis[]> {
  return (await withStores(config, assess)) ?? [];
}

async function assess({ lastSeen }: Stores): Promise<Diagnosis[]> {
  // Redis has a check of its own.
  const figures = await lastSeen.figures().catch(() => undefined);
  if (!figures) return [];
  const vanished = vanishedNow(figures.vanished);
  if (!vanished) return [ok(ABOUT, 'the account lists the numbers that were bought here')];
  const { lacking, of } = vanished;
  const says = `the account lacks ${lacking} of the ${of} numbers that were bought here, all at once: check that VOBIZ_AUTH_ID and its token are of the right account, else ask support@vobiz.ai`;
  return [warning(ABOUT, says)];
}
