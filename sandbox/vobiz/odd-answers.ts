import type { Fault, Op } from './faults.ts';

/**
 * Answers that are odd and not impossible: seen from Vobiz or from services like it, and each once a fault of the bot. The
 * effect happened as it does without them; what is said about it is not what a page publishes.
 */
export interface OddAnswer {
  /** As the end of "The next purchase …". */
  label: string;
  ops: readonly Op[];
  fault: Fault;
}

const LISTS = ['availability', 'ownedNumbers', 'channels'] as const;
const UNSET_TIME = '0001-01-01T00:00:00Z';
/** As Meta words the refusal of a PIN, passed on unchanged. */
const pinMismatch = {
  error: {
    message: '(#133005) Two step verification PIN Mismatch',
    type: 'OAuthException',
    code: 133005,
  },
};
const registrationLimit = {
  error: { code: 133016, message: 'Account register deregister rate limit exceeded' },
};

export const ODD_ANSWERS: readonly OddAnswer[] = [
  {
    label: 'is told to wait 0 seconds',
    ops: ['order', 'availability', 'verify', 'confirm', 'createChannel'],
    fault: { kind: 'rate_limited', retryAfterSeconds: 0, via: 'header' },
  },
  {
    label: 'names a time that nobody set',
    ops: ['ownedNumbers'],
    fault: { kind: 'answer', each: { purchased_at: UNSET_TIME } },
  },
  {
    label: 'names an end of the code that nobody set',
    ops: ['verify'],
    fault: { kind: 'answer', patch: { expires_at: UNSET_TIME } },
  },
  {
    label: 'names a price without its currency',
    ops: ['order'],
    fault: { kind: 'answer', omit: ['currency'], patch: { setup_cost: 5000 } },
  },
  {
    label: 'names a price with a comma',
    ops: ['order'],
    fault: { kind: 'answer', patch: { setup_cost: '5,000.00' } },
  },
  {
    label: 'names another number, without its +',
    ops: ['order'],
    fault: { kind: 'answer', patch: { selected_phone_number: '919876500000' } },
  },
  {
    label: 'says "canceled"',
    ops: ['order', 'orderRead'],
    fault: { kind: 'answer', patch: { status: 'canceled' } },
  },
  {
    label: 'gives its id as a long JSON number',
    ops: ['order', 'verify', 'createChannel'],
    fault: { kind: 'answer', longId: '1234567890123456789' },
  },
  {
    label: 'comes as an object with numbers for keys',
    ops: LISTS,
    fault: { kind: 'answer', envelope: 'keyed' },
  },
  { label: 'is answered 204 for none', ops: LISTS, fault: { kind: 'empty', status: 204 } },
  {
    label: 'is refused as a second one, after a gateway sent it twice',
    ops: ['order', 'releaseNumber'],
    fault: { kind: 'status_after', status: 409, body: { error: 'duplicate_request' } },
  },
  {
    label: 'says success: false with 200',
    ops: ['verify', 'confirm', 'createChannel', 'updateChannel', 'deleteChannel'],
    fault: { kind: 'status', status: 200, body: { success: false, message: 'Not done' } },
  },
  {
    label: 'speaks of the PIN of two-step verification',
    ops: ['confirm', 'createChannel'],
    fault: { kind: 'status', status: 400, body: pinMismatch },
  },
  {
    label: 'meets the registration limit of Meta',
    ops: ['createChannel'],
    fault: { kind: 'status', status: 400, body: registrationLimit },
  },
  {
    label: 'asks to wait 11 hours, in words',
    ops: ['verify'],
    fault: { kind: 'status', status: 400, body: { detail: 'Please wait 11 hours' } },
  },
  {
    label: 'is answered by a clock that is six hours ahead',
    ops: ['verify', 'ownedNumbers'],
    fault: { kind: 'answer', clockAheadMs: 6 * 3_600_000 },
  },
];
