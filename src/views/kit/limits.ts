/**
 * The limits of Slack that these views keep, in characters (UTF-16 units, the strictest reading) unless said otherwise.
 * Source: docs.slack.dev/reference/block-kit and the JSDoc of @slack/types; where they disagree, the lower number.
 */
export const LIMITS = {
  /** chat.update refuses more; chat.postMessage would allow 40,000. */
  messageText: 4000,
  sectionText: 3000,
  contextText: 2000,
  headerText: 150,
  modalTitle: 24,
  inputLabel: 2000,
  placeholder: 150,
  buttonText: 75,
  accessibilityLabel: 75,
  optionText: 75,
  selectOptions: 100,
  inputValue: 3000,
  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,
} as const;

/** How much of our own lists and of other people's text is shown. */
export const SHOWN = {
  /** Orders in one list. */
  orders: 15,
  /** Approvers named in one sentence. */
  approvers: 10,
  /** Free text inside a sentence. */
  inline: 200,
  /** Free text in a block of its own: all of it, as Slack allows. */
  block: 2900,
  /** Free text within the `text` of a message, escaped. */
  inText: 800,
  /** A country as typed. */
  country: 60,
  /** A phone number as typed. */
  phone: 40,
} as const;
