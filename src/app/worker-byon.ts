import type { Ref } from '../domain/record.ts';
import type { Verification } from '../domain/verification/verification.ts';
import type { CodePace } from '../domain/verification/verification-events.ts';
import { type ChangeDeps, createVerificationChange } from '../flows/change.ts';
import { createCardWriter, type DeliverDeps, postOnce } from '../flows/deliver.ts';
import {
  createRefreshModals,
  createWakeVerification,
} from '../flows/verification/wake-verification.ts';
import type { Again } from '../jobs/queue.ts';
import type { Modals } from '../slack/modals.ts';
import { cardProblem } from '../views/order/order-messages.ts';
import { byonCard } from '../views/verification/byon-card.ts';
import { cardNotPosted } from '../views/verification/code-answers.ts';
import { codeModal } from '../views/verification/code-form.ts';
import type { Stores } from './storage.ts';

/** What the worker does for verifications: draws their cards and open modals, and does what comes with time. */
export function workForByon(options: {
  stores: Pick<Stores, 'verifications' | 'codeModals'>;
  modals: Modals;
  delivering: DeliverDeps;
  change: ChangeDeps;
  pace: CodePace;
}) {
  const { stores, modals, delivering, change, pace } = options;
  const { verifications, codeModals } = stores;
  const verifying = { ...change, verifications, pace };
  const changeVerification = createVerificationChange(verifying);
  const draw = createCardWriter({
    ...delivering,
    load: verifications.get,
    render: byonCard,
    onRefused: tellNotPosted,
  });
  const refreshModals = createRefreshModals({
    verifications,
    codeModals,
    update: modals.update,
    render: codeModal,
    log: change.log,
  });

  /** Once per reason: the starter learns that nobody can see the card. */
  async function tellNotPosted(record: Verification, problem: string): Promise<void> {
    await postOnce(delivering, {
      ref: record,
      slot: `undelivered-${problem}`,
      place: { channel: record.startedBy },
      message: cardNotPosted(record, cardProblem(record.channel, problem)),
      revision: record.revision,
    });
  }

  return {
    verifying,
    changeVerification,
    wake: createWakeVerification({ ...verifying, changeVerification }),
    async redraw(ref: Ref): Promise<Again> {
      const missed = await refreshModals(ref);
      return (await draw(ref)) ?? missed;
    },
  };
}
