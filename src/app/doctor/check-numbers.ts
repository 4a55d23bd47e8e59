import { type VanishedSince, vanishedNow } from '../../domain/account/appeared.ts';
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
  const lacking = [
    ...missing('numbers that were bought here', vanishedNow(figures.vanished)),
    ...missing('channels that were listed before', vanishedNow(figures.vanishedChannels)),
  ];
  if (lacking.length > 0) return lacking;
  return [ok(ABOUT, 'the account lists the numbers that were bought here')];
}

function missing(what: string, vanished: VanishedSince | undefined): Diagnosis[] {
  if (!vanished) return [];
  const { lacking, of } = vanished;
  const says = `the account lacks ${lacking} of the ${of} ${what}, all at once: check that VOBIZ_AUTH_ID and its token are of the right account, else ask support@vobiz.ai`;
  return [warning(ABOUT, says)];
}
