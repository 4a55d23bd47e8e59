import { readCode } from '../domain/code.ts';
import { parsePhone } from '../domain/phone.ts';
import { type Forbidden, mayAct } from '../domain/policy.ts';
import type { Verification } from '../domain/verification.ts';
import type { Byon, CodeEntered } from '../flows/byon.ts';
import type { Judge } from '../flows/judge.ts';
import type { Verifications } from '../flows/ports.ts';
import { blockOf, readInput } from '../slack/form.ts';
import { buttons, inputs, modals } from '../slack/ids.ts';
import type { Windows } from '../slack/windows.ts';
import { byonForm, byonOutcome, byonSending, phoneProblem } from '../views/byon-form.ts';
import { attemptOf, CODE_PROBLEMS, codeChecking, codeForm } from '../views/code-form.ts';
import { codeOutcome } from '../views/code-outcome.ts';
import { noticeView } from '../views/notice.ts';
import { forbiddenAnswer } from '../views/refusals.ts';
import type { Edge } from './edge.ts';
import type { Command } from './interaction.ts';

type Deps = {
  edge: Edge;
  windows: Windows;
  byon: Byon;
  verifications: Pick<Verifications, 'get'>;
  judge: Judge;
  now: () => number;
};

/** Bring your own number: the modal that sends a code, and the one that takes it. */
export function handleByon(deps: Deps) {
  const { edge, windows, byon, verifications } = deps;

  async function command({ channel, open, accept }: Command, words: readonly string[]) {
    await accept();
    const typed = words.join(' ');
    if (typed === '') {
      await open(byonForm({ channel }));
      return;
    }
    const phone = parsePhone(typed);
    const filled = phone.ok
      ? { phone: phone.e164 }
      : { phone: phone.likely ?? typed, problem: { text: phone.problem, likely: phone.likely } };
    await open(byonForm({ channel, ...filled }));
  }

  edge.submission(modals.byonStart, 'byon_start', async ({ channel }, { values, actor }) => {
    const typed = readInput(values, inputs.phone);
    const method = readInput(values, inputs.method) === 'voice' ? 'voice' : 'sms';
    const phone = parsePhone(typed);
    if (!phone.ok) {
      const problem = phoneProblem({ text: phone.problem, likely: phone.likely });
      return { errors: { [blockOf(values, inputs.phone)]: problem } };
    }
    const request = { e164: phone.e164, method } as const;
    return {
      view: byonSending(request),
      after: async (viewId) => {
        const started = await byon.start(actor, { channel, ...request });
        await windows.update({ viewId }, startedView(started));
      },
      onFailure: (fault) => byonForm({ channel, phone: typed, method, fault }),
    };
  });

  edge.button(buttons.enterCode, 'code_entry', async ({ verification: id }, { actor, open }) => {
    const loading = noticeView({ title: 'Enter the code', text: 'Looking up the verification…' });
    const window = await open(loading);
    const forbidden = mayAct(await deps.judge(actor, []));
    if (forbidden) {
      await windows.update(window, notVerified(forbidden));
      return;
    }
    const record = await verifications.get({ team: actor.teamId, id });
    await windows.update(window, record ? entryView(record, 0) : codeOutcome({ kind: 'unknown' }));
  });

  edge.submission(
    modals.enterCode,
    'code_entry',
    async ({ verification: id }, { values, actor }) => {
      const block = blockOf(values, inputs.code);
      const typed = readCode(readInput(values, inputs.code));
      if (!typed.ok) return { errors: { [block]: CODE_PROBLEMS.shape } };
      return {
        view: codeChecking(),
        after: async (viewId) => {
          const entered = await byon.enterCode(actor, id, typed.code);
          await windows.update({ viewId }, enteredView(entered, attemptOf(block) + 1, deps.now()));
        },
      };
    },
  );

  return { command };
}

function startedView(started: Awaited<ReturnType<Byon['start']>>) {
  if (started.ok) return byonOutcome({ kind: 'started', verification: started.verification });
  if (started.why === 'forbidden') {
    return noticeView({ title: 'Not started', ...forbiddenAnswer(started.forbidden) });
  }
  return byonOutcome({ kind: 'already_running', verification: started.verification });
}

function entryView(record: Verification, attempt: number) {
  if (record.state === 'code_sent') return codeForm(record, { attempt });
  return codeOutcome(
    record.state === 'sending' ? { kind: 'not_ready' } : { kind: 'over', verification: record },
  );
}

function enteredView(entered: CodeEntered, attempt: number, now: number) {
  if (entered.ok) {
    const { verification } = entered;
    return verification.state === 'verified'
      ? codeOutcome({ kind: 'verified', verification })
      : entryView(verification, attempt);
  }
  if (entered.why === 'forbidden') return notVerified(entered.forbidden);
  return entered.why === 'refused'
    ? refusedView(entered.refusal)
    : notConfirmedView(entered, attempt, now);
}

function notVerified(forbidden: Forbidden) {
  return noticeView({ title: 'Not verified', ...forbiddenAnswer(forbidden) });
}

function refusedView(refusal: Extract<CodeEntered, { why: 'refused' }>['refusal']) {
  switch (refusal.kind) {
    case 'someone_is_entering':
      return codeOutcome(refusal);
    case 'unknown':
      return codeOutcome({ kind: 'unknown' });
    default:
      return entryView(refusal.verification, 0);
  }
}

function notConfirmedView(
  { answer, verification }: Extract<CodeEntered, { why: 'not_confirmed' }>,
  attempt: number,
  now: number,
) {
  switch (answer.result) {
    case 'wrong_code':
    case 'unclear':
      return verification.state === 'code_sent'
        ? codeForm(verification, { problem: answer.result, attempt })
        : entryView(verification, attempt);
    case 'already_verified':
    case 'expired':
      return codeOutcome({ kind: answer.result, verification });
    case 'not_started':
      return codeOutcome({ kind: 'not_started' });
    default: {
      const until = answer.retryAfterMs === undefined ? undefined : now + answer.retryAfterMs;
      return codeOutcome({ kind: answer.result, until });
    }
  }
}
