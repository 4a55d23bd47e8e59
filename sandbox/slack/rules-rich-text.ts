import {
  anything,
  byType,
  integer,
  list,
  object,
  ofType,
  oneOf,
  optional,
  type Rule,
  required,
  string,
} from './rules.ts';

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
const section = object({ type: required(oneOf('rich_text_section')), ...elements });

export const richTextElements = list(
  byType(
    {
      rich_text_section: section,
      rich_text_quote: object({ type: required(anything), ...elements, ...border }),
      rich_text_preformatted: object({
        type: required(anything),
        ...elements,
        ...border,
        language: optional(id),
      }),
      rich_text_list: object({
        type: required(anything),
        elements: required(list(section, LONG)),
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
