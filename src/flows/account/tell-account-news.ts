import {
  type Appeared,
  noticedAt,
  type VanishedSince,
  vanishedNotice,
  vanishedNow,
} from '../../domain/account/appeared.ts';
import type { Listed } from '../../domain/account/last-seen.ts';
import { isWithin } from '../../domain/elapsed.ts';
import type { Message, Posted } from '../../slack/messenger.ts';
import type { AppearedNumbers } from '../../store/appeared-numbers.ts';
import type { LastSeenNumbers } from '../../store/last-seen-numbers.ts';
import type { NumberIndex } from '../../store/number-index.ts';
import { type DeliverDeps, postOnce } from '../deliver.ts';
import type { NumberRecords } from '../numbers/number-records.ts';

export const NEWS_SLOT = 'news';
/** So long a message is redrawn. */
const LIFE_MS = 30 * 24 * 3_600_000;
/** Somebody may invite the bot, or name another channel. */
const REFUSED_AGAIN_MS = 10 * 60_000;

/** `numbers`: what one look found, with the answers so far. `isOver`: the list lacks no longer more than can be true. */
export type AccountNews =
  | { kind: 'appeared'; notice: string; numbers: ReadonlyMap<string, Appeared> }
  | { kind: 'vanished'; what: Listed; vanished: VanishedSince; isOver: boolean };

/** One message: `revision` rises with what it says. */
type Notice = { id: string; revision: number; news: () => Promise<AccountNews> };

/**
 * Tells approvers in their channel what differs between the account and the records, once each, and redraws the message when it
 * is answered or over. What is told is derived from what stands in Redis, so a process that dies is made up for by the sweep.
 */
export function createTellAccountNews(
  deps: DeliverDeps & {
    team: string;
    appeared: Pick<AppearedNumbers, 'all' | 'answer' | 'notices' | 'dropNotice'>;
    numberIndex: Pick<NumberIndex, 'has'>;
    /** The records of some numbers. */
    recordsOf: NumberRecords;
    lastSeen: Pick<LastSeenNumbers, 'figures'>;
    /** Where approvers are; undefined while nobody can tell. */
    channel: (team: string) => Promise<string | undefined>;
    render: (news: AccountNews) => Message;
    homesChanged: () => Promise<void>;
  },
) {
  const { team, appeared, deliveries, clock, log } = deps;
  let refusedUntil = Number.NEGATIVE_INFINITY;

  /** The record of a number says that it is adopted, whatever became of the process that saved it. */
  async function noteAdopted(): Promise<void> {
    const all = [...(await appeared.all(team))];
    const unanswered = all.flatMap(([e164, { answer }]) => (answer ? [] : [e164]));
    const isOurs = await deps.numberIndex.has(team, unanswered);
    const ours = unanswered.filter((_, at) => isOurs[at]);
    for (const record of await deps.recordsOf(team, ours)) {
      if (record.state !== 'adopted') continue;
      const { e164, startedBy: by, createdAt: at } = record;
      await appeared.answer(team, [e164], { is: 'adopted', by, at });
    }
  }

  async function notices(): Promise<Notice[]> {
    if ((await appeared.notices(team)).size > 0) await noteAdopted();
    const [counts, figures] = await Promise.all([appeared.notices(team), deps.lastSeen.figures()]);
    return [
      ...[...counts].map(aboutAppeared),
      ...aboutVanished('number', figures?.vanished),
      ...aboutVanished('channel', figures?.vanishedChannels),
    ];
  }

  function aboutAppeared([id, revision]: [string, number]): Notice {
    const news = async (): Promise<AccountNews> => {
      const all = [...(await appeared.all(team))];
      const numbers = new Map(all.filter(([, { notice }]) => notice === id));
      return { kind: 'appeared', notice: id, numbers };
    };
    return { id, revision, news };
  }

  function aboutVanished(what: Listed, vanished: VanishedSince | undefined): Notice[] {
    if (!vanished?.isProven) return [];
    const isOver = vanishedNow(vanished) === undefined;
    const news = async (): Promise<AccountNews> => ({ kind: 'vanished', what, vanished, isOver });
    return [{ id: vanishedNotice(what, vanished.since), revision: isOver ? 2 : 1, news }];
  }

  /** Returns whether something was said that was not before. */
  async function tellOne({ id, revision, news }: Notice): Promise<boolean> {
    const sent = await deliveries.get({ team, id }, NEWS_SLOT);
    const isYoung = isWithin(noticedAt(id), LIFE_MS, clock.now());
    if (sent?.state === 'sent') {
      if (sent.revision < revision) return edit(id, sent, revision, await news());
      if (!isYoung) await appeared.dropNotice(team, id);
      return false;
    }
    const says = await news();
    // Over before anybody heard of it.
    if (says.kind === 'vanished' && says.isOver && !sent) return false;
    return post(id, revision, says);
  }

  async function post(id: string, revision: number, news: AccountNews): Promise<boolean> {
    const channel = await deps.channel(team);
    if (channel === undefined || clock.now() < refusedUntil) return false;
    const target = { ref: { team, id }, slot: NEWS_SLOT, place: { channel }, revision };
    const posting = await postOnce(deps, { ...target, message: deps.render(news) });
    if (posting.done) log.info({ event: 'account.told', notice: id, kind: news.kind });
    else if ('refused' in posting) {
      refusedUntil = clock.now() + REFUSED_AGAIN_MS;
      log.warn({ event: 'account.refused', notice: id, channel, error: posting.refused });
    }
    return posting.done;
  }

  async function edit(
    id: string,
    { channel, ts }: Posted,
    revision: number,
    news: AccountNews,
  ): Promise<boolean> {
    const edited = await deps.messenger.edit({ channel, ts }, deps.render(news));
    if (!edited.ok && edited.why === 'not_now') return false;
    // One that is gone or refused says nothing any more.
    await deliveries.put({ team, id }, NEWS_SLOT, { state: 'sent', channel, ts, revision });
    return true;
  }

  /** A step of the sweep, and what follows an answer. */
  return async function tell(): Promise<void> {
    let isNew = false;
    for (const notice of await notices()) isNew = (await tellOne(notice)) || isNew;
    if (isNew) await deps.homesChanged();
  };
}
