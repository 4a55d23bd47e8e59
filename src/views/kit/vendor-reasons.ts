import type { Refusal, VendorReason } from '../../domain/order/vendor-reason.ts';
import { SHOWN } from './limits.ts';
import { inlineText } from './text.ts';

/** What a known reason of Vobiz or Meta means and what to do about it. */
const ADVICE: Readonly<Record<VendorReason, string>> = {
  credentials:
    "Vobiz didn't accept the bot's credentials. Tell whoever runs this bot: trying again won't help until it's fixed.",
  account_inactive: "The Vobiz account isn't active. Ask support@vobiz.ai.",
  balance: "The Vobiz account's balance is too low. Top up at console.vobiz.ai, then try again.",
  payment_failed: 'The payment failed. Check the payment details at console.vobiz.ai.',
  rate_limited: 'Vobiz is receiving too many requests from this account. Wait, then try again.',
  invalid_field: "Vobiz doesn't accept something in the request. Check what you entered.",
  cool_off: 'Vobiz keeps this number locked for some days after a change. Try again later.',
  wrong_code: 'The code is wrong.',
  code_expired: 'The code has expired. Ask for a new one.',
  too_many_attempts: 'There were too many tries. Wait, then ask for a new code.',
  already_verified: 'The number is already verified.',
  not_started: 'No verification of this number is under way. Start again.',
  method_unsupported: "This number can't get a code that way. Try the other method.",
  code_not_sent:
    "Meta didn't send a code. Wait a few minutes, then ask again or try the other method.",
  meta_token:
    "Meta doesn't accept the access token. Make a new system-user token in Meta's Business settings.",
  meta_permission:
    "The access token isn't allowed to do this. Check the system user's access in Meta's Business settings.",
  meta_parameter:
    "Meta doesn't accept something in the request. Check the ids and the display name.",
  meta_rate_limited: 'Meta is receiving too many requests. Wait an hour, then try again.',
  meta_unavailable: "Meta couldn't do it right now. Try again in a few minutes.",
  pin_mismatch:
    'The number has two-step verification, and its PIN did not match. Change or reset the PIN in WhatsApp Manager, then try again.',
  pin_blocked:
    'Too many wrong two-step verification PINs were tried. Wait until Meta allows another try.',
  reverify: 'Meta wants the number verified again. Verify it, then try again.',
  not_registered:
    "The number isn't registered at Meta. Check the phone-number ID in WhatsApp Manager.",
  registration_limit:
    "Meta allows 10 registrations of a number within 72 hours, and it blocks the next ones. Wait 72 hours. Don't remove or register the number meanwhile.",
  registration_wait: 'Meta wants a few minutes between registrations. Wait, then try again.',
  deregistering:
    "The number isn't fully removed from where it was registered. Wait a few minutes, then try again.",
  account_locked:
    'Meta has locked or restricted the WhatsApp Business Account. Open business.facebook.com to see why.',
  no_payment_method:
    'The WhatsApp Business Account has no payment method. Add one in WhatsApp Manager, then try again.',
};

/** What is known of the reason, and the vendor's own words: one line, escaped. Empty when there is neither. */
export function reasonText({ because, said }: Refusal): string {
  return [...(because ? [ADVICE[because]] : []), ...(said ? [saidText(said)] : [])].join(' ');
}

/** `Vobiz says: “Insufficient balance”.` */
export function saidText(said: string): string {
  return `Vobiz says: “${inlineText(said, SHOWN.inline)}”.`;
}
