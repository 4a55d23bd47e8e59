import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { StoredMessage } from '../../sandbox/slack/store.ts';
import { buttons } from '../../src/slack/ids.ts';
import { inputs } from '../../src/slack/inputs.ts';
import {
  approve,
  bringNumber,
  cardShows,
  enterCode,
  requestNumber,
  SAYS,
  textOf,
  viewShows,
} from './journeys.ts';
import { APPROVALS, ASHA, MEERA, OPS, type Outside } from './world.ts';

type World = Pick<Outside, 'slack' | 'vobiz'>;

export const WABA = '1911116896216319';
export const META_PHONE_ID = '974161339121558';
/** In the file of tokens, and typed by a person. */
export const [META_TOKEN, TYPED_TOKEN] = [
  'EAAfileTOKEN1234567890',
  'EAAtypedTOKEN0987654321',
] as const;
export const BROUGHT = '+919876501234';

/** Meta decides only when the test says so, and nothing is cut off while it waits. */
export const UNDECIDED = { completeAfterMs: 0, metaReviewMs: Number.POSITIVE_INFINITY };

/** Writes a file of Meta tokens and answers the environment that names it. */
export async function metaTokens(
  accounts: unknown = { Support: { wabaId: WABA, token: META_TOKEN } },
): Promise<{ META_TOKENS_FILE: string }> {
  // Outside the directory of the run, which is searched for secrets at the end.
  const file = join(await mkdtemp(join(tmpdir(), 'meta-')), 'tokens.json');
  onTestFinished(() => rm(dirname(file), { recursive: true }));
  await writeFile(file, typeof accounts === 'string' ? accounts : JSON.stringify(accounts));
  return { META_TOKENS_FILE: file };
}

/** A bought number: its card, which offers Connect where an account is set up. */
export async function boughtNumber(world: World): Promise<StoredMessage> {
  await approve(world, await requestNumber(world));
  return cardShows(world, APPROVALS, SAYS.bought);
}

/** The same of a verified number. */
export async function verifiedNumber(world: World): Promise<StoredMessage> {
  const card = await bringNumber(world, { phone: BROUGHT });
  await enterCode(world, card, MEERA, world.vobiz.codeFor(BROUGHT) ?? '', /is verified/);
  await world.slack.as(ASHA).close();
  return cardShows(world, OPS, SAYS.verified);
}

/** Opens the form, fills what is asked and submits it. */
export async function submitConnect(
  world: World,
  card: StoredMessage,
  fields: Record<string, string> = {},
  by: string = ASHA,
): Promise<void> {
  const person = world.slack.as(by);
  await person.click(card, { actionId: buttons.connect.id });
  const form = await viewShows(world, by, /display_name_text/);
  const typed: Record<string, string> = { display_name_text: 'Pune Support', ...fields };
  if (textOf(form).includes(inputs.phoneNumberId.actionId))
    typed.phone_number_id_text ??= META_PHONE_ID;
  for (const [actionId, text] of Object.entries(typed)) {
    const view = world.slack.openView(by) ?? form;
    if (actionId.endsWith('_choice')) await person.select(view, { actionId, value: text });
    else await person.type(view, { actionId }, text);
  }
  await person.submit();
}

/** The bodies of the requests that created channels; the stand-in keeps no tokens. */
export function created(world: World): unknown[] {
  return world.vobiz.callsTo('createChannel').map(({ body }) => body);
}
