import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { buttons, COMMAND, modalIds, shortcuts } from '../../../src/slack/ids.ts';
import { inputs } from '../../../src/slack/inputs.ts';
import { BOT_SCOPES } from '../../../src/slack/scopes.ts';
import { TASK_NAMES } from '../../../src/views/kit/help.ts';

const ID_MAX = 255;
const flag = z.boolean();
const scopes = z.array(z.string()).min(1).max(255);

/**
 * The keys we use with Slack's limits; like Slack, it refuses any other key. There are no URLs in it: Socket Mode has
 * none. Source: docs.slack.dev/reference/app-manifest
 */
const manifestSchema = z.strictObject({
  _metadata: z.strictObject({ major_version: z.literal(1), minor_version: z.literal(1) }),
  display_information: z.strictObject({
    name: z.string().min(1).max(35),
    description: z.string().min(1).max(140),
    background_color: z.string().regex(/^#([0-9a-f]{3}){1,2}$/),
  }),
  features: z.strictObject({
    app_home: z.strictObject({
      home_tab_enabled: z.literal(true),
      messages_tab_enabled: z.literal(true),
      messages_tab_read_only_enabled: flag,
    }),
    bot_user: z.strictObject({
      display_name: z.string().regex(/^[a-z0-9._-]{1,80}$/),
      always_online: flag,
    }),
    slash_commands: z
      .array(
        z.strictObject({
          command: z.string().regex(/^\/.{1,31}$/),
          description: z.string().min(1).max(2000),
          usage_hint: z.string().min(1).max(1000),
          should_escape: z.literal(false),
        }),
      )
      .length(1),
    shortcuts: z
      .array(
        z.strictObject({
          name: z.string().min(1).max(24),
          type: z.literal('message'),
          callback_id: z.string().min(1).max(ID_MAX),
          description: z.string().min(1).max(150),
        }),
      )
      .min(1)
      .max(10),
  }),
  oauth_config: z.strictObject({ scopes: z.strictObject({ bot: scopes, bot_optional: scopes }) }),
  settings: z.strictObject({
    event_subscriptions: z.strictObject({
      bot_events: z.tuple([
        z.literal('app_home_opened'),
        z.literal('message.channels'),
        z.literal('message.groups'),
      ]),
    }),
    interactivity: z.strictObject({ is_enabled: z.literal(true) }),
    org_deploy_enabled: flag,
    socket_mode_enabled: z.literal(true),
    token_rotation_enabled: z.literal(false),
  }),
});

const manifest = manifestSchema.parse(
  parse(readFileSync(new URL('../../../manifest.yml', import.meta.url), 'utf8')),
);

it('offers the command the code listens to, with a hint for each of its tasks', () => {
  const [command] = manifest.features.slash_commands;
  expect(command?.command).toBe(COMMAND);
  for (const task of TASK_NAMES) expect(command?.usage_hint).toContain(task);
});

it('offers the shortcuts the code listens to', () => {
  const offered = manifest.features.shortcuts.map(({ callback_id }) => callback_id);
  expect(offered).toEqual(Object.values(shortcuts).map(({ id }) => id));
});

it('asks for exactly the scopes of the table, the optional ones marked as optional', () => {
  const { bot, bot_optional } = manifest.oauth_config.scopes;
  expect(bot).toEqual(BOT_SCOPES.map(({ name }) => name));
  expect(bot_optional).toEqual(
    BOT_SCOPES.filter(({ optional }) => optional).map(({ name }) => name),
  );
});

it('explains every scope once', () => {
  expect(new Set(BOT_SCOPES.map(({ name }) => name)).size).toBe(BOT_SCOPES.length);
  for (const { reason } of BOT_SCOPES) expect(reason).toMatch(/\w+ \w+/);
});

it('has ids Slack takes, each meaning one thing', () => {
  const actionIds = [
    ...Object.values(buttons).map(({ id }) => id),
    ...Object.values(inputs).map(({ actionId }) => actionId),
  ];
  const callbackIds = Object.values(modalIds).map(({ id }) => id);
  for (const ids of [actionIds, callbackIds]) {
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id.length).toBeLessThanOrEqual(ID_MAX);
  }
});

it('tells whoever uses signed HTTP of every address that Slack sends to', () => {
  const text = readFileSync(new URL('../../../manifest.yml', import.meta.url), 'utf8');
  for (const key of ['url', 'request_url', 'message_menu_options_url'])
    expect(text).toMatch(new RegExp(`^#.*\\b${key}\\b`, 'm'));
});
