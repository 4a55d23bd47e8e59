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

/** Rich text: docs.slack.dev/reference/block-kit/blocks/rich-text-block. Slack publishes no lengths for it. */
const LONG = 40_000;
const text = string(LONG, 0);
const id = string(255);
const style = { style: optional(anything) };

function inline(
  type: string,
  fields: Record<string, Rule>,
  extra: Record<string, Rule> = {},
): Rule {
  const entries = Object.entries(fields).map(([name, rule]) => [name, required(rule)] as const);
  const more = Object.entries(extra).map(([name, rule]) => [name, optional(rule)] as const);
  return ofType(type, {
    ...style,
    ...Object.fromEntries(entries),
    ...Object.fromEntries(more),
  });
}

const element = byType(
  {
    text: inline('text', { text: string(LONG) }),
    link: inline('link', { url: string(LONG) }, { text, unsafe: anything }),
    emoji: inline('emoji', { name: id }, { unicode: id, url: text }),
    user: inline('user', { user_id: id }),
    usergroup: inline('usergroup', { usergroup_id: id }),
    channel: inline('channel', { channel_id: id }),
    team: inline('team', { team_id: id }),
    broadcast: inline('broadcast', { range: oneOf('here', 'channel', 'everyone') }),
    color: inline('color', { value: id }),
    date: inline(
      'date',
      { timestamp: integer(0, 9_999_999_999), format: id },
      { url: text, fallback: text },
    ),
  },
  'rich text',
);

const elements = { elements: required(list(element, LONG, 0)) };
const border = { border: optional(oneOf(0, 1)) };
const richSection = object({ type: required(oneOf('rich_text_section')), ...elements });

const richTextElements = list(
  byType(
    {
      rich_text_section: richSection,
      rich_text_quote: object({ type: required(anything), ...elements, ...border }),
      rich_text_preformatted: object({
        type: required(anything),
        ...elements,
        ...border,
        language: optional(id),
      }),
      rich_text_list: object({
        type: required(anything),
        elements: required(list(richSection, LONG)),
        style: required(oneOf('bullet', 'ordered')),
        indent: optional(integer(0, 8)),
        offset: optional(integer(0, LONG)),
        ...border,
      }),
    },
    'rich text',
  ),
  LONG,
);

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
