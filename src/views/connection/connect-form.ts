import type { KnownBlock, ModalView } from '@slack/types';
import {
  type Connectable,
  type ConnectForbidden,
  onboardingOf,
} from '../../domain/connection/connectable.ts';
import {
  type Connection,
  DISPLAY_NAME_MAX,
  hasChannel,
} from '../../domain/connection/connection.ts';
import { modalIds } from '../../slack/ids.ts';
import { inputs } from '../../slack/inputs.ts';
import { type Message, section, sentence } from '../kit/blocks.ts';
import {
  type Choice,
  formView,
  noticeView,
  selectInput,
  textInput,
  workingView,
} from '../kit/modal-parts.ts';
import { forbiddenAnswer } from '../kit/refusals.ts';
import { link, mention, present, slackDate } from '../kit/text.ts';
import { explained } from './connection-details.ts';
import { connectionStatus, nextStep, phoneText } from './connection-words.ts';

/** Errors under fields. They never repeat what somebody typed. */
export const CONNECT_PROBLEMS = {
  name: 'Enter the name people see in WhatsApp.',
  phoneNumberId: "That isn't a phone-number ID. It has about 15 digits and no +.",
  account: "This account isn't set up any more. Close this window and connect again.",
  wabaId: "That isn't a WABA ID. It has 15 to 17 digits.",
  token: "That isn't a Meta access token, so we didn't send it. It starts with EAA.",
} as const;

export const CONNECT_TITLE = 'Connect to WhatsApp';
/** The choice that stands for ids and a token typed below; no configured name can be this. */
export const TYPED_ACCOUNT = '*';

export const TOKEN_WARNING =
  '*Slack advises against typing secrets into its windows.* We pass the token on to Vobiz and never keep or show it. But it goes through Slack. An account set up by an admin is safer.';
const TOKEN_HINT =
  'Starts with EAA. In Meta: Business settings, Users, System users, Generate token, with whatsapp_business_messaging and whatsapp_business_management.';

export type ConnectOffer = {
  /** Names of the configured WhatsApp Business Accounts. */
  accounts: readonly string[];
  /** Whether a token may be typed. */
  tokenInModal: boolean;
};

/** Whether there is any way to give a Meta token. */
export function canConnect({ accounts, tokenInModal }: ConnectOffer): boolean {
  return accounts.length > 0 || tokenInModal;
}

/** What was filled in before, without the token. `account` is a choice of the menu. */
export type ConnectFilled = {
  displayName: string;
  account: string;
  wabaId: string;
  phoneNumberId: string;
};

/** Why a form is shown again, as it was. */
export type Again<Filled> = { filled: Filled; problem: string };

/**
 * Asks only what the mode needs. `fresh` renews the block id of the token's field each time the form is opened: Slack
 * keeps what was typed for a known block, and a token must never come back.
 */
export function connectForm(
  record: Connectable,
  offer: ConnectOffer,
  fresh: string,
  again?: Again<ConnectFilled>,
): ModalView {
  const { filled, problem } = again ?? {};
  const brought = onboardingOf(record).mode === 'bring_your_own';
  return formView({
    form: modalIds.connect,
    value: { record: record.id },
    title: CONNECT_TITLE,
    submit: 'Connect number',
    problem,
    blocks: [
      section(introduction(record)),
      textInput('displayName', {
        label: 'Display name',
        hint: 'People see it in WhatsApp. Meta reviews it, so use the name of the business.',
        value: filled?.displayName ?? record.connection?.displayName,
        maxLength: DISPLAY_NAME_MAX,
        focus: true,
      }),
      ...accountInputs(offer, filled?.account),
      ...(brought ? [phoneNumberIdInput(filled?.phoneNumberId)] : []),
      ...(offer.tokenInModal ? typedInputs(offer, fresh, filled?.wabaId) : []),
      section(
        `No WhatsApp Business Account yet? ${link('https://console.vobiz.ai', 'Open the Vobiz console')} and sign in with Meta under WhatsApp, Channels. That makes one and connects the number.`,
      ),
    ],
  });
}

function introduction(record: Connectable): string {
  const from =
    record.state !== 'verified'
      ? ''
      : ' It must not be active in WhatsApp or with another provider.';
  return `Connect *${phoneText(record)}* to WhatsApp.${from}`;
}

export function accountChoices({ accounts, tokenInModal }: ConnectOffer): Choice[] {
  return present([
    ...accounts.map((name) => ({ value: name, label: name })),
    tokenInModal && { value: TYPED_ACCOUNT, label: 'Another one, entered below' },
  ]);
}

function accountInputs(offer: ConnectOffer, account: string | undefined): KnownBlock[] {
  if (offer.accounts.length === 0) return [];
  const choices = accountChoices(offer);
  return [
    selectInput('metaAccount', {
      label: 'WhatsApp Business Account',
      hint: 'Set up by an admin, with its access token.',
      choices,
      chosen: choices.find(({ value }) => value === account) ?? choices[0],
    }),
  ];
}

function phoneNumberIdInput(value: string | undefined): KnownBlock {
  return textInput('phoneNumberId', {
    label: 'Phone-number ID',
    hint: 'Not the number itself. In Meta: WhatsApp Manager, Account tools, Phone numbers.',
    value,
    maxLength: 30,
  });
}

function typedInputs(
  { accounts }: ConnectOffer,
  fresh: string,
  wabaId: string | undefined,
): KnownBlock[] {
  const optional = accounts.length > 0;
  return [
    section(TOKEN_WARNING),
    textInput('wabaId', {
      label: 'WABA ID',
      hint: "The id under the account's name. In Meta: Business settings, Accounts, WhatsApp accounts.",
      value: wabaId,
      maxLength: 30,
      optional,
    }),
    tokenInput('Meta access token', fresh, optional),
  ];
}

export function tokenInput(label: string, fresh: string, optional: boolean): KnownBlock {
  const blockId = `${inputs.metaToken.blockId}.${fresh}`;
  return textInput('metaToken', { label, hint: TOKEN_HINT, maxLength: 1000, optional, blockId });
}

export function connectLoading(): ModalView {
  return workingView(CONNECT_TITLE, 'Looking up the number…');
}

export function connectSending(record: Connectable): ModalView {
  return workingView(
    CONNECT_TITLE,
    `Asking Vobiz to connect ${phoneText(record)}…`,
    'close it and look at the card. Connect the number again only if the card offers it.',
  );
}

/** There is no way to give a token. Admins learn elsewhere how to add an account. */
export function connectNotSetUp(): ModalView {
  return noticeView(
    CONNECT_TITLE,
    "WhatsApp isn't set up yet. Ask an admin to add a WhatsApp account, or connect the number at console.vobiz.ai.",
  );
}

export function connectLeaving(): ModalView {
  return noticeView(CONNECT_TITLE, "This number is being given back, so it can't be connected.");
}

/** The result, for the person who pressed the button; the card says the same. */
export function connectOutcome(
  record: Connectable,
  connection: Connection,
  title: string = CONNECT_TITLE,
): ModalView {
  return noticeView(
    title,
    `*${connectionStatus(connection)} · ${phoneText(record)}*\n${explained(connection)}`,
  );
}

/** Somebody else was first. */
export function alreadyConnecting(connection: Connection): ModalView {
  const who = hasChannel(connection)
    ? `${mention(connection.attempt.by)} connected this number, ${slackDate(connection.connectedAt)}. `
    : '';
  return noticeView(
    CONNECT_TITLE,
    `${who}${nextStep(connection)} We didn't send what you entered.`,
  );
}

export function mayNotConnect(why: ConnectForbidden): Message {
  if (why !== 'not_a_connector') return forbiddenAnswer(why);
  return sentence(
    "You can't connect this number. Its requester, approvers and people the policy names can.",
  );
}

/** To the person who pressed Check again. */
export function checkedAgain(looked: 'changed' | 'same'): Message {
  return sentence(
    looked === 'changed'
      ? "There's news from Meta: the card shows it."
      : 'No news from Meta yet. A new review can take a day or more.',
  );
}
