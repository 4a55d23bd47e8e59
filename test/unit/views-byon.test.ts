import { describe, expect, it } from 'vitest';
import { verificationSchema } from '../../src/domain/verification.ts';
import { buttons, modals } from '../../src/slack/ids.ts';
import { byonCard } from '../../src/views/byon-card.ts';
import { byonForm, byonOutcome } from '../../src/views/byon-form.ts';
import { attemptOf, codeForm } from '../../src/views/code-form.ts';
import { codeOutcome } from '../../src/views/code-outcome.ts';
import { buttonsIn, readView } from './views-rules.ts';
import { everyVerification, T0, verificationStates } from './views-support.ts';

const states = verificationStates();

describe('the card of a verification', () => {
  it('is made of records that can exist', () => {
    for (const record of everyVerification()) {
      expect(verificationSchema.safeParse(record).error).toBeUndefined();
    }
  });

  it('says how the code was sent, until when it is valid, and who may enter it', () => {
    expect(byonCard(states.code_sent).text).toMatchInlineSnapshot(`
      "Verify +91 •••• 3210
      A code was sent by voice call, <!date^1772359200^{date_short_pretty} at {time}|1 Mar 2026, 10:00 UTC>. It is valid until <!date^1772359800^{date_short_pretty} at {time}|1 Mar 2026, 10:10 UTC>.
      Whoever holds the phone presses Enter Code. Do not post the code in this channel.
      Buttons: Enter Code.
      Started by <@U0REQUESTER>, <!date^1772359200^{date_short_pretty} at {time}|1 Mar 2026, 10:00 UTC>. Verification ver_7k3m9q2x"
    `);
  });

  it('shows no more of the number than its last four digits', () => {
    for (const record of everyVerification()) {
      expect(JSON.stringify(byonCard(record))).not.toMatch(/98765|9876 ?5/);
    }
  });

  it('offers Enter Code only while a code is on its way', () => {
    const [enter, ...more] = buttonsIn(byonCard(states.code_sent).blocks);
    expect(enter?.actionId).toBe(buttons.enterCode.id);
    expect(buttons.enterCode.decode(enter?.value)).toEqual({
      ok: true,
      value: { verification: 'ver_7k3m9q2x' },
    });
    expect(more).toEqual([]);
    for (const state of ['sending', 'not_sent', 'expired'] as const) {
      expect(buttonsIn(byonCard(states[state]).blocks)).toEqual([]);
    }
  });

  it('says when the end of the code is only assumed, and counts wrong codes', () => {
    const said = byonCard({ ...states.code_sent, expiryAssumed: true, wrongEntries: 2 }).text;
    expect(said).toContain('Vobiz did not say');
    expect(said).toContain('2 wrong codes entered so far');
  });

  it('names who verified it and what comes next', () => {
    const said = byonCard(states.verified).text;
    expect(said).toContain('Verified by <@U0HOLDER>');
    expect(said).toContain('Next: connect it as a WhatsApp channel');
  });

  it('says that a code may still arrive when Vobiz gave no clear answer', () => {
    const said = byonCard({ ...states.not_sent, failure: 'unclear' }).text;
    expect(said).toContain('One may arrive all the same');
  });
});

describe('the form for a number', () => {
  it('offers the likely form of a number that cannot be used', () => {
    const problem = { text: 'It has no country code.', likely: '+919876543210' };
    const view = byonForm({ channel: 'C0SALES', phone: '09876543210', problem });
    expect(readView(view)).toContain('It has no country code. Did you mean +919876543210?');
    expect(JSON.stringify(view)).toContain('"initial_value":"09876543210"');
    expect(modals.byonStart.decode(view.private_metadata)).toEqual({
      ok: true,
      value: { channel: 'C0SALES' },
    });
  });

  it('warns that numbers bought from Vobiz cannot receive text messages', () => {
    expect(readView(byonForm({ channel: 'C0SALES' }))).toContain('cannot receive text messages');
  });

  it('says who is already verifying the number', () => {
    const verification = states.code_sent;
    const said = readView(byonOutcome({ kind: 'already_running', verification }));
    expect(said).toContain('<@U0REQUESTER> is already verifying +91 •••• 3210');
  });
});

describe('the form for a code', () => {
  it('never gives a typed code back: its field is a new one at every attempt', () => {
    const field = (attempt: number) => codeForm(states.code_sent, { attempt }).blocks.at(-1);
    expect(field(1)?.block_id).not.toBe(field(2)?.block_id);
    expect(JSON.stringify(field(2))).not.toContain('initial_value');
    expect(attemptOf(field(7)?.block_id ?? '')).toBe(7);
    expect(attemptOf('purpose')).toBe(0);
  });

  it.each([
    ['shape', 'not sent to Vobiz'],
    ['wrong_code', 'wrong'],
    ['unclear', 'may not have counted'],
  ] as const)('says why it is shown again after %s', (problem, said) => {
    expect(readView(codeForm(states.code_sent, { problem, attempt: 2 }))).toContain(said);
  });

  it('tells the second person who verified the number', () => {
    const said = readView(codeOutcome({ kind: 'over', verification: states.verified }));
    expect(said).toContain('Verified by <@U0HOLDER>');
  });

  it('says until when Vobiz takes no more codes', () => {
    const said = readView(codeOutcome({ kind: 'too_many_attempts', until: T0 }));
    expect(said).toContain(`until <!date^${T0 / 1000}^`);
  });
});
