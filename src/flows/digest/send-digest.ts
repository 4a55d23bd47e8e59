import { type Digest, hasNews, type KeptBy } from '../../domain/digest/digest.ts';
import {
  type DigestPlan,
  type DigestWeek,
  LATEST_MS,
  lastDue,
} from '../../domain/digest/digest-week.ts';
import { isWithin } from '../../domain/elapsed.ts';
import { keptNow } from '../../domain/numbers/kept.ts';
import type { Ref } from '../../domain/record.ts';
import type { Again, Enqueue } from '../../jobs/queue.ts';
import type { Picture, SendPicture } from '../../slack/files.ts';
import type { Message, Posted } from '../../slack/messenger.ts';
import type { Digests } from '../../store/digests.ts';
import type { Orders, Verifications } from '../../store/records.ts';
import { type DeliverDeps, markOf, postOnce } from '../deliver.ts';
import type { NumberRecords } from '../numbers/number-records.ts';
import { editAgainInMs } from '../tell-once.ts';
import type { ReadDigest } from './read-digest.ts';

/** The slot of its message; one of revision 0 is to be drawn again. */
export const DIGEST_SLOT = 'digest';
/** The message, and the picture in its thread. */
const SLOTS = { message: DIGEST_SLOT, picture: 'picture' } as const;
const REFUSED_AGAIN_MS = 10 * 60_000;

type DigestOutcome = 'sent' | 'nothing' | 'refused' | 'late';

type Deps = DeliverDeps & {
  plan: (team: string) => Promise<DigestPlan | undefined>;
  read: ReadDigest;
  digests: Digests;
  /** The records of some numbers. */
  recordsOf: NumberRecords;
  render: (digest: Digest, kept: KeptBy, id: string) => Message;
  /** PNG and the words for it; undefined if there is nothing to draw. */
  draw: (digest: Digest) => Promise<Picture | undefined>;
  sendPicture: SendPicture;
  /** Hears how a digest, or a try to send it, ended. */
  onOutcome: (outcome: DigestOutcome) => void;
};

/**
 * Sends a digest once, and redraws it when somebody keeps a number. The message is claimed and found again as cards are; its
 * picture is tried once, as the text says the same.
 */
export function createSendDigest(deps: Deps) {
  const { deliveries, digests, messenger, clock, log } = deps;

  return async (ref: Ref): Promise<Again> => {
    const sent = await deliveries.get(ref, SLOTS.message);
    if (sent?.state === 'undeliverable') return undefined;
    if (sent?.state === 'sent') return redraw(ref, sent);
    const plan = await deps.plan(ref.team);
    const week = plan && lastDue(plan, clock.now());
    // Of an earlier week, or of a plan that is no more.
    if (!plan || week?.id !== ref.id || !isInTime(week)) return undefined;
    const looked = sent ? 'not_there' : await lookFor(ref, plan, week);
    if (looked === 'there') return undefined;
    return looked === 'not_there' ? putTogether(ref, plan, week) : looked;
  };

  async function putTogether(ref: Ref, plan: DigestPlan, week: DigestWeek): Promise<Again> {
    const digest =
      (await digests.get(ref)) ??
      (await digests.keep(ref, await deps.read(ref.team, week, plan.zone)));
    // Without Vobiz's answer nobody knows whether there was nothing.
    const isUnread = digest.missing.includes('vobiz');
    if (!hasNews(digest) && !isUnread && plan.whenEmpty === 'nothing') {
      await settle(deps, ref, 'nothing');
      return undefined;
    }
    return post(ref, plan, digest);
  }

  function isInTime({ dueAt }: DigestWeek): boolean {
    return isWithin(dueAt, LATEST_MS, clock.now());
  }

  /** Whether it was posted, and Redis went back since. What it said is then lost, so the message stays as it is. */
  async function lookFor(
    ref: Ref,
    { channel }: DigestPlan,
    { dueAt }: DigestWeek,
  ): Promise<'there' | 'not_there' | { againInMs: number }> {
    const found = await messenger.find({ channel }, markOf(ref, SLOTS.message), dueAt);
    if (found.found === 'not_now') return { againInMs: found.retryMs };
    if (found.found !== 'there') return 'not_there';
    // Its picture was tried as well.
    await deliveries.intend(ref, SLOTS.picture, clock.now());
    await deliveries.put(ref, SLOTS.message, { state: 'sent', ...found.posted, revision: 0 });
    log.warn({ event: 'digest.found', record_id: ref.id, channel });
    return 'there';
  }

  async function post(ref: Ref, { channel }: DigestPlan, digest: Digest): Promise<Again> {
    const message = deps.render(digest, new Map(), ref.id);
    const target = { ref, slot: SLOTS.message, place: { channel }, message, revision: 1 };
    const posting = await postOnce(deps, target);
    if ('againInMs' in posting) return posting;
    if (!posting.done) {
      log.warn({ event: 'digest.refused', record_id: ref.id, channel, error: posting.refused });
      deps.onOutcome('refused');
      // Somebody may invite the bot, or name another channel.
      return { againInMs: REFUSED_AGAIN_MS };
    }
    log.info({ event: 'digest.sent', record_id: ref.id, channel });
    deps.onOutcome('sent');
    const sent = await deliveries.get(ref, SLOTS.message);
    if (sent?.state === 'sent') await picture(ref, digest, sent);
    return undefined;
  }

  async function picture(ref: Ref, digest: Digest, { channel, ts }: Posted): Promise<void> {
    if (!(await deliveries.intend(ref, SLOTS.picture, clock.now()))) return;
    try {
      const drawn = await deps.draw(digest);
      if (!drawn) return;
      const answer = await deps.sendPicture({ channel, thread: ts }, drawn);
      if (!answer.sent) log.info({ event: 'digest.no_picture', scope: answer.missing });
    } catch (error) {
      log.warn({ event: 'digest.no_picture', record_id: ref.id, err: error });
    }
  }

  async function redraw(ref: Ref, { channel, ts }: Posted): Promise<Again> {
    const digest = await digests.get(ref);
    const again = digest && (await drawKept(ref, digest, { channel, ts }));
    if (again) return again;
    await deliveries.put(ref, SLOTS.message, { state: 'sent', channel, ts, revision: 1 });
    return undefined;
  }

  async function drawKept(ref: Ref, digest: Digest, { channel, ts }: Posted): Promise<Again> {
    await picture(ref, digest, { channel, ts });
    // Drawn also where nothing is kept: what the message says was kept may be lost.
    let shown = -1;
    let kept = await keptIn(ref.team, digest);
    // Another one may be kept while it is drawn, and drawn before this.
    while (kept.size > shown) {
      shown = kept.size;
      const edited = await messenger.edit({ channel, ts }, deps.render(digest, kept, ref.id));
      const againInMs = editAgainInMs(edited, digest.at, clock.now());
      if (againInMs !== undefined) return { againInMs };
      kept = await keptIn(ref.team, digest);
    }
    return undefined;
  }

  async function keptIn(team: string, { unused, at }: Digest): Promise<KeptBy> {
    const numbers = unused.shown.map(({ e164 }) => e164);
    const records = await deps.recordsOf(team, numbers);
    return new Map(
      records.flatMap((record) => {
        const kept = keptNow(record, at);
        return kept ? [[record.id, kept]] : [];
      }),
    );
  }
}

/**
 * Finds the digest that is due and not settled yet, or is to be drawn again. A step of the sweep, so it happens wherever and
 * whenever a worker runs.
 */
export function createSweepDigest(
  deps: Pick<Deps, 'plan' | 'deliveries' | 'clock' | 'log' | 'onOutcome'> & {
    team: string;
    orders: Pick<Orders, 'ends'>;
    verifications: Pick<Verifications, 'ends'>;
    enqueue: Pick<Enqueue, 'digest'>;
  },
) {
  const { team, deliveries, clock } = deps;

  return async (): Promise<void> => {
    const plan = await deps.plan(team);
    if (!plan) return;
    const week = lastDue(plan, clock.now());
    const ref = { team, id: week.id };
    const messages = await deliveries.ofEach([ref]);
    const sent = await messages.get(ref, SLOTS.message);
    if (sent?.state === 'undeliverable') return;
    const isStale = sent?.state === 'sent' && sent.revision === 0;
    if (isStale) return deps.enqueue.digest(ref, 'redraw');
    const isDrawn = (await messages.get(ref, SLOTS.picture)) !== undefined;
    if ((sent?.state === 'sent' && isDrawn) || !(await hadBegun(week))) return;
    if (isWithin(week.dueAt, LATEST_MS, clock.now())) return deps.enqueue.digest(ref, 'send');
    if (sent) return;
    await settle(deps, ref, 'late');
  };

  /** A workspace that was only then set up has no last week. */
  async function hadBegun({ dueAt }: DigestWeek): Promise<boolean> {
    const ends = await Promise.all([deps.orders.ends(team), deps.verifications.ends(team)]);
    return ends.some((each) => each !== undefined && each.oldest < dueAt);
  }
}

/** Ends a digest that is not sent. */
async function settle(
  { deliveries, log, onOutcome }: Pick<Deps, 'deliveries' | 'log' | 'onOutcome'>,
  ref: Ref,
  why: 'nothing' | 'late',
): Promise<void> {
  await deliveries.put(ref, SLOTS.message, { state: 'undeliverable', why });
  log.info({ event: 'digest.not_sent', record_id: ref.id, reason: why });
  onOutcome(why);
}
