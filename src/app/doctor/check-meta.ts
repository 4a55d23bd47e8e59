import type { MetaUnread } from '../../domain/connection/meta-number.ts';
import type { MetaAccount } from '../../flows/connection/connect.ts';
import type { GraphClient } from '../../meta/graph-client.ts';
import { type Diagnosis, ok, unchecked, warning } from './diagnosis.ts';

const META = 'Meta';

/**
 * Whether Meta accepts each token, and lists the numbers of its account. No problem, whatever it finds: a number is bought
 * without Meta, and connected through Vobiz.
 */
export async function checkMeta(
  accounts: readonly MetaAccount[],
  graph: GraphClient | undefined,
): Promise<Diagnosis[]> {
  if (accounts.length === 0) return [];
  if (!graph) {
    const says =
      'META_GRAPH_URL is off, so whether a token works shows when somebody connects a number';
    return [ok(META, says)];
  }
  return Promise.all(accounts.map((account) => checkAccount(account, graph)));
}

async function checkAccount(account: MetaAccount, graph: GraphClient): Promise<Diagnosis> {
  const answer = await graph.numbersOf(account);
  const { name, wabaId } = account;
  if (!answer.ok) return UNREAD[answer.why](`${name}: `, wabaId);
  const { length } = answer.numbers;
  return ok(
    META,
    `${name}: token accepted, WABA ${wabaId} has ${length === 1 ? '1 number' : `${length} numbers`}`,
  );
}

const UNREAD: Readonly<Record<MetaUnread, (name: string, wabaId: string) => Diagnosis>> = {
  token: (name) =>
    warning(META, `${name}Meta refuses the token: generate a new one, as in docs/connect.md`),
  forbidden: (name, wabaId) =>
    warning(
      META,
      `${name}the token can't read WABA ${wabaId}: check the id, and assign the system user to the account with full control`,
    ),
  locked: (name, wabaId) =>
    warning(META, `${name}Meta locked WABA ${wabaId}: look in WhatsApp Manager`),
  rate_limited: (name) =>
    unchecked(META, `${name}Meta gets too many requests: run the doctor again in an hour`),
  no_answer: (name) =>
    unchecked(
      META,
      `${name}Meta can't be reached: check the network, a proxy, and META_GRAPH_URL if it is set`,
    ),
  unreadable: (name) =>
    unchecked(META, `${name}Meta gave an answer we can't use: check META_GRAPH_URL if it is set`),
};
