import { kindOf } from '../../domain/record.ts';
import { holdsCode } from '../../domain/verification/code.ts';
import { isLive } from '../../domain/verification/verification.ts';
import type { NotDone } from '../../flows/verification/ask-again.ts';
import type { Byon } from '../../flows/verification/byon.ts';
import { buttons } from '../../slack/ids.ts';
import type { Deliveries } from '../../store/deliveries.ts';
import type { Verifications } from '../../store/records.ts';
import { mayNotByon } from '../../views/verification/byon-form.ts';
import {
  askedAgain,
  cancelledNote,
  codeFromOthers,
  codeInThread,
  type NothingDone,
  notNow,
} from '../../views/verification/code-answers.ts';
import type { Edge } from '../edge/edge.ts';
import type { Click } from '../edge/interaction.ts';

type Deps = {
  edge: Edge;
  byon: Pick<Byon, 'askAgain' | 'cancel'>;
  verifications: Pick<Verifications, 'get'>;
  deliveries: Pick<Deliveries, 'cardAt'>;
};

/** The rest of a verification's card: another code, a call instead, cancelling, and codes in its thread. */
export function handleCodeCard({ edge, byon, verifications, deliveries }: Deps): void {
  const ask =
    (how: 'as_before' | 'call') =>
    async ({ verification: id }: { verification: string }, { actor, answer }: Click) => {
      const again = await byon.askAgain(actor, id, how);
      const { ok } = again;
      await answer(
        ok ? askedAgain(again.verification, again.asked) : whyNot(again, 'no_code_sent'),
      );
    };
  edge.button(buttons.sendNewCode, 'byon_start', ask('as_before'));
  edge.button(buttons.callInstead, 'byon_start', ask('call'));

  edge.button(buttons.cancelVerification, 'click', async ({ verification: id }, click) => {
    const cancelled = await byon.cancel(click.actor, id);
    const { ok } = cancelled;
    await click.answer(
      ok ? cancelledNote(cancelled.verification) : whyNot(cancelled, 'nothing_changed'),
    );
  });

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

function whyNot(refused: NotDone, outcome: NothingDone) {
  return refused.why === 'forbidden'
    ? mayNotByon(refused.forbidden)
    : notNow(refused.refusal, outcome);
}
