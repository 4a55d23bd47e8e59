import { expect, it } from 'vitest';
import type { JsonRecord } from '../../../sandbox/slack/json.ts';
import { lacking, RECORDED, recorded } from '../../support/recorded.ts';
import { everyPayload } from '../../support/sandbox-slack-payloads.ts';

/** What the stand-in does without, and why; by file and path, both patterns. */
const OPTIONAL: readonly { file: RegExp; path: RegExp; reason: string }[] = [
  {
    file: /^block-actions-button-message$/,
    path: /^container\.(attachment_id|is_app_unfurl)/,
    reason: 'of buttons in attachments and unfurls; the app sends none',
  },
  {
    file: /^message-file-share$/,
    path: /^event\.files\.0\.(thumb_\w+|original_[wh]|media_display_type)/,
    reason: 'of pictures only; people share tables here',
  },
  {
    file: /^message-thread-reply/,
    path: /^event\.(user_team|source_team|user_profile)/,
    reason: 'of writers from another workspace, and of the threads of assistants',
  },
];

/** Kinds that the stand-in does not send: installations for a whole organisation, and apps of the first generation. */
const NOT_SENT = /-org-install$|^message-bot-grid$/;

let own: ReadonlyMap<string, JsonRecord> | undefined;

it.each(RECORDED.filter((name) => !NOT_SENT.test(name)))(
  'sends nothing that is kinder than what Slack sends: %s',
  async (name) => {
    own ??= await everyPayload();
    const { payload } = recorded(name);
    const isOptional = (line: string) =>
      OPTIONAL.some(({ file, path }) => file.test(name) && path.test(line));
    expect(own.get(name), 'no scenario sends it').toBeDefined();
    expect(lacking(payload, own.get(name)).filter((line) => !isOptional(line))).toEqual([]);
  },
);
