import { type Connectable, onboardingOf } from '../../domain/connection/connectable.ts';
import { DISPLAY_NAME_MAX, metaIdSchema } from '../../domain/connection/connection.ts';
import type { ConnectForm, MetaAccount } from '../../flows/connection/connect.ts';
import { blockOf, readInput } from '../../slack/form.ts';
import { type InputName, inputs } from '../../slack/ids.ts';
import { TYPED_ACCOUNT } from '../../views/connection/connect-form.ts';

export type MetaAccess = { accounts: readonly MetaAccount[]; tokenInModal: boolean };

export const TOKEN_SHAPE = /^EAA[\w-]{5,}$/;
export const TOKEN_PROBLEM =
  'That is not a Meta access token: it starts with EAA. It was not sent.';

export type ConnectFields =
  | { ok: true; form: ConnectForm }
  /** By block id. Never repeats what was typed. */
  | { ok: false; errors: Record<string, string> };

/** Reads the connect form. A typed token counts only where the policy allows typing one. */
export function readConnectForm(
  values: unknown,
  record: Connectable,
  access: MetaAccess,
): ConnectFields {
  const errors: Record<string, string> = {};
  const complain = (name: InputName, problem: string) => {
    errors[blockOf(values, inputs[name])] = problem;
  };
  const text = (name: InputName) => readInput(values, inputs[name]).normalize('NFKC').trim();

  const displayName = text('displayName');
  if (displayName === '') complain('displayName', 'Say what people see in WhatsApp.');
  const tooLong = [...displayName].length - DISPLAY_NAME_MAX;
  if (tooLong > 0) complain('displayName', `Shorten it by ${tooLong} characters.`);

  const phoneNumberId = text('phoneNumberId');
  const brought = onboardingOf(record).mode === 'bring_your_own';
  if (brought && !metaIdSchema.safeParse(phoneNumberId).success) {
    complain('phoneNumberId', 'That is not a phone-number ID: it is about 15 digits, without +.');
  }

  const chosen = readInput(values, inputs.metaAccount);
  const { wabaId, token } = access.accounts.find(({ name }) => name === chosen) ?? typedAccount();
  return Object.keys(errors).length > 0
    ? { ok: false, errors }
    : { ok: true, form: { wabaId, phoneNumberId, displayName, accessToken: token } };

  function typedAccount(): Pick<MetaAccount, 'wabaId' | 'token'> {
    const typed = { wabaId: text('wabaId'), token: text('metaToken') };
    if (!access.tokenInModal || (access.accounts.length > 0 && chosen !== TYPED_ACCOUNT)) {
      const name = access.accounts.length > 0 ? 'metaAccount' : 'displayName';
      complain(
        name,
        'This account is not set up any more. Close the window and press Connect again.',
      );
      return { wabaId: '', token: '' };
    }
    if (!metaIdSchema.safeParse(typed.wabaId).success) {
      complain('wabaId', 'That is not a WABA ID: it is 15 to 17 digits.');
    }
    if (!TOKEN_SHAPE.test(typed.token)) {
      complain('metaToken', TOKEN_PROBLEM);
    }
    return typed;
  }
}
