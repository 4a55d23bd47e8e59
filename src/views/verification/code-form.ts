import type { ModalView } from '@slack/types';
import { maskPhone } from '../../domain/phone.ts';
import type { VerificationIn } from '../../domain/verification/verification.ts';
import { inputs, modals } from '../../slack/ids.ts';
import { section } from '../kit/blocks.ts';
import { textInput } from '../kit/form-inputs.ts';
import { formView, noticeView } from '../kit/notice.ts';
import { byMethod, newsLines, triesText, validText, whichCounts } from './code-words.ts';

export const CODE_TITLE = 'Enter the code';

/** Why the form is shown again. */
export const CODE_PROBLEMS = {
  shape: 'That is not a code. A code is 4 to 8 digits. It was not sent to Vobiz.',
  wrong_code: 'That code is wrong. Enter the latest one.',
  unclear:
    'Vobiz gave no clear answer, so the try may not have counted: it cost none here. Enter the code again; if it was accepted, you are told.',
  refused:
    "Vobiz refused it and didn't say that the code is wrong, so it cost no try here. What it said is below.",
  lost: 'The bot was interrupted while your code was being checked: it cost no try here. Enter it again; if it was accepted, you are told.',
} as const;
export type CodeProblem = keyof typeof CODE_PROBLEMS;

/**
 * Asks for the one-time code. `attempt` renews the block id of the field: Slack keeps what was typed for a known block,
 * and a code must never come back. Drawn again with the same `attempt`, it keeps what somebody is typing.
 */
export function codeForm(
  verification: VerificationIn<'code_sent'>,
  form: { problem?: CodeProblem | undefined; attempt: number },
): ModalView {
  const { id, e164, method } = verification;
  const news = newsLines(verification);
  return formView({
    callbackId: modals.enterCode.id,
    metadata: modals.enterCode.encode({ verification: id }),
    title: CODE_TITLE,
    submit: 'Verify',
    blocks: [
      ...(form.problem ? [section(`*${CODE_PROBLEMS[form.problem]}*`)] : []),
      section(
        `The code was sent to ${maskPhone(e164)} ${byMethod(method)}. ${validText(verification)}${whichCounts(verification)} ${triesText(verification)}`,
      ),
      ...(news.length > 0 ? [section(news.join('\n'))] : []),
      textInput('code', {
        label: 'Code',
        hint: 'Digits only. It goes to Vobiz and is not kept or shown anywhere.',
        maxLength: 20,
        focus: true,
        blockId: `${inputs.code.blockId}.${form.attempt}`,
      }),
    ],
  });
}

/** The attempt a submitted form was drawn for, read off the block id of its field; 0 for any other block id. */
export function attemptOf(blockId: string): number {
  const attempt = Number(blockId.slice(inputs.code.blockId.length + 1));
  return blockId.startsWith(`${inputs.code.blockId}.`) && Number.isSafeInteger(attempt)
    ? attempt
    : 0;
}

export function codeChecking(): ModalView {
  return noticeView({ title: CODE_TITLE, text: 'Vobiz is checking the code…' });
}
