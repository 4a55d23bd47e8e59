import { nextLookAt } from '../domain/account/look.ts';
import { isConnectable } from '../domain/connection/connectable.ts';
import { newsOf } from '../domain/connection/connection.ts';
import { nextVisitAt, type Patience } from '../domain/next-visit.ts';
import { isStillOpen } from '../domain/order/asked-numbers.ts';
import { isEnded, type Order } from '../domain/order/order.ts';
import { overdueEvent } from '../domain/order/order-due.ts';
import {
  type Duty,
  dutiesOf,
  lateNotices,
  type Notice,
  noticesOf,
} from '../domain/order/order-duties.ts';
import { isLead, standings, standOf } from '../domain/order/order-parts.ts';
import type { Ref } from '../domain/record.ts';
import { isOver, type Verification } from '../domain/verification/verification.ts';
import { dueEvent } from '../domain/verification/verification-events.ts';
import type { ReadDeliveries } from '../store/deliveries.ts';
import type { Looks } from '../store/looks.ts';
import type { Orders } from '../store/records.ts';
import {
  type ChangeOrder,
  type ChangeVerification,
  enqueueDuties,
  enqueueWake,
  type VerificationChangeDeps,
} from './change.ts';
import type { SweepConnection } from './connection/track-connection.ts';
import { isHopeless } from './deliver.ts';
import type { SweepGiveBack } from './giveback/give-backs.ts';
import { isGivingBack } from './giveback/track-give-back.ts';
import type { SweepTransfer } from './numbers/end-transfer.ts';
import type { SweepOwner } from './numbers/tell-owner.ts';
import { isTold, slotsOf } from './tell-person.ts';

export type VisitDeps = VerificationChangeDeps & {
  orders: Orders;
  changeOrder: ChangeOrder;
  changeVerification: ChangeVerification;
  sweepConnection: SweepConnection;
  sweepOwner: SweepOwner;
  sweepTransfer: SweepTransfer;
  sweepGiveBack: SweepGiveBack;
  looks: Pick<Looks, 'add'>;
  patience: Patience;
  /** Hears how many entries of an index were missing or wrong. */
  onRepaired: (index: 'due' | 'looks' | 'lists', count: number) => void;
};

/** What was read for a visit, and when to come again (epoch ms) if something is still missing. */
type Visit = {
  deliveries: ReadDeliveries;
  /** By when Vobiz is looked at for a record. */
  lookAt: (ref: Ref) => number | undefined;
  again: number;
};

/** Whether a visit restores the job of a duty each time. Looks and messages show by themselves whether theirs ran. */
const NEEDS_JOB: Readonly<Record<Duty, boolean>> = {
  place: true,
  track: false,
  notify: false,
  owner: false,
  give_back: true,
};

/**
 * Sees that everything an order calls for has happened or is on its way. Returns when to look again (epoch ms), or
 * undefined when only a save can call for more. Interrupted purchases become `unconfirmed`, never `approved` again.
 */
export async function visitOrder(
  deps: VisitDeps,
  order: Order,
  visit: Visit,
): Promise<number | undefined> {
  const now = deps.clock.now();
  const event = overdueEvent(order, now, deps.patience.purchaseMs);
  if (event) {
    await deps.changeOrder(order, event, { job: 'sweep' });
    return visit.again;
  }
  if (await seeToParts(deps, order)) return visit.again;
  const number = await visitNumber(deps, order, visit);
  const { isDrawn, isShown } = await seeToCard(deps, order, visit);
  const isSaid = isShown && (await areTold(order, visit, now, isDrawn));
  if (isEnded(order) && isSaid && number === 'done') {
    await deps.orders.close(order);
    return undefined;
  }
  const isBusy = await seeToDuties(deps, order, isSaid);
  const waits = !isBusy && number !== 'untold';
  return waits ? nextVisitAt(order, now, deps.patience) : visit.again;
}

/** Restores the jobs of what the record calls for. Returns whether there were any. */
async function seeToDuties(
  deps: VisitDeps,
  record: Order | Verification,
  isSaid: boolean,
): Promise<boolean> {
  const always = dutiesOf(record).filter((duty) => NEEDS_JOB[duty]);
  const duties: readonly Duty[] = isSaid ? always : [...always, 'notify'];
  await enqueueDuties(deps, record, duties);
  return duties.length > 0;
}

/** Tells a lead what it has not heard of its parts. Those that Redis lost before anything was sent for them are not bought. */
async function seeToParts({ orders, changeOrder }: VisitDeps, order: Order): Promise<boolean> {
  if (!isLead(order) || !order.spread) return false;
  let isNews = false;
  for (const { id, stand } of standings(order)) {
    if (id === order.id || !isStillOpen(stand)) continue;
    const part = await orders.get({ team: order.team, id });
    const now = part ? standOf(part) : 'not_replicated';
    if (now === stand) continue;
    await changeOrder(order, { type: 'part', id, stand: now }, { job: 'sweep' });
    isNews = true;
  }
  return isNews;
}

export async function visitVerification(
  deps: VisitDeps,
  record: Verification,
  visit: Visit,
): Promise<number | undefined> {
  const now = deps.clock.now();
  const event = dueEvent(record, now, deps.pace);
  if (event) {
    await deps.changeVerification(record, event, { job: 'sweep' });
    return visit.again;
  }
  const number = await visitNumber(deps, record, visit);
  const { isDrawn, isShown } = await seeToCard(deps, record, visit);
  const isSaid = await areTold(record, visit, now, isDrawn);
  if (isOver(record) && isShown && isSaid && number === 'done') {
    await deps.verifications.close(record);
    return undefined;
  }
  await enqueueWake(deps, record);
  const isBusy = await seeToDuties(deps, record, isSaid);
  const waits = isShown && !isBusy && number !== 'untold';
  return waits ? nextVisitAt(record, now, deps.patience) : visit.again;
}

/** Has a card drawn that is not. `isShown`: also where Slack takes none, however often it is drawn. */
async function seeToCard(deps: VisitDeps, record: Order | Verification, visit: Visit) {
  const isDrawn = await isCardDrawn(record, visit);
  const isShown = isDrawn || (await isHopeless({ ...deps, ...visit }, record));
  if (!isShown) await deps.enqueue.redraw(record, record.revision);
  return { isDrawn, isShown };
}

/** `waits`: Vobiz, the owner or the person who connects has to do something first. `untold`: somebody must still hear of it. */
type OfNumber = 'done' | 'waits' | 'untold';

/** Sees to what becomes of the number: looks at Vobiz, its connection, its owner. */
async function visitNumber(
  deps: VisitDeps,
  record: Order | Verification,
  visit: Visit,
): Promise<OfNumber> {
  const isTracked = await seeToLook(deps, record, visit);
  const givingBack = await deps.sweepGiveBack(record);
  const isUntold = await deps.sweepOwner(record);
  const transfer = await deps.sweepTransfer(record);
  // A look at a give-back says nothing of a connection.
  const connecting = (!isTracked || isGivingBack(record)) && (await deps.sweepConnection(record));
  if (isUntold || transfer === 'untold' || (connecting && newsOfNumber(record))) return 'untold';
  return isTracked || givingBack || connecting || transfer === 'waits' ? 'waits' : 'done';
}

function newsOfNumber(record: Order | Verification): boolean {
  return isConnectable(record) && newsOf(record.connection) !== undefined;
}

/** Restores a look that is lost or too late. Returns whether the record is looked at. */
async function seeToLook(
  deps: VisitDeps,
  record: Order | Verification,
  { lookAt }: Visit,
): Promise<boolean> {
  const latest = nextLookAt(record, deps.clock.now());
  if (latest === undefined) return false;
  const at = lookAt(record);
  if (at === undefined || at > latest) {
    // The sweep leaves the job for the earliest look when it ends.
    await deps.looks.add(record, latest);
    deps.onRepaired('looks', 1);
  }
  return true;
}

async function isCardDrawn(
  record: Ref & { revision: number },
  { deliveries }: Visit,
): Promise<boolean> {
  const card = await deliveries.get(record, 'card');
  return card?.state === 'sent' && card.revision === record.revision;
}

/** Whether people heard all they must have heard; after the end, only the result of the order and what is asked of its number. */
async function areTold(
  record: Order | Verification,
  { deliveries }: Visit,
  now: number,
  isDrawn: boolean,
): Promise<boolean> {
  const notices = 'endedAt' in record ? lateNotices(record, now) : noticesOf(record, now);
  for (const notice of notices) {
    const isSaid = await isTold({ deliveries }, record, notice, isDrawn);
    if (!isSaid && !(await wasThreadOnly(record, notice, deliveries))) return false;
  }
  return true;
}

/** An earlier version told an answer in the thread alone. */
async function wasThreadOnly(
  ref: Ref,
  { kind, what }: Notice,
  deliveries: ReadDeliveries,
): Promise<boolean> {
  if (kind !== 'answer') return false;
  const { thread, direct } = slotsOf(what);
  const reply = await deliveries.get(ref, thread);
  return reply?.state === 'sent' && (await deliveries.get(ref, direct)) === undefined;
}
