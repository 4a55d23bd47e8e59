/**
 * Slack's published limits, in characters unless said otherwise.
 * Where Slack's pages and its packages disagree, the lower number stands.
 * Source: docs.slack.dev/reference/block-kit and the JSDoc of @slack/types 3.2.0.
 */
export const LIMITS = {
  blocks: { message: 50, modal: 100, home: 100 },
  blockId: 255,
  actionId: 255,
  text: 3000,
  placeholder: 150,
  url: 3000,
  accessibilityLabel: 75,
  message: { postText: 40_000, updateText: 4_000, ephemeralText: 4_000, markdownText: 12_000 },
  view: {
    title: 24,
    submit: 24,
    close: 24,
    privateMetadata: 3000,
    callbackId: 255,
    externalId: 255,
    /** Bytes of the whole view as JSON. */
    bytes: 250_000,
    stack: 3,
  },
  section: { text: 3000, fields: 10, field: 2000 },
  header: { text: 150 },
  actions: { elements: 25 },
  context: { elements: 10, text: 2000 },
  input: { label: 2000, hint: 2000 },
  image: { altText: 2000, title: 2000 },
  markdown: { text: 12_000 },
  alert: { text: 200 },
  table: { rows: 100, cells: 20, columnSettings: 20, characters: 10_000 },
  card: { title: 150, body: 200, actions: 3 },
  carousel: { cards: 10 },
  container: { title: 150, blocks: 10 },
  contextActions: { elements: 5 },
  button: { text: 75, value: 2000 },
  confirm: { title: 100, text: 300, button: 30 },
  option: { text: 75, description: 75, value: 75 },
  optionGroup: { label: 75 },
  select: { options: 100, groups: 100 },
  choices: { radio_buttons: 10, checkboxes: 10, overflow: 5 },
  plainTextInput: { length: 3000 },
  /** Lifetimes and uses, in ms. */
  trigger: { ms: 3000 },
  responseUrl: { uses: 5, ms: 30 * 60 * 1000 },
} as const;
