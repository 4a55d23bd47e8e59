import { onboardingOf } from '../../domain/connection/connectable.ts';
import type {
  GiveBack,
  GiveBackDoubt,
  GiveBackIn,
  NotGivenBack,
} from '../../domain/giveback/give-back.ts';
import type { Returnable } from '../../domain/giveback/returnable.ts';
import { formatMoney } from '../../domain/money.ts';
import { agreedPrice } from '../../domain/numbers/owned-number-list.ts';
import { formatPhone } from '../../domain/phone.ts';
import { reasonText } from '../kit/error-sentences.ts';
import { inlineText, mention, present, slackDate, TEXT_SHOWN } from '../kit/text.ts';

export const DOUBTS: Readonly<Record<GiveBackDoubt, string>> = {
  no_answer: "Vobiz didn't answer",
  server_error: 'Vobiz answered with a server error',
  unreadable_answer: "We couldn't read Vobiz's answer",
  interrupted: 'We were interrupted',
};

const NOT_GIVEN_BACK: Readonly<Record<NotGivenBack, string>> = {
  not_listed:
    "Vobiz doesn't list this number as one we can give back. Do it at console.vobiz.ai, then mark it here.",
  channel: 'It still has a WhatsApp channel. Disconnect it, then ask again.',
  locked: 'Somebody locked it. Unlock it in Details, then ask again.',
  new_owner: 'It has a new owner now, who can ask again.',
  newer_record: 'The number has a newer card since. Give it back from there.',
  not_checkable: "We couldn't send it within 15 minutes of the approval. Ask again.",
  not_sent: "We couldn't reach Vobiz, so nothing was sent. Ask again.",
  credentials: "Vobiz didn't accept our credentials. Tell an admin.",
  rate_limited: 'Vobiz is getting too many requests. Ask again in a few minutes.',
  refused: 'Vobiz refused. Give it back at console.vobiz.ai.',
  still_leaving: 'Vobiz still lists it as on its way back.',
};

/** Why nothing was given back, with Vobiz's own words; `max`: how many characters of them. */
export function notGivenBack(
  { why, because, said }: GiveBackIn<'refused'>['refused'],
  max: number = TEXT_SHOWN.inline,
): string {
  const isVobizs = why === 'refused';
  return present([NOT_GIVEN_BACK[why], isVobizs && reasonText({ because, said }, max)]).join(' ');
}

/** `₹200/month ends.` */
export function whatStops(record: Returnable): string {
  const fee = agreedPrice(record)?.monthly;
  return fee ? `${formatMoney(fee)}/month ends.` : 'Its monthly fee ends.';
}

/** The number that goes back. */
export function phoneOf(record: Returnable): string {
  return formatPhone(onboardingOf(record).e164);
}

/** `fee`: as Vobiz wrote it, which may be no more than `100`. */
function feeText({ fee }: { fee?: string | undefined }): string {
  if (!fee) return '';
  const currency = /^[\d.,\s]+$/.test(fee) ? ' (Vobiz names no currency)' : '';
  return `Release fee at Vobiz: ${inlineText(fee, TEXT_SHOWN.inline)}${currency}.`;
}

/** What has happened and what comes next, in a sentence or two. */
export function giveBackGist(record: Returnable, giveBack: GiveBack): string {
  const by = mention(giveBack.asked.by);
  switch (giveBack.state) {
    case 'asked':
      return `*${by}* asks to give it back. ${whatStops(record)}`;
    case 'denied':
      return giveBack.denied.by === giveBack.asked.by
        ? `${by} took back the request.`
        : `${mention(giveBack.denied.by)} said no. We keep it.`;
    case 'expired':
      return 'Nobody decided in time whether to give it back. We keep it.';
    case 'approved':
      return giveBack.waiting
        ? "Approved. We can't send it just now and keep trying for 15 minutes."
        : 'Checking Vobiz once more, then giving it back.';
    case 'releasing':
      return 'Asking Vobiz to take it back.';
    case 'unclear':
      return `*We can't tell whether it's given back.* ${DOUBTS[giveBack.doubt]}; we keep checking and won't send it again.`;
    case 'refused':
      return notGivenBack(giveBack.refused, TEXT_SHOWN.onCard);
    case 'pending':
      return pendingGist(giveBack);
    case 'keeping':
      return `${mention(giveBack.keep.by)} wants to keep it. Asking Vobiz.`;
    case 'keep_unclear':
      return `*We can't tell whether it's kept.* ${DOUBTS[giveBack.doubt]}; we keep checking.`;
    case 'kept':
      return giveBack.by ? `${mention(giveBack.by)} kept it.` : 'Vobiz lists it as ours again.';
    case 'released':
      return present([
        giveBack.by ? `Marked as given back by ${mention(giveBack.by)}.` : 'Vobiz has it back.',
        feeText(giveBack),
      ]).join(' ');
  }
}

function pendingGist(pending: GiveBackIn<'pending'>): string {
  const { until, keep, notKept } = pending;
  if (keep) return `${mention(keep.by)} wants to keep it. Asking Vobiz.`;
  const when = until ? `until ${slackDate(until)}` : 'for about a day';
  return present([
    notKept && `*It wasn't kept.* ${notKeptText(notKept)}`,
    `Vobiz is taking it back. You can undo that ${when}.`,
    feeText(pending),
  ]).join(' ');
}

function notKeptText({ why, because, said }: GiveBackIn<'refused'>['refused']): string {
  if (why === 'refused')
    return reasonText({ because, said }, TEXT_SHOWN.onCard) || 'Vobiz refused.';
  if (why === 'still_leaving') return NOT_GIVEN_BACK.still_leaving;
  return why === 'rate_limited' ? 'Vobiz is getting too many requests.' : NOT_SENT;
}

const NOT_SENT = "We couldn't ask Vobiz. Try again.";
