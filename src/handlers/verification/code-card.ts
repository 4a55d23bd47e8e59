import { kindOf } from '../../domain/record.ts';
import { holdsCode } from '../../domain/verification/code.ts';
import { isLive } from '../../domain/verification/verification.ts';
import type { NotDone } from '../../flows/verification/ask-again.ts';
import type { Byon } from '../../flows/verification/byon.ts';
import { buttons, modalIds } from '../../slack/ids.ts';
import type { Modals } from '../../slack/modals.ts';
import type { Deliveries } from '../../store/deliveries.ts';
import type { Verifications } from '../../store/records.ts';
import { mayNotByon } from '../../views/verification/byon-form.ts';
import {
  codeFromOthers,
  codeInThread,
  notNow,
  notSentAgain,
} from '../../views/verification/code-answers.ts';
import {
  cancelForm,
  cancelling,
  cancelOutcome,
  detailsGone,
  detailsLoading,
} from '../../views/verification/verification-details.ts';
import type { Edge } from '../edge/edge.ts';
import type { Click } from '../edge/interaction.ts';
import type { DrawDetails } from '../order/open-details.ts';

type Deps = {
  edge: Edge;
  modals: Modals;
  byon: Pick<Byon, 'askAgain' | 'cancelable' | 'cancel'>;
  verifications: Pick<Verifications, 'get'>;
  deliveries: Pick<Deliveries, 'cardAt'>;
  drawDetails: DrawDetails;
};

/** The rest of a verification's card: another code, a call instead, cancelling, Details, and codes in its thread. */
export function handleCodeCard(deps: Deps): void {
  const { edge, modals, byon, verifications, deliveries } = deps;

  const ask =
    (how: 'as_before' | 'call') =>
    async ({ verification: id }: { verification: string }, { actor, answer }: Click) => {
      const again = await byon.askAgain(actor, id, how);
      if (!again.ok) await answer(whyNot(again));
      else if (!again.asked.sent) await answer(notSentAgain(again.asked));
    };
  edge.button(buttons.sendNewCode, 'byon_start', ask('as_before'));
  edge.button(buttons.callInstead, 'byon_start', ask('call'));

  edge.button(buttons.verificationDetails, 'read', async ({ record: id }, { actor, show }) => {
    const modal = await show(detailsLoading());
    const record = await verifications.get({ team: actor.teamId, id });
    if (record) await deps.drawDetails(modal, record, actor);
    else await modals.update(modal, detailsGone());
  });

  edge.button(buttons.cancelVerification, 'click', async ({ verification: id }, click) => {
    const modal = await click.show(detailsLoading());
    const may = await byon.cancelable(click.actor, id);
    const { ok } = may;
    await modals.update(modal, ok ? cancelForm(may.verification) : cancelOutcome(whyNot(may)));
  });

  edge.submission(
    modalIds.cancelVerification,
    'click',
    async ({ verification: id }, { actor }) => ({
      view: cancelling(),
      carryOut: async () => {
        const cancelled = await byon.cancel(actor, id);
        const { ok } = cancelled;
        return { says: cancelOutcome(ok ? undefined : whyNot(cancelled)), isOnCard: ok };
      },
    }),
  );

  edge.threadMessage({
    async concerned({ channel, threadTs, text }, team) {
      if (!holdsCode(text)) return undefined;
      const id = await deliveries.cardAt(team, channel, threadTs);
      if (id === undefined || kindOf(id) !== 'verification') return undefined;
      const record = await verifications.get({ team, id });
      return record && isLive(record) ? record : undefined;
    },
    heard: (record, { answer }) => answer(codeInThread(record)),
    refused: codeFromOthers,
  });
}

function whyNot(refused: NotDone) {
  return refused.why === 'forbidden' ? mayNotByon(refused.forbidden) : notNow(refused.refusal);
}
