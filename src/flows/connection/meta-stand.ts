import { type Connectable, onboardingOf } from '../../domain/connection/connectable.ts';
import { hasChannel } from '../../domain/connection/connection.ts';
import type { MetaStand } from '../../domain/connection/meta-number.ts';
import { listedAs, otherForm } from '../../domain/phone.ts';
import type { GraphClient, NumbersAnswer } from '../../meta/graph-client.ts';
import type { Clock, Log } from '../../runtime.ts';
import type { NumberIndex } from '../../store/number-index.ts';
import type { MetaAccount } from './connect.ts';

/** One list serves every number of an account. Meta allows 200 calls an hour to an account that is new. */
const KEPT_MS = 2 * 60_000;
/** Asking while Meta limits the rate prolongs the limit. */
const REST_MS = 30 * 60_000;

type Known = { at: number; answer: NumbersAnswer };

/** Undefined, and nothing is asked, without a channel or a token of its WhatsApp Business Account. Never rejects. */
export type ReadMetaStand = (record: Connectable) => Promise<MetaStand> | undefined;

type Deps = {
  metaAccounts: readonly MetaAccount[];
  /** Undefined: switched off. */
  graph: GraphClient | undefined;
  numberIndex: Pick<NumberIndex, 'has'>;
  clock: Pick<Clock, 'now'>;
  /** Monotonic ms. */
  elapsed: () => number;
  log: Pick<Log, 'warn'>;
};

/** What Meta says of a connected number, a few minutes old at most. In memory only: it is shown and decides nothing. */
export function createReadMetaStand(deps: Deps): ReadMetaStand {
  const { metaAccounts, graph } = deps;
  const lists = new Map(
    graph && metaAccounts.map((account) => [account.wabaId, keptList(account, graph, deps)]),
  );
  return (record) => {
    const { connection } = record;
    const list = hasChannel(connection) ? lists.get(connection.wabaId) : undefined;
    return list?.().then((known) => standFor(record, known));
  };

  async function standFor(record: Connectable, known: Known): Promise<MetaStand> {
    const { e164 } = onboardingOf(record);
    const other = otherForm(e164);
    const isOtherOurs = other !== undefined && (await isOurs(record.team, other));
    return standOf(e164, isOtherOurs, known);
  }

  /** Where nobody can tell, it may be. */
  async function isOurs(team: string, e164: string): Promise<boolean> {
    try {
      const [has = true] = await deps.numberIndex.has(team, [e164]);
      return has;
    } catch (error) {
      deps.log.warn({ event: 'meta.number_not_known', err: error });
      return true;
    }
  }
}

/** The numbers of an account, asked for again only after a while, whatever came of it. */
function keptList(
  account: MetaAccount,
  graph: GraphClient,
  { clock, elapsed, log }: Deps,
): () => Promise<Known> {
  let kept: Promise<Known> | undefined;
  let until = 0;

  async function read(): Promise<Known> {
    const answer = await graph.numbersOf(account);
    if (!answer.ok) {
      log.warn({ event: 'meta.unread', account: account.name, why: answer.why });
      if (answer.why === 'rate_limited') until = elapsed() + REST_MS;
    }
    return { at: clock.now(), answer };
  }

  return () => {
    if (kept && elapsed() < until) return kept;
    until = elapsed() + KEPT_MS;
    kept = read();
    return kept;
  };
}

/** A number that half a list lacks may be in the other half. `isOtherOurs`: the number of its other form is ours too. */
function standOf(e164: string, isOtherOurs: boolean, { at, answer }: Known): MetaStand {
  if (!answer.ok) return { at, kind: 'unread', why: answer.why };
  const find = (form: string) => answer.numbers.find(({ digits }) => `+${digits}` === form);
  const found = listedAs(e164, find, () => isOtherOurs);
  if (found === 'ambiguous') return { at, kind: 'ambiguous' };
  if (found) return { at, kind: 'listed', number: found };
  return answer.isWhole ? { at, kind: 'not_listed' } : { at, kind: 'unread', why: 'unreadable' };
}
