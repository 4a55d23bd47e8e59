import type { KnownBlock, ModalView } from '@slack/types';
import type { AuditEntry } from '../../domain/audit/audit.ts';
import { SHOWN } from '../../domain/page-sizes.ts';
import type { WorkspacePolicy } from '../../domain/policy/policies.ts';
import { buttons, COMMAND } from '../../slack/ids.ts';
import { button, buttonRow, context, type Message, section, sentence } from '../kit/blocks.ts';
import { noticeView, workingView } from '../kit/modal-parts.ts';
import { inlineText, listed, mention, present, slackDate } from '../kit/text.ts';
import { changeLine, type Everywhere, policyLines } from './policy-words.ts';

export const SETTINGS_TITLE = 'Settings';

/** The current policy, and what an admin can do with it. `policy` is undefined where nothing is allowed. */
export type SettingsShown = {
  source: 'file' | 'slack' | 'none';
  version: string;
  policy: WorkspacePolicy | undefined;
  changedBy?: string | undefined;
  changedAt?: number | undefined;
  edition?: number | undefined;
  file?: string | undefined;
  broken?: 'lost' | 'unreadable' | 'damaged' | undefined;
  /** Names of the WhatsApp accounts that are set up. */
  accounts: readonly string[];
  /** What applies to every number. */
  everywhere?: Everywhere | undefined;
};

export function settingsLoading(): ModalView {
  return workingView(SETTINGS_TITLE, 'Looking up the settings…');
}

export function settingsModal(shown: SettingsShown): ModalView {
  const { source, policy, broken, accounts } = shown;
  const blocks: KnownBlock[] = present([
    broken && section(BROKEN[broken]),
    source === 'none' && section('*No policy yet.* These are the defaults:'),
    policy &&
      section(
        policyLines(policy, shown.everywhere)
          .map((line) => `• ${line}`)
          .join('\n'),
      ),
    source === 'file' && !policy && section(NOT_IN_FILE),
    context(accountsText(accounts, shown.everywhere?.connect?.tokenInModal)),
    sourceText(shown) && context(sourceText(shown)),
    ...settingsButtons(shown),
  ]);
  return noticeView(SETTINGS_TITLE, { text: '', blocks });
}

export const NOT_IN_FILE =
  '*The file has no policy for this workspace.* Nobody can request numbers.';

const BROKEN = {
  lost: '*Nobody can decide requests.* Our database lost the newest change of the policy. Set it up again.',
  unreadable: "*Nobody can decide requests.* We can't read the stored policy. Set it up again.",
  damaged:
    "*Nobody can decide requests.* We can't read the stored policy. A newer version of this app may have written it. Ask the person who runs this app.",
};

function settingsButtons({ source, policy, broken }: SettingsShown): KnownBlock[] {
  const canChange = source !== 'file' && broken !== 'damaged';
  const edit = source === 'none' || broken ? 'Set up' : 'Edit';
  return buttonRow(
    canChange && button(buttons.setUp, {}, edit, { style: 'primary' }),
    source === 'slack' && button(buttons.settingsHistory, {}, 'History'),
    source !== 'none' &&
      policy !== undefined &&
      button(buttons.settingsExport, {}, 'Export as YAML'),
    canChange && button(buttons.settingsImport, {}, 'Import'),
  );
}

/** The accounts, or how to add one where there is none. */
export function accountsText(accounts: readonly string[], tokenInModal = false): string {
  if (accounts.length > 0)
    return `WhatsApp accounts: ${listed(accounts.map((name) => inlineText(name, 80)))}.`;
  const so = tokenInModal ? 'so people type a token to connect' : "so numbers can't be connected";
  return `No WhatsApp account yet, ${so}. The person who runs this app can add one (docs/connect.md).`;
}

function sourceText({
  source,
  version,
  file,
  changedBy,
  changedAt,
  edition,
}: SettingsShown): string {
  if (source === 'file') return `Managed by ${inlineText(file ?? '', 80)}, version ${version}.`;
  if (source === 'none') return 'Nothing is set up yet.';
  const who = changedBy ? ` · ${mention(changedBy)}` : '';
  const when = changedAt === undefined ? '' : ` · ${slackDate(changedAt)}`;
  return edition === undefined ? '' : `Change ${edition}${who}${when} · version ${version}`;
}

/** To a person who may not. `named`: the admins that the environment names. */
export function notAnAdmin(
  named: readonly string[],
  what: 'open the settings' | 'run the doctor' = 'open the settings',
): Message {
  return sentence(
    named.length > 0
      ? `Only ${listed(named.slice(0, SHOWN.approvers).map(mention), 'or')} can ${what}.`
      : `Only admins and owners of this workspace can ${what}.`,
  );
}

/** To an admin who tries to change what the file decides. */
export function managedByFile(): Message {
  return sentence('A file manages the policy. Change it there.');
}

export function historyModal(history: {
  page: number;
  changes: readonly AuditEntry[];
  older: boolean;
  cut: boolean;
}): ModalView {
  const { page, changes, older, cut } = history;
  const blocks: KnownBlock[] = [
    ...changes.map(changeBlock),
    ...(changes.length === 0 && !cut ? [section('No changes yet.')] : []),
    ...buttonRow(
      page > 0 && button(buttons.newerHistory, { page: page - 1 }, 'Newer'),
      older && button(buttons.olderHistory, { page: page + 1 }, 'Older'),
    ),
    ...(cut ? [context(`For older changes, type \`${COMMAND} audit\`.`)] : []),
  ];
  return noticeView('History', { text: '', blocks });
}

/** Of the record, not of the policy in it. */
const UNSAID: ReadonlySet<string> = new Set(['edition', 'version', 'by']);

function changeBlock({ at, by, to, changes }: AuditEntry): KnownBlock {
  const who = 'user' in by ? mention(by.user) : 'Our database';
  const said = changes
    .filter(({ field }) => !UNSAID.has(field))
    .map((change) => ({ ...change, field: change.field.replace(/^written\./, '') }));
  if (to === 'lost') return section(`*${slackDate(at)}* · The newest change was lost.`);
  return section([`*${slackDate(at)}* · ${who}`, ...changeLines(said)].join('\n'));
}

/** The changes, a line each; of the rest only the number. */
export function changeLines(changes: AuditEntry['changes']): string[] {
  const more = changes.length - SHOWN.changedFields;
  const lines = changes.slice(0, SHOWN.changedFields).map((change) => `• ${changeLine(change)}`);
  return more > 0 ? [...lines, `• ${more} more`] : lines;
}

/** Most characters in one block: Slack's limit for text in a section is 3,000. */
const EXPORT_BLOCK_MAX = 2_900;

/** The policy to copy, unchanged: Slack reads no markup in it. */
export function exportModal(yaml: string): ModalView {
  const blocks: KnownBlock[] = [
    section('Copy all of it. To change it elsewhere and bring it back, use Import.'),
    ...blocksOf(yaml).map(
      (text): KnownBlock => ({
        type: 'rich_text',
        elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text }] }],
      }),
    ),
  ];
  return noticeView('Export', { text: '', blocks });
}

/** Whole lines, as many as fit. */
function blocksOf(text: string): string[] {
  const parts: string[] = [];
  for (const line of text.trimEnd().split('\n')) {
    const last = parts.at(-1);
    const joined = `${last}\n${line}`;
    if (last !== undefined && joined.length <= EXPORT_BLOCK_MAX) parts[parts.length - 1] = joined;
    else parts.push(line);
  }
  return parts;
}
