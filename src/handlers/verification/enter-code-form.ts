import type { ModalView } from '@slack/types';
import type { Ref } from '../../domain/record.ts';
import { readCode } from '../../domain/verification/code.ts';
import { isOver, type Verification } from '../../domain/verification/verification.ts';
import type { VerificationRefusal } from '../../domain/verification/verification-events.ts';
import type { Byon } from '../../flows/verification/byon.ts';
import type { CodeEntered } from '../../flows/verification/enter-code.ts';
import { blockOf, readInput } from '../../slack/form.ts';
import { buttons, modalIds } from '../../slack/ids.ts';
import { inputs } from '../../slack/inputs.ts';
import type { Modals, OpenModal } from '../../slack/modals.ts';
import type { CodeModals } from '../../store/code-modals.ts';
import type { Verifications } from '../../store/records.ts';
import { mayNotByon } from '../../views/verification/byon-form.ts';
import {
  attemptOf,
  CODE_PROBLEMS,
  type CodeProblem,
  codeChecking,
  codeForm,
  codeLoading,
  codeOutcome,
  codeView,
  notVerified,
} from '../../views/verification/code-form.ts';
import type { Edge } from '../edge/edge.ts';

/** `open` while the modal may still change: the attempt its field belongs to, and the revision it shows. */
type CodeShown = {
  view: ModalView;
  open?: { attempt: number; revision: number; busy?: 'refused' };
};

function entryView(record: Verification, attempt: number, problem?: CodeProblem): CodeShown {
  const view = codeView(record, attempt, problem);
  return isOver(record) ? { view } : { view, open: { attempt, revision: record.revision } };
}

function enteredView(entered: CodeEntered, attempt: number, now: number): CodeShown {
  if (entered.ok) {
    const { verification } = entered;
    return verification.state === 'verified'
      ? { view: codeOutcome({ kind: 'verified', verification }) }
      : entryView(verification, attempt);
  }
  switch (entered.why) {
    case 'forbidden':
      return { view: notVerified(mayNotByon(entered.forbidden)) };
    case 'refused':
      return refusedView(entered.refusal, attempt);
    case 'not_confirmed':
      return notConfirmedView(entered, attempt, now);
  }
}

function refusedView(
  refusal: VerificationRefusal | { kind: 'unknown' },
  attempt: number,
): CodeShown {
  switch (refusal.kind) {
    case 'someone_is_entering':
    case 'someone_is_asking':
    case 'too_soon':
      return { view: codeOutcome(refusal), open: { attempt, revision: 0, busy: 'refused' } };
    case 'unknown':
    case 'no_call_yet':
      return { view: codeOutcome({ kind: 'unknown' }) };
    default:
      return entryView(refusal.verification, attempt);
  }
}

function notConfirmedView(
  { answer, verification }: Extract<CodeEntered, { why: 'not_confirmed' }>,
  attempt: number,
  now: number,
): CodeShown {
  switch (answer.result) {
    case 'wrong_code':
    case 'unclear':
    case 'refused':
      return entryView(verification, attempt, answer.result);
    case 'already_verified':
    case 'expired':
      return { view: codeOutcome({ kind: answer.result, verification }) };
    case 'not_started':
      return { view: codeOutcome({ kind: 'not_started' }) };
    case 'too_many_attempts':
      return entryView(verification, attempt);
    case 'rate_limited': {
      const { retryAfterMs } = answer;
      const until = retryAfterMs === undefined ? undefined : now + retryAfterMs;
      const { revision } = verification;
      return {
        view: codeOutcome({ kind: 'rate_limited', until }),
        open: { attempt, revision },
      };
    }
  }
}

type Deps = {
  edge: Edge;
  modals: Modals;
  byon: Pick<Byon, 'forbids' | 'enterCode'>;
  verifications: Pick<Verifications, 'get'>;
  codeModals: CodeModals;
  now: () => number;
};

/** The modal that takes the code. Open modals are stored, so that we can update them when the verification ends. */
export function handleEnterCode(deps: Deps): void {
  const { edge, modals, byon, verifications, codeModals } = deps;

  /** Shows the view, and stores the modal while it may still change. */
  async function show(
    ref: Ref,
    user: string,
    modal: Pick<OpenModal, 'viewId'>,
    { view, open }: CodeShown,
    draw = (changed: ModalView) => modals.update(modal, changed),
  ) {
    const standing = await draw(view);
    if (!open || !standing) return codeModals.remove(ref, modal.viewId);
    await codeModals.put(ref, { ...standing, user, ...open });
    // A change between reading the record and storing the modal found no modal to update.
    const now = await verifications.get(ref);
    if (!now || open.busy || now.revision === open.revision) return;
    await show(ref, user, standing, entryView(now, open.attempt));
  }

  edge.button(buttons.enterCode, 'code_entry', async ({ verification: id }, { actor, open }) => {
    const modal = await open(codeLoading());
    const forbidden = await byon.forbids(actor, 'enter');
    if (forbidden) {
      await modals.update(modal, notVerified(mayNotByon(forbidden)));
      return;
    }
    const ref = { team: actor.teamId, id };
    const record = await verifications.get(ref);
    if (record) await show(ref, actor.userId, modal, entryView(record, 0));
    else await modals.update(modal, codeOutcome({ kind: 'unknown' }));
  });

  edge.submission(modalIds.enterCode, 'code_entry', async ({ verification: id }, submitted) => {
    const { values, actor } = submitted;
    const block = blockOf(values, inputs.code);
    const typed = readCode(readInput(values, inputs.code));
    if (!typed.ok) return { errors: { [block]: CODE_PROBLEMS.shape } };
    const attempt = attemptOf(block);
    const ref = { team: actor.teamId, id };
    const before = await verifications.get(ref);
    return {
      view: codeChecking(),
      after: async (viewId) => {
        const checking = {
          viewId,
          hash: '',
          revision: 0,
          busy: 'checking',
          since: deps.now(),
        } as const;
        await codeModals.put(ref, { ...checking, user: actor.userId, attempt });
        const entered = await byon.enterCode(actor, id, typed.code);
        const shown = enteredView(entered, attempt + 1, deps.now());
        await show(ref, actor.userId, { viewId }, shown, submitted.show);
      },
      ...(before?.state === 'code_sent' && {
        onFailure: (fault) => codeForm(before, { attempt: attempt + 1, fault }),
      }),
    };
  });
}
