import { listOf, recordOf } from './json.ts';
import { LIMITS } from './limits.ts';
import {
  about,
  anything,
  boolean,
  both,
  byType,
  type Field,
  integer,
  list,
  object,
  ofType,
  oneOf,
  optional,
  type Rule,
  required,
  string,
  url,
} from './rules.ts';
import {
  accessory,
  actionElement,
  cardButton,
  contextAction,
  image,
  inputElement,
} from './rules-elements.ts';
import { anyText, mrkdwn, plainText } from './rules-objects.ts';
import { richTextElements } from './rules-rich-text.ts';

/** Blocks: docs.slack.dev/reference/block-kit/blocks, fields as in @slack/types 3.2.0 */
export type Surface = 'message' | 'modal' | 'home';

/** The rule of one type of block: exactly these fields besides `type` and `block_id`. */
function shape(type: string, fields: Record<string, Field>): Rule {
  return ofType(type, { block_id: optional(string(LIMITS.blockId)), ...fields });
}

const section = both(
  shape('section', {
    text: optional(anyText(LIMITS.section.text)),
    fields: optional(list(anyText(LIMITS.section.field), LIMITS.section.fields)),
    accessory: optional(accessory),
    expand: optional(boolean),
  }),
  about((value) => (value.text || value.fields ? undefined : 'must define text or fields')),
);

const contextElement = byType(
  { image, plain_text: plainText(LIMITS.context.text), mrkdwn: mrkdwn(LIMITS.context.text) },
  'context element',
);

const richText = shape('rich_text', { elements: required(richTextElements) });

const everywhere: Record<string, Rule> = {
  section,
  divider: shape('divider', {}),
  header: shape('header', { text: required(plainText(LIMITS.header.text)) }),
  context: shape('context', { elements: required(list(contextElement, LIMITS.context.elements)) }),
  actions: shape('actions', { elements: required(list(actionElement, LIMITS.actions.elements)) }),
  rich_text: richText,
  image: both(
    shape('image', {
      alt_text: required(string(LIMITS.image.altText)),
      title: optional(plainText(LIMITS.image.title)),
      image_url: optional(url(LIMITS.url)),
      slack_file: optional(anything),
    }),
    about((value) =>
      value.image_url || value.slack_file ? undefined : 'must define image_url or slack_file',
    ),
  ),
};

function input(surface: Surface): Rule {
  return shape('input', {
    label: required(plainText(LIMITS.input.label)),
    hint: optional(plainText(LIMITS.input.hint)),
    optional: optional(boolean),
    dispatch_action: optional(boolean),
    element: required(inputElement(surface === 'modal')),
  });
}

const cell = byType(
  {
    raw_text: object({ type: required(anything), text: required(string(LIMITS.text, 0)) }),
    raw_number: object({
      type: required(anything),
      value: required(anything),
      text: required(string(LIMITS.text)),
    }),
    rich_text: richText,
  },
  'cell',
);

const table = both(
  shape('table', {
    rows: required(list(list(cell, LIMITS.table.cells), LIMITS.table.rows)),
    column_settings: optional(list(anything, LIMITS.table.columnSettings)),
  }),
  about(({ rows }) => {
    const text = listOf(rows).flatMap((row) =>
      listOf(row).map((item) => recordOf(item).text ?? ''),
    );
    const tooLong = text.join('').length > LIMITS.table.characters;
    return tooLong ? `no more than ${LIMITS.table.characters} characters in all cells` : undefined;
  }),
);

const card = shape('card', {
  hero_image: optional(image),
  icon: optional(image),
  title: optional(mrkdwn(LIMITS.card.title)),
  subtitle: optional(mrkdwn(LIMITS.card.title)),
  body: optional(mrkdwn(LIMITS.card.body)),
  actions: optional(list(cardButton, LIMITS.card.actions)),
});

const container = shape('container', {
  title: optional(plainText(LIMITS.container.title)),
  subtitle: optional(anyText(LIMITS.container.title)),
  child_blocks: required(list(byType({ ...everywhere, table }, 'block'), LIMITS.container.blocks)),
  width: optional(oneOf('narrow', 'standard', 'wide', 'full')),
  icon: optional(image),
  is_collapsible: optional(boolean),
  default_collapsed: optional(boolean),
  has_header_divider: optional(boolean),
});

const messagesOnly: Record<string, Rule> = {
  markdown: shape('markdown', { text: required(string(LIMITS.markdown.text)) }),
  table,
  card,
  carousel: shape('carousel', { elements: required(list(card, LIMITS.carousel.cards)) }),
  container,
  context_actions: shape('context_actions', {
    elements: required(list(contextAction, LIMITS.contextActions.elements)),
  }),
  data_table: shape('data_table', {
    rows: required(list(list(cell, LIMITS.table.cells), LIMITS.table.rows + 1, 2)),
    caption: required(string(LIMITS.text)),
    page_size: optional(integer(1, 100)),
    row_header_column_index: optional(integer(0, LIMITS.table.cells - 1)),
  }),
};

const modalsOnly: Record<string, Rule> = {
  alert: shape('alert', {
    text: required(anyText(LIMITS.alert.text)),
    level: optional(oneOf('default', 'info', 'warning', 'error', 'success')),
  }),
};

/** The blocks the stand-in knows on each surface. Files, videos, plans and charts are refused. */
export const BLOCK_RULES: Record<Surface, Rule> = {
  message: byType({ ...everywhere, input: input('message'), ...messagesOnly }, 'block'),
  modal: byType({ ...everywhere, input: input('modal'), ...modalsOnly }, 'block'),
  home: byType({ ...everywhere, input: input('home') }, 'block'),
};
