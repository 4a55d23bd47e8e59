import type { WebClient } from '@slack/web-api';
import { errorCode } from '../../errors.ts';
import { createOwnersWhoLeft } from '../../flows/numbers/owners-who-left.ts';
import { createPeopleAtSlack } from '../../slack/people.ts';
import type { Config } from '../config.ts';
import type { Stores } from '../storage.ts';
import { type Diagnosis, listed, ok, unchecked, warning } from './diagnosis.ts';
import { withStores } from './with-stores.ts';

const ABOUT = 'Owners';
const SHOWN = 8;

/** Numbers whose owner has left the workspace or become a guest. */
export async function checkOwners(
  config: Config['redis'],
  client: WebClient,
  team: string,
): Promise<Diagnosis[]> {
  return (await withStores(config, (stores) => assess(stores, client, team))) ?? [];
}

async function assess(stores: Stores, client: WebClient, team: string): Promise<Diagnosis[]> {
  try {
    const people = createPeopleAtSlack({ client, homeTeam: team });
    const left = await createOwnersWhoLeft({ ...stores, people })(team);
    if (left.length === 0) return [ok(ABOUT, 'every owner of a number is a full member')];
    const shown = left.slice(0, SHOWN).map(({ userId, numbers }) => `${userId} (${numbers})`);
    const more = left.length - shown.length;
    const whose = listed(more > 0 ? [...shown, `${more} more`] : shown);
    const says = `numbers belong to people who left or became guests: ${whose}. Hand them over: an approver opens Details in /vobiz-number numbers`;
    return [warning(ABOUT, says)];
  } catch (error) {
    // Redis has a check of its own.
    if (errorCode(error) !== 'membership_unread') return [];
    return [unchecked(ABOUT, 'whether an owner of a number has left: Slack did not say')];
  }
}
