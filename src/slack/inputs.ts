import { z } from 'zod';
import { orderIdSchema } from '../domain/order/order.ts';
import type { Seen } from '../domain/order/several-waiting.ts';

/** Every input: its place in `view.state.values`. `prose`: people write sentences into it. `verbatim`: every space counts. */
export const inputs = {
  country: { blockId: 'place', actionId: 'country_choice' },
  region: { blockId: 'place', actionId: 'region_choice' },
  digits: { blockId: 'digits', actionId: 'digits_text' },
  sort: { blockId: 'place', actionId: 'sort_choice' },
  count: { blockId: 'count', actionId: 'count_number' },
  upTo: { blockId: 'up_to', actionId: 'up_to_text' },
  picked: { blockId: 'picked', actionId: 'picked_choice' },
  purpose: { blockId: 'purpose', actionId: 'purpose_text', prose: true },
  currency: { blockId: 'currency', actionId: 'currency_choice' },
  reason: { blockId: 'reason', actionId: 'reason_text', prose: true },
  phone: { blockId: 'phone', actionId: 'phone_text' },
  method: { blockId: 'method', actionId: 'method_choice' },
  code: { blockId: 'code', actionId: 'code_text' },
  together: { blockId: 'together', actionId: 'together_choice' },
  question: { blockId: 'question', actionId: 'question_text', prose: true },
  answer: { blockId: 'answer', actionId: 'answer_text', prose: true },
  lastDigits: { blockId: 'last_digits', actionId: 'last_digits_text' },
  vobizOrder: { blockId: 'vobiz_order', actionId: 'vobiz_order_text' },
  metaAccount: { blockId: 'meta_account', actionId: 'meta_account_choice' },
  wabaId: { blockId: 'waba_id', actionId: 'waba_id_text' },
  phoneNumberId: { blockId: 'phone_number_id', actionId: 'phone_number_id_text' },
  displayName: { blockId: 'display_name', actionId: 'display_name_text', prose: true },
  owner: { blockId: 'owner', actionId: 'owner_choice' },
  label1: { blockId: 'label_1', actionId: 'label_1_choice' },
  label2: { blockId: 'label_2', actionId: 'label_2_choice' },
  label3: { blockId: 'label_3', actionId: 'label_3_choice' },
  note: { blockId: 'note', actionId: 'note_text', prose: true },
  neededUntil: { blockId: 'needed_until', actionId: 'needed_until_date' },
  numberCountry: { blockId: 'number_country', actionId: 'number_country_choice' },
  numberOwner: { blockId: 'number_owner', actionId: 'number_owner_choice' },
  numberLabel: { blockId: 'number_label', actionId: 'number_label_choice' },
  numberState: { blockId: 'number_state', actionId: 'number_state_choice' },
  ordersOf: { blockId: 'orders', actionId: 'orders_of_choice' },
  ordersIn: { blockId: 'orders', actionId: 'orders_in_choice' },
  ordersMonth: { blockId: 'orders', actionId: 'orders_month_choice' },
  numberText: { blockId: 'number_text', actionId: 'number_text_text' },
  approvalsChannel: { blockId: 'approvals_channel', actionId: 'approvals_channel_choice' },
  approvingPeople: { blockId: 'approving_people', actionId: 'approving_people_choice' },
  approvingGroups: { blockId: 'approving_groups', actionId: 'approving_groups_choice' },
  selfApproval: { blockId: 'self_approval', actionId: 'self_approval_choice' },
  expiry: { blockId: 'expiry', actionId: 'expiry_choice' },
  policyCurrency: { blockId: 'policy_currency', actionId: 'policy_currency_choice' },
  aloneUpTo: { blockId: 'alone_up_to', actionId: 'alone_up_to_text' },
  twoAbove: { blockId: 'two_above', actionId: 'two_above_text' },
  perNumber: { blockId: 'per_number', actionId: 'per_number_choice' },
  monthlyBudget: { blockId: 'monthly_budget', actionId: 'monthly_budget_text' },
  remindAfter: { blockId: 'remind_after', actionId: 'remind_after_choice' },
  escalateAfter: { blockId: 'escalate_after', actionId: 'escalate_after_choice' },
  escalateTo: { blockId: 'escalate_to', actionId: 'escalate_to_choice' },
  escalateGroups: { blockId: 'escalate_groups', actionId: 'escalate_groups_choice' },
  digestZone: { blockId: 'digest_zone', actionId: 'digest_zone_choice' },
  digestDay: { blockId: 'digest_day', actionId: 'digest_day_choice' },
  digestTime: { blockId: 'digest_time', actionId: 'digest_time_choice' },
  digestChannel: { blockId: 'digest_channel', actionId: 'digest_channel_choice' },
  digestOnlyNews: { blockId: 'digest_only_news', actionId: 'digest_only_news_choice' },
  unusedFor: { blockId: 'unused_for', actionId: 'unused_for_choice' },
  answerWithin: { blockId: 'answer_within', actionId: 'answer_within_choice' },
  giveBackPeople: { blockId: 'give_back_people', actionId: 'give_back_people_choice' },
  giveBackGroups: { blockId: 'give_back_groups', actionId: 'give_back_groups_choice' },
  trialAmount: { blockId: 'trial_amount', actionId: 'trial_amount_text' },
  trialMonthly: { blockId: 'trial_monthly', actionId: 'trial_monthly_text' },
  trialCount: { blockId: 'trial_count', actionId: 'trial_count_number' },
  trialPerson: { blockId: 'trial_person', actionId: 'trial_person_choice' },
  trialChannel: { blockId: 'trial_channel', actionId: 'trial_channel_choice' },
  metaToken: { blockId: 'meta_token', actionId: 'meta_token_text' },
  policyText1: { blockId: 'policy_1', actionId: 'policy_text_1', verbatim: true },
  policyText2: { blockId: 'policy_2', actionId: 'policy_text_2', verbatim: true },
  policyText3: { blockId: 'policy_3', actionId: 'policy_text_3', verbatim: true },
  policyText4: { blockId: 'policy_4', actionId: 'policy_text_4', verbatim: true },
} as const;
export type InputName = keyof typeof inputs;

/**
 * What people type themselves and would have to type again: where it came to nothing, they are told it. Never a code, a token or
 * what only confirms.
 */
export const TOLD_BACK = [
  inputs.purpose,
  inputs.reason,
  inputs.question,
  inputs.answer,
  inputs.note,
  inputs.displayName,
  inputs.phone,
  inputs.vobizOrder,
  inputs.wabaId,
  inputs.phoneNumberId,
] as const;

/** One for each label that a policy can have. */
export const LABEL_INPUTS = ['label1', 'label2', 'label3'] as const;

/** Stands for no value of a label that need not have one. */
const NO_LABEL = '-';

/** The value of an option. It names its label, which may stand elsewhere in the policy when the form is sent. */
export function labelOption(name: string, value: string): string {
  return `${name}=${value || NO_LABEL}`;
}

export function labelIn(option: string): { name: string; value: string } {
  const at = option.indexOf('=');
  const value = option.slice(at + 1);
  return { name: option.slice(0, at), value: value === NO_LABEL ? '' : value };
}

/** A request as it was on show. */
export const seen = z.object({ order: orderIdSchema, revision: z.number().int().positive() });

/** The value of an option that stands for a request as it was on show. */
export function seenOption({ order: id, revision }: Seen): string {
  return `${id} ${revision}`;
}

/** Undefined for what isn't such an option. */
export function seenIn(option: string): Seen | undefined {
  const [id, revision] = option.split(' ');
  return seen.safeParse({ order: id, revision: Number(revision) }).data;
}
