import type { JsonRecord } from './json.ts';
import type { Slack } from './slack.ts';
import type { StoredMessage } from './store.ts';

/** What Slack makes of the end of a name: its type, its name and its media type. */
const TYPES: Readonly<Record<string, [pretty: string, mime: string]>> = {
  csv: ['CSV', 'text/csv'],
  json: ['JSON', 'application/json'],
  pdf: ['PDF', 'application/pdf'],
  png: ['PNG', 'image/png'],
};
const PLAIN: [string, string] = ['Plain Text', 'text/plain'];

/**
 * A file in the message that shares it. What only pictures have is left out.
 * Shape: docs.slack.dev/reference/objects/file-object
 */
export function filePayload(slack: Slack, id: string, message: StoredMessage): JsonRecord {
  const file = slack.store.files.get(id);
  const name = file?.filename ?? '';
  const filetype = /\.([a-z]+)$/.exec(name)?.[1] ?? 'text';
  const [pretty, mimetype] = TYPES[filetype] ?? PLAIN;
  const { team } = slack.workspace;
  const created = Math.floor(Number(message.ts));
  const at = `https://files.slack.com/files-pri/${team.id}-${id}`;
  return {
    id,
    created,
    timestamp: created,
    name,
    title: file?.title ?? name,
    mimetype,
    filetype,
    pretty_type: pretty,
    user: message.user,
    user_team: team.id,
    editable: false,
    size: file?.length ?? 0,
    mode: 'hosted',
    is_external: false,
    external_type: '',
    is_public: false,
    public_url_shared: false,
    display_as_bot: false,
    username: '',
    url_private: `${at}/${name}`,
    url_private_download: `${at}/download/${name}`,
    permalink: `https://${team.domain}.slack.com/files/${message.user}/${id}/${name}`,
    permalink_public: `https://slack-files.com/${team.id}-${id}`,
    has_rich_preview: false,
  };
}
