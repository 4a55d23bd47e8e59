import type { ModalView } from '@slack/types';
import { ALL_NUMBERS } from '../../src/domain/numbers/number-filter.ts';
import { cutPage, searchPage } from '../../src/domain/numbers/number-search.ts';
import { SHOWN } from '../../src/domain/page-sizes.ts';
import { DEFAULT_RULEBOOK } from '../../src/domain/policy/rulebook.ts';
import type { SetUpDraft } from '../../src/domain/policy/set-up-draft.ts';
import type { SearchOnShow } from '../../src/slack/ids.ts';
import { channelForm, disconnectForm } from '../../src/views/connection/channel-form.ts';
import { connectForm } from '../../src/views/connection/connect-form.ts';
import { giveBackForm } from '../../src/views/giveback/give-back-form.ts';
import { adoptedNotice, adoptForm } from '../../src/views/numbers/adopt-form.ts';
import { chooseSeveralForm, notChosenText } from '../../src/views/numbers/choose-several-form.ts';
import { holdingForm } from '../../src/views/numbers/holding-form.ts';
import { numberDetails } from '../../src/views/numbers/number-details.ts';
import { numbersModal } from '../../src/views/numbers/numbers-list.ts';
import { type SearchResult, searchModal } from '../../src/views/numbers/search-form.ts';
import { askForm as askForNumberForm } from '../../src/views/numbers/transfer-form.ts';
import {
  answerForm,
  askForm,
  denyForm,
  digitsForm,
  withdrawForm,
} from '../../src/views/order/decision-form.ts';
import { orderDetailsView } from '../../src/views/order/details-modal.ts';
import { orderForm, orderNotRequested } from '../../src/views/order/order-form.ts';
import { ordersModal } from '../../src/views/order/orders-modal.ts';
import { notPlacedForm, placedForm } from '../../src/views/order/settle-form.ts';
import { severalForm, severalResult } from '../../src/views/order/several-form.ts';
import { doctorModal } from '../../src/views/policy/doctor-view.ts';
import { importForm } from '../../src/views/policy/import-form.ts';
import { amountsStep } from '../../src/views/policy/set-up-amounts.ts';
import { checkStep, setUpSaved } from '../../src/views/policy/set-up-check.ts';
import { approvalsStep } from '../../src/views/policy/set-up-form.ts';
import { exportModal, historyModal, settingsModal } from '../../src/views/policy/settings-view.ts';
import { byonForm } from '../../src/views/verification/byon-form.ts';
import { codeForm, codeOutcome } from '../../src/views/verification/code-form.ts';
import {
  cancelForm,
  verificationDetails,
} from '../../src/views/verification/verification-details.ts';
import { aNumber, inr, SET_UP, T0 } from '../unit/views/views-support.ts';
import { connectionStates } from './shown-cards.ts';
import { asked, numbers, orders, setUp, verifications } from './shown-records.ts';

const PERMALINK = 'https://acme.slack.com/archives/p1';
const FRESH = 'ref_7k3m9q2x';
const { awaiting_approval: waiting, completed, unconfirmed } = orders;
const { verified, code_sent, locked } = verifications;
const connections = connectionStates();

const offered = Array.from({ length: 20 }, (_, at) =>
  aNumber({ e164: `+9198765432${String(at).padStart(2, '0')}`, region: at % 2 ? 'MH' : '' }),
);
const choosable = [
  aNumber({ e164: '+919876543211' }),
  aNumber({ e164: '+919876543212', region: 'KA' }),
  aNumber({ e164: '+919876543213' }),
] as const;
const QUERY = { country: 'IN', region: '', digits: '', sort: 'year' } as const;
const searched: SearchOnShow = { channel: 'C0OPS', query: QUERY };

type Page = Extract<SearchResult, { kind: 'page' }>;

function found(digits: string, instead?: Page['instead']): Page {
  const page = searchPage(offered, { ...QUERY, digits }, 0);
  return { kind: 'page', page, skipped: 0, maxPrice: {}, ...(instead && { instead }) };
}

const several = {
  orders: [waiting],
  shown: [{ order: waiting.id, revision: waiting.revision }],
};

const draft: SetUpDraft = {
  team: 'T0TEAM',
  user: 'U0MEERA',
  begun: 1,
  revision: 1,
  step: 'approvals',
  basedOn: 'default',
  start: setUp,
  values: { ...setUp, digestZone: 'Asia/Kolkata' },
  more: false,
  currencies: ['INR'],
  trial: { amount: '1300', user: 'U0ASHA' },
};
const policy = {
  rulebook: DEFAULT_RULEBOOK,
  channels: new Map(),
  auditReaders: { users: [], groups: [] },
};
const changed = {
  at: T0,
  team: 'T0TEAM',
  record: 'pol_workspace',
  event: 'change',
  by: { user: 'U0MEERA', team: 'T0TEAM' },
  from: 'set',
  to: 'set',
  revision: 2,
  changes: [{ field: 'written.approvals.self_approval', before: false, after: true }],
};
const HELD = {
  labels: [{ name: 'Cost centre', values: ['Support', 'Sales'], required: true }],
  form: { owner: 'U0ASHA', labels: {}, note: 'Main line', neededUntil: '2026-06-30' },
};
const offer = { accounts: ['Acme India'], tokenInModal: true };

/** Every kind of modal that people see for longer than a moment. */
export function modals(): Readonly<Record<string, ModalView>> {
  const { live } = connections;
  const [number] = numbers;
  return {
    search: searchModal({ onShow: searched, result: found('') }),
    'search without a number': searchModal({ onShow: searched, result: found('777') }),
    'search without a country': searchModal({
      onShow: { channel: 'C0OPS' },
      result: { kind: 'unusable', what: 'country', typed: 'mumbay', nearest: undefined },
    }),
    'several numbers': chooseSeveralForm({
      back: { ...searched, query: QUERY },
      offered: choosable,
      filled: { count: '4', upTo: '700', currency: 'INR', picked: [choosable[0]] },
      note: notChosenText({ why: 'too_few', there: 3, next: inr(75_000) }, inr(70_000)),
    }),
    'search in trouble': searchModal({
      onShow: searched,
      result: { kind: 'problem', code: 'vobiz_unavailable', ref: FRESH },
    }),
    'search where a number lies unused': searchModal({
      onShow: searched,
      result: found('', { unused: { records: [completed], isWhole: true }, reader: 'U0RAVI' }),
    }),
    'request form': orderForm({
      orderId: waiting.id,
      quotes: [waiting.number],
      approvals: { ...waiting.policy, channel: 'C0APPROVALS' },
      holding: HELD,
      back: { ...searched, page: 0 },
    }),
    'request form of several numbers': orderForm({
      orderId: waiting.id,
      quotes: [choosable[0]],
      more: choosable.slice(1),
      changes: [{ was: waiting.number, kind: 'gone' }],
      approvals: { ...waiting.policy, channel: 'C0APPROVALS' },
      holding: HELD,
      purpose: 'Pune support desk',
    }),
    'request form of two currencies': orderForm({
      orderId: waiting.id,
      quotes: [
        waiting.number,
        aNumber({
          price: {
            setup: { minor: 600, currency: 'USD' },
            monthly: { minor: 300, currency: 'USD' },
          },
        }),
      ],
      approvals: { ...waiting.policy, channel: 'C0APPROVALS' },
      holding: HELD,
      purpose: 'Support line for Pune',
    }),
    'not requested': orderNotRequested({
      why: 'already_requested',
      number: waiting.number,
      order: waiting,
      permalink: PERMALINK,
    }),
    'Details of a waiting request': orderDetailsView(asked, PERMALINK),
    'Details of a purchase nobody is sure of': orderDetailsView(unconfirmed, PERMALINK),
    'Details of a bought number': orderDetailsView({
      ...completed,
      ...(live && { connection: live }),
    }),
    'Approve with digits': digitsForm({
      ...waiting,
      policy: { ...waiting.policy, confirmDigits: true },
    }),
    Deny: denyForm(waiting),
    'Approve several': severalForm({ ...several, ticked: several.shown, more: 2, apart: 1 }),
    'some of several approved': severalResult([
      { shown: waiting, kind: 'approved', order: orders.approved },
      { shown: waiting, kind: 'refused', refusal: { kind: 'changed', order: waiting } },
    ]),
    Ask: askForm(waiting),
    Answer: answerForm(asked),
    Withdraw: withdrawForm(waiting),
    'Mark as bought': placedForm(unconfirmed),
    'Mark as not bought': notPlacedForm(unconfirmed),
    'Bring a number': byonForm({ channel: 'C0OPS', phone: '+919876543210' }),
    'Enter the code': codeForm(code_sent, { attempt: 1 }),
    'Enter the code again': codeForm(code_sent, { attempt: 2, problem: 'wrong_code' }),
    'too many wrong codes': codeOutcome({ kind: 'locked', verification: locked }),
    'Details of a verification': verificationDetails(code_sent),
    'Cancel a verification': cancelForm(code_sent),
    'Connect a bought number': connectForm(completed, offer, FRESH),
    'Connect a number of one’s own': connectForm(
      verified,
      { ...offer, tokenInModal: false },
      FRESH,
    ),
    ...(live && 'channelId' in live
      ? { Channel: channelForm({ ...completed, connection: live }, live, offer, FRESH) }
      : {}),
    Disconnect: disconnectForm(completed),
    'Owner and use': holdingForm(completed, HELD),
    'ask for a number': askForNumberForm(completed, HELD),
    'give a number back': giveBackForm(completed),
    'Adopt a number': adoptForm({ e164: '+919845678901', ...HELD, purpose: 'The old hotline' }),
    'Adopt a number again': adoptForm(
      { e164: '+919845678901', ...HELD, purpose: 'The old hotline' },
      'Choose a cost centre.',
    ),
    adopted: adoptedNotice(verifications.adopted),
    orders: ordersModal({
      filter: { whose: 'all', stage: '', month: '' },
      months: ['2026-03'],
      page: cutPage(Object.values(orders), 0, SHOWN.orders),
      total: Object.keys(orders).length,
      complete: true,
    }),
    numbers: numbersModal({
      filter: ALL_NUMBERS,
      countries: ['IN'],
      labels: HELD.labels,
      result: {
        kind: 'page',
        page: cutPage(numbers, 0, 20),
        total: numbers.length,
        leftOut: [],
      },
    }),
    ...(number && {
      number: numberDetails({ entry: number, forbidden: undefined, canAsk: false, ...SET_UP }),
    }),
    settings: settingsModal({
      source: 'slack',
      version: 'a1b2c3',
      policy,
      accounts: ['Acme India'],
    }),
    'settings from a file': settingsModal({
      source: 'file',
      file: 'policy.yml',
      version: 'a1b2c3',
      policy,
      accounts: [],
    }),
    history: historyModal({ page: 0, changes: [changed], older: true, cut: false }),
    export: exportModal('approvals:\n  channel: C0APPROVALS\n'),
    import: importForm({ basedOn: 'v1', behind: 'V0123', parts: ['approvals: {}', '', '', ''] }),
    'set-up, step 1': approvalsStep(draft, {
      findings: [{ kind: 'nobody_can_approve', verdict: 'problem' }],
      groups: [{ id: 'S0FINANCE', handle: 'finance' }],
    }),
    'set-up, step 2': amountsStep(draft, { hasOwnRules: false, groups: [] }),
    'set-up, step 2, all of it': amountsStep(
      { ...draft, more: true },
      { hasOwnRules: false, groups: [] },
    ),
    'set-up, step 3': checkStep(draft, {
      checked: {
        policy,
        findings: [],
        trial: {
          kind: 'pinned',
          policy: { ...waiting.policy, approvers: { users: ['U0RAVI'], groups: [] } },
          counted: { month: '2026-11', charges: [] },
          price: { setup: inr(130_000), monthly: inr(0) },
          count: 3,
          user: 'U0ASHA',
          channel: 'C0OPS',
        },
      },
    }),
    'set-up saved': setUpSaved({ amount: inr(130_000), channel: 'C0APPROVALS' }),
    doctor: doctorModal({
      policy: ['✅ U0RAVI can approve.'],
      health: [
        { topic: 'slack', verdict: 'ok' },
        { topic: 'vobiz', verdict: 'problem' },
      ],
      accounts: 'No WhatsApp account is set up.',
    }),
  };
}
