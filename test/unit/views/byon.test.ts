import { describe, expect, it } from 'vitest';
import {
  type Verification,
  verificationSchema,
} from '../../../src/domain/verification/verification.ts';
import { buttons, modalIds } from '../../../src/slack/ids.ts';
import { byonCard } from '../../../src/views/verification/byon-card.ts';
import {
  byonAlreadyRunning,
  byonForm,
  foundInMessage,
} from '../../../src/views/verification/byon-form.ts';
import {
  attemptOf,
  codeForm,
  codeModal,
  codeOutcome,
} from '../../../src/views/verification/code-form.ts';
import { verificationDetails } from '../../../src/views/verification/verification-details.ts';
import { buttonsIn, readView } from './views-rules.ts';
import { everyVerification, SET_UP, T0, verificationStates } from './views-support.ts';

const states = verificationStates();

describe('the card of a verification', () => {
  it('is made of records that can exist', () => {
    for (const record of everyVerification()) {
      expect(verificationSchema.safeParse(record).error).toBeUndefined();
    }
  });

  it('says how the code was sent, until when it is valid, and who may enter it', () => {
    expect(byonCard(states.code_sent, SET_UP).text).toMatchInlineSnapshot(`
      "📱 Code sent · +91 •••• 3210
      Have the phone? Press *Enter code*. You can ask for a new code at <!date^1772359260^{time}|1 Mar 2026, 10:01 UTC>.
      By voice call · Valid until <!date^1772359800^{time}|1 Mar 2026, 10:10 UTC> · 5 tries left · Don't post the code here · Started by <@U0REQUESTER>
      Buttons: Enter code, Details, Cancel verification."
    `);
  });

  it('shows no more of the number than its last four digits', () => {
    // The account has an adopted one, as it has one that was bought.
    for (const record of everyVerification().filter(({ state }) => state !== 'adopted')) {
      expect(JSON.stringify(byonCard(record, SET_UP))).not.toMatch(/98765|9876 ?5/);
    }
  });

  const pressable = (record: Verification) =>
    buttonsIn(byonCard(record, SET_UP).blocks).map(({ actionId }) => actionId);
  const { enterCode, sendNewCode, callInstead, cancelVerification } = buttons;
  const details = buttons.verificationDetails.id;

  it('offers Enter code only while a code is on its way, and another code only when it may be asked for', () => {
    const { code_sent, locked } = states;
    const [enter] = buttonsIn(byonCard(code_sent, SET_UP).blocks);
    expect(enterCode.decode(enter?.value)).toEqual({
      ok: true,
      value: { verification: 'ver_7k3m9q2x' },
    });
    expect(pressable(code_sent)).toEqual([enterCode.id, details, cancelVerification.id]);
    expect(byonCard(code_sent, SET_UP).text).toMatch(/You can ask for a new code at <!date/);
    const open = { ...code_sent, resendOpen: true };
    expect(pressable(open)).toEqual([enterCode.id, sendNewCode.id, details, cancelVerification.id]);
    expect(byonCard(open, SET_UP).text).not.toContain('You can ask');
    expect(pressable(locked)).toEqual([details]);
    expect(pressable({ ...locked, resendOpen: true })).toEqual([
      sendNewCode.id,
      details,
      cancelVerification.id,
    ]);
    for (const state of ['sending', 'not_sent', 'expired', 'cancelled'] as const) {
      expect(pressable(states[state])).toEqual([details]);
    }
  });

  it('offers a call after the second text message, and none where the code comes by call already', () => {
    const second = { ...states.code_sent, sends: 2, resendOpen: true };
    expect(pressable({ ...second, method: 'sms' })).toContain(callInstead.id);
    expect(pressable({ ...second, method: 'sms', sends: 1 })).not.toContain(callInstead.id);
    expect(pressable(second)).not.toContain(callInstead.id);
  });

  it('takes no code while Vobiz wants quiet or another code is being asked for', () => {
    const resend = { by: 'U0HOLDER', id: 'snd_7k3m9q2x', at: T0, method: 'voice' } as const;
    for (const more of [{ pausedUntil: T0 }, { resend }]) {
      expect(pressable({ ...states.code_sent, ...more })).not.toContain(enterCode.id);
    }
  });

  it('says which code counts, how many tries it has, and who entered or asked for what', () => {
    const by = { by: 'U0HOLDER', at: T0 };
    const said = (more: object) => byonCard({ ...states.code_sent, ...more }, SET_UP).text;
    expect(said({})).toContain('5 tries left');
    expect(said({ wrongEntries: 4 })).toContain('1 try left');
    expect(said({ sends: 2 })).toContain('Newest code only');
    expect(said({ expiryAssumed: true })).toContain('Valid until about');
    expect(said({ entry: { ...by, id: 'ent_1' } })).toContain('<@U0HOLDER> is entering a code.');
    expect(said({ lastEntry: { ...by, result: 'wrong_code' } })).toContain('entered a wrong code');
    expect(said({ lastEntry: { ...by, result: 'unclear' } })).toContain(
      "it won't use up a try here",
    );
    expect(said({ lastSend: { ...by, failure: 'refused' } })).toMatch(/refused.*still counts/);
    expect(said({ lastSend: { ...by, failure: 'unclear' } })).toMatch(/If one arrives, enter that/);
  });

  it('says until when nothing is taken after too many wrong codes, and that it ends by itself', () => {
    const { locked } = states;
    const said = (record: Verification) => byonCard(record, SET_UP).text;
    expect(said(locked)).toContain(`Wait until <!date^${locked.until / 1000}^`);
    const ends = `before <!date^${locked.expiresAt / 1000}^`;
    expect(said({ ...locked, resendOpen: true })).toContain(ends);
    expect(readView(verificationDetails(locked))).toContain(
      `this verification ends <!date^${locked.expiresAt / 1000}^`,
    );
  });

  it('names who verified it and what comes next', () => {
    const said = byonCard(states.verified, SET_UP).text;
    expect(said).toContain('Verified by <@U0HOLDER>');
    expect(said).toContain('Buttons: Connect to WhatsApp, Details');
  });

  it('says that a code may still arrive when Vobiz gave no clear answer', () => {
    const said = byonCard({ ...states.not_sent, failure: 'unclear' }, SET_UP).text;
    expect(said).toContain('A code may still arrive');
  });
});

describe('the form for a number', () => {
  it('offers the likely form of a number that cannot be used', () => {
    const problem = { problem: 'no_country_code', likely: '+919876543210' } as const;
    const view = byonForm({ channel: 'C0SALES', phone: '09876543210', problem });
    expect(readView(view)).toContain(
      'It has no country code: start with + and the country, like +91. Did you mean +919876543210?',
    );
    expect(JSON.stringify(view)).toContain('"initial_value":"09876543210"');
    expect(modalIds.byonStart.decode(view.private_metadata)).toEqual({
      ok: true,
      value: { channel: 'C0SALES' },
    });
  });

  it('warns that numbers bought from Vobiz cannot receive text messages', () => {
    expect(readView(byonForm({ channel: 'C0SALES' }))).toContain("can't get text messages");
  });

  it('has the checklist, and preselects the call for a number that was bought from Vobiz', () => {
    const chosen = (more: object) =>
      JSON.stringify(byonForm({ channel: 'C0SALES', ...more })).includes(
        '"initial_option":{"text":{"type":"plain_text","text":"Voice call"',
      );
    expect(readView(byonForm({ channel: 'C0SALES' }))).toMatch(
      /somebody has the phone[\s\S]*Remove the number from the WhatsApp app[\s\S]*may lock a number/,
    );
    expect([chosen({}), chosen({ boughtWith: 'ord_7k3m9q2x' })]).toEqual([false, true]);
  });

  it('shows how the number was read, once it is one', () => {
    const said = (phone: string) => readView(byonForm({ channel: 'C0SALES', phone }));
    expect(said('+919876543210')).toContain('Read as +91 98765 43210, India.');
    expect(said('09876543210')).not.toContain('Read as');
  });

  it('says what was found in a message', () => {
    expect(foundInMessage([])).toContain('no phone number');
    expect(foundInMessage(['+919876543210'])).toContain('from that message');
    expect(foundInMessage(['+919876543210', '+919876543211'])).toContain('2 phone numbers');
  });

  it('says who is already verifying the number', () => {
    const verification = states.code_sent;
    const said = readView(byonAlreadyRunning(verification));
    expect(said).toContain('<@U0REQUESTER> is already verifying +91 •••• 3210');
  });
});

describe('a modal for a code that is open', () => {
  const open = { user: 'U0MEERA', attempt: 3 };
  const shown = (record: Verification, more: object = {}) => {
    const drawn = codeModal(record, { ...open, ...more });
    return drawn && readView(drawn.view);
  };

  it('keeps its field, so that what is being typed stays', () => {
    const { code_sent } = states;
    const entry = { by: 'U0HOLDER', id: 'ent_7k3m9q2x', at: T0 };
    const drawn = codeModal({ ...code_sent, entry }, open);
    expect(drawn?.attempt).toBe(3);
    expect(drawn?.view.blocks.at(-1)?.block_id).toBe('code.3');
    expect(drawn && readView(drawn.view)).toContain('<@U0HOLDER> is entering a code.');
  });

  it('says that it is over, or that there were too many wrong codes', () => {
    expect(shown(states.verified)).toContain('Verified by <@U0HOLDER>');
    expect(shown(states.cancelled)).toContain('Cancelled by <@U0APPROVER>');
    expect(shown(states.locked)).toContain('after too many wrong ones');
  });

  it('that says who was in the way stays until nobody is', () => {
    const entry = { by: 'U0HOLDER', id: 'ent_7k3m9q2x', at: T0 };
    const refused = { busy: 'refused' };
    expect(shown({ ...states.code_sent, entry }, refused)).toBeUndefined();
    expect(shown(states.code_sent, refused)).toContain('We sent a code to');
    expect(shown(states.verified, refused)).toContain('Verified by');
  });

  it('is left to its answer while a code is checked, unless the bot was interrupted over it', () => {
    const { code_sent } = states;
    const checking = { busy: 'checking' };
    for (const record of [code_sent, states.verified]) {
      expect(shown(record, checking)).toBeUndefined();
    }
    const lost = (by: string) =>
      ({ ...code_sent, lastEntry: { by, at: T0, result: 'lost' } }) as const;
    expect(shown(lost('U0HOLDER'), checking)).toBeUndefined();
    expect(shown(lost('U0MEERA'), checking)).toContain('were interrupted');
    // What is checked now was submitted after it.
    expect(shown(lost('U0MEERA'), { ...checking, since: T0 })).toBeUndefined();
    expect(codeModal(lost('U0MEERA'), { ...open, busy: 'checking' })?.attempt).toBe(4);
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
    ['shape', "we didn't send it"],
    ['wrong_code', 'wrong'],
    ['unclear', "couldn't tell whether that worked"],
  ] as const)('says why it is shown again after %s', (problem, said) => {
    expect(readView(codeForm(states.code_sent, { problem, attempt: 2 }))).toContain(said);
  });

  it('tells the second person who verified the number', () => {
    const said = readView(codeOutcome({ kind: 'over', verification: states.verified }));
    expect(said).toContain('Verified by <@U0HOLDER>');
  });

  it('says until when no code is taken', () => {
    const said = readView(codeOutcome({ kind: 'too_soon', until: T0, why: 'vobiz' }));
    expect(said).toMatch(new RegExp(`wait until <!date.${T0 / 1000}.*didn't send your code`));
  });
});
