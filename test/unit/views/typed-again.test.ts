import { describe, expect, it } from 'vitest';
import { inputs, TOLD_BACK } from '../../../src/slack/inputs.ts';
import { sentence } from '../../../src/views/kit/blocks.ts';
import { noticeView } from '../../../src/views/kit/modal-parts.ts';
import { messageWithTyped, withTyped } from '../../../src/views/kit/typed-again.ts';
import { byonForm } from '../../../src/views/verification/byon-form.ts';
import { messageProblems, viewProblems } from './views-rules.ts';
import { HOSTILE } from './views-support.ts';

const typed = TOLD_BACK.map(() => ({ label: HOSTILE, text: HOSTILE }));

describe('what somebody typed in vain', () => {
  it('stands in the notice and in the message as Slack takes it, and pings nobody', () => {
    expect(viewProblems(withTyped(noticeView('Not done', 'Nothing was changed.'), typed))).toEqual(
      [],
    );
    expect(messageProblems(messageWithTyped(sentence('Nothing was changed.'), typed))).toEqual([]);
  });

  it('stands once where the form itself is shown again', () => {
    const form = byonForm({ channel: 'C0SALES', phone: '+919876501888' });
    expect(withTyped(form, [{ label: 'Number', text: '+919876501888' }])).toEqual(form);
  });

  it('is never a code, a token or the digits that confirm an approval', () => {
    const secret = [inputs.code, inputs.metaToken, inputs.lastDigits];
    const told = TOLD_BACK.map(({ actionId }): string => actionId);
    expect(secret.filter(({ actionId }) => told.includes(actionId))).toEqual([]);
  });
});
