import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import type { ShownApp } from './shown.ts';

const shortcut = z.object({
  name: z.string(),
  type: z.enum(['message', 'global']),
  callback_id: z.string(),
});

const manifestSchema = z.object({
  display_information: z.object({ name: z.string(), description: z.string().default('') }),
  features: z.object({
    app_home: z.object({ home_tab_enabled: z.boolean().default(false) }).prefault({}),
    slash_commands: z
      .array(
        z.object({
          command: z.string(),
          description: z.string(),
          usage_hint: z.string().default(''),
        }),
      )
      .default([]),
    shortcuts: z.array(shortcut).default([]),
  }),
});

/** What Slack's client would learn of the app from its manifest. Throws when the file is missing or is no manifest. */
export function readManifest(path: URL): ShownApp {
  const { display_information: shown, features } = manifestSchema.parse(
    parse(readFileSync(path, 'utf8')),
  );
  const shortcuts = (type: 'message' | 'global') =>
    features.shortcuts
      .filter((one) => one.type === type)
      .map((one) => ({ name: one.name, callbackId: one.callback_id }));
  return {
    name: shown.name,
    description: shown.description,
    commands: features.slash_commands.map((one) => ({
      command: one.command,
      description: one.description,
      hint: one.usage_hint,
    })),
    messageShortcuts: shortcuts('message'),
    globalShortcuts: shortcuts('global'),
    hasHomeTab: features.app_home.home_tab_enabled,
  };
}
