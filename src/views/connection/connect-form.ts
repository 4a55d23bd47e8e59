import type { KnownBlock, ModalView } from '@slack/types';
import {
  type Connectable,
  type ConnectForbidden,
  onboardingOf,
  requesterOf,
} from '../../domain/connection/connectable.ts';
import {
  type Connection,
  DISPLAY_NAME_MAX,
  hasChannel,
} from '../../domain/connection/connection.ts';
import { inputs, modalIds } from '../../slack/ids.ts';
import { type Message, section, sentence } from '../kit/blocks.ts';
import { type Choice, formView, noticeView, selectInput, textInput } from '../kit/modal-parts.ts';
import { forbiddenAnswer } from '../kit/refusals.ts';
import { cardPlace, link, mention, present, slackDate } from '../kit/text.ts';
import { nextStep, phoneText } from './connection-words.ts';

/** What is said under a field. Nothing that was typed is repeated. */
export const CONNECT_PROBLEMS = {
  name: 'Say what people see in WhatsApp.',
  phoneNumberId: 'That is not a phone-number ID: it is about 15 digits, without +.',
  account: 'This account is not set up any more. Close the window and press Connect again.',
  wabaId: 'That is not a WABA ID: it is 15 to 17 digits.',
  token: 'That is not a Meta access token: it starts with EAA. It was not sent.',
} as const;

export const CONNECT_TITLE = 'Connect to WhatsApp';
/** The choice that stands for ids and a token typed below; no configured name can be this. */
export const TYPED_ACCOUNT = '*';

export const TOKEN_WARNING =
  '*Slack advises against typing secrets into its windows.* The token goes to Vobiz and is not kept or shown by this bot, but it passes through Slack. An account set up by whoever runs this bot is safer.';
const TOKEN_HINT =
  'In Meta: Business settings, Users, System users, Generate token, with whatsapp_business_messaging and whatsapp_business_management. It starts with EAA.';

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

/**
 * Asks only what the mode needs. `fresh` renews the block id of the token's field each time the form is opened: Slack
 * keeps what was typed for a known block, and a token must never come back.
 */
export function connectForm(record: Connectable, offer: ConnectOffer, fresh: string): ModalView {
  const brought = onboardingOf(record).mode === 'bring_your_own';
  return formView({
    form: modalIds.connect,
    value: { record: record.id },
    title: CONNECT_TITLE,
    submit: 'Connect',
    blocks: [
      section(introduction(record)),
      textInput('displayName', {
        label: 'Display name',
        hint: 'What people see in WhatsApp. Meta reviews it: use the name of the business.',
        value: record.connection?.displayName,
        maxLength: DISPLAY_NAME_MAX,
        focus: true,
      }),
      ...accountInputs(offer),
      ...(brought ? [phoneNumberIdInput()] : []),
      ...(offer.tokenInModal ? typedInputs(offer, fresh) : []),
      section(
        `No WhatsApp Business Account at Meta yet? Embedded sign-up makes one, with Meta's own windows, and connects the number: ${link('https://console.vobiz.ai', 'open the Vobiz console')}, WhatsApp, Channels, and sign in with Meta there. It cannot be done from Slack.`,
      ),
    ],
  });
}

function introduction(record: Connectable): string {
  const from =
    record.kind === 'order'
      ? 'It was bought from Vobiz, so the order is its proof and Meta needs no phone-number ID.'
      : 'It is verified, so it is connected with its ids at Meta. It must not be active in WhatsApp or with another provider.';
  return `*${phoneText(record)}* becomes a WhatsApp channel. ${from} Nothing is bought.`;
}

export function accountChoices({ accounts, tokenInModal }: ConnectOffer): Choice[] {
  return present([
    ...accounts.map((name) => ({ value: name, label: name })),
    tokenInModal && { value: TYPED_ACCOUNT, label: 'Another one, typed below' },
  ]);
}

function accountInputs(offer: ConnectOffer): KnownBlock[] {
  if (offer.accounts.length === 0) return [];
  const choices = accountChoices(offer);
  return [
    selectInput('metaAccount', {
      label: 'WhatsApp Business Account',
      hint: 'Set up by whoever runs this bot, with its access token.',
      choices,
      chosen: choices[0],
    }),
  ];
}

function phoneNumberIdInput(): KnownBlock {
  return textInput('phoneNumberId', {
    label: 'Phone-number ID',
    hint: 'In Meta: WhatsApp Manager, Account tools, Phone numbers, or the API Setup page of your app. It is not the number itself.',
    maxLength: 30,
  });
}

function typedInputs({ accounts }: ConnectOffer, fresh: string): KnownBlock[] {
  const optional = accounts.length > 0;
  return [
    section(TOKEN_WARNING),
    textInput('wabaId', {
      label: 'WABA ID',
      hint: "In Meta: Business settings, Accounts, WhatsApp accounts; the number under the account's name.",
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
  return noticeView(CONNECT_TITLE, 'Looking up the number…');
}

export function connectSending(record: Connectable): ModalView {
  return noticeView(CONNECT_TITLE, `Vobiz is being asked to connect ${phoneText(record)}…`);
}

/** There is no way to give a token: what an operator has to do. */
export function connectNotSetUp(): ModalView {
  return noticeView(
    CONNECT_TITLE,
    'This bot knows no Meta access token, so it cannot connect numbers. Ask whoever runs it to name a file of tokens with META_TOKENS_FILE, or connect the number in the Vobiz console, console.vobiz.ai. Nothing was changed or bought.',
  );
}

const TITLES: Readonly<Record<Connection['state'], string>> = {
  connecting: 'Being connected',
  unclear: 'Not known',
  failed: 'Not connected',
  connected: 'Connected',
  live: 'Live',
  rejected: 'Rejected by Meta',
  disconnected: 'Disconnected',
};

/** What came of it, for whoever pressed the button; the card says the same. */
export function connectOutcome(record: Connectable, connection: Connection): ModalView {
  return noticeView(
    TITLES[connection.state],
    `*${phoneText(record)}*\n${nextStep(connection)}\nThe card is in ${cardPlace(record.channel, requesterOf(record))}.`,
  );
}

/** Somebody was faster. */
export function alreadyConnecting(connection: Connection): ModalView {
  const who = hasChannel(connection)
    ? `${mention(connection.attempt.by)} connected this number, ${slackDate(connection.connectedAt)}. `
    : '';
  return noticeView(CONNECT_TITLE, `${who}${nextStep(connection)} What you entered was not sent.`);
}

export function mayNotConnect(why: ConnectForbidden): Message {
  if (why !== 'not_a_connector') return forbiddenAnswer(why);
  return sentence(
    'You cannot connect this number. Whoever asked for it can, whoever may approve requests, and whoever the policy names for it. Nothing was changed or bought.',
  );
}

/** To whoever asked for another look at what Meta says. */
export function checkedAgain(looked: 'changed' | 'same'): Message {
  return sentence(
    looked === 'changed'
      ? 'Vobiz says something new: the card shows it.'
      : 'Vobiz still says the same. Meta can take a day or more for a new review.',
  );
}
