import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import type { FieldChange } from '../../domain/audit/audit.ts';
import type { PolicyIssue } from '../../domain/policy/policy-text.ts';
import { modalIds } from '../../slack/ids.ts';
import { inputs } from '../../slack/inputs.ts';
import { section } from '../kit/blocks.ts';
import { formView, noticeView, textInput } from '../kit/modal-parts.ts';
import { clipPlain, LIMITS } from '../kit/text.ts';
import { changeLines } from './settings-view.ts';

const TITLE = 'Import';

/** A field of Slack takes 3,000 characters, so a longer policy is pasted in parts. */
export const POLICY_PARTS = ['policyText1', 'policyText2', 'policyText3', 'policyText4'] as const;

/** `changes`: what saving the pasted text would change, once we have checked it. */
export type ImportState = {
  basedOn: string;
  behind: string | undefined;
  parts?: readonly string[];
  checked?: { version: string; changes: readonly FieldChange[] };
  problem?: string | undefined;
};

export function importForm({ basedOn, behind, parts, checked, problem }: ImportState): ModalView {
  return formView({
    form: modalIds.policyImport,
    value: {
      basedOn,
      ...(behind && { behind }),
      ...(checked && { checked: checked.version }),
    },
    title: TITLE,
    submit: checked ? 'Save' : 'Check',
    problem,
    blocks: [
      ...(checked ? reviewBlocks(checked.changes) : [section(HOW)]),
      ...POLICY_PARTS.map((name, index) => partInput(name, index, parts?.[index])),
    ],
  });
}

const HOW =
  "Paste a whole policy as YAML. It replaces the one you have. You'll see what changes before you save.";

function reviewBlocks(changes: readonly FieldChange[]): KnownBlock[] {
  return [section(['*Save these changes?*', ...changeLines([...changes])].join('\n'))];
}

function partInput(
  name: (typeof POLICY_PARTS)[number],
  index: number,
  value: string | undefined,
): InputBlock {
  return textInput(name, {
    label: index === 0 ? 'Policy' : `Policy, part ${index + 1}`,
    ...(index === 1 && { hint: 'For more than 3,000 characters. Start each part on a new line.' }),
    optional: index > 0,
    multiline: true,
    maxLength: LIMITS.inputValue,
    value,
  });
}

export function importSaved(version: string): ModalView {
  return noticeView(TITLE, `Saved as version ${version}. It applies from now on.`);
}

export const IMPORT_PROBLEMS = {
  empty: 'Paste a policy.',
  same: "That's the policy you have. Nothing would change.",
  changedMeanwhile: 'Somebody else changed the policy. Check what changes now, then save.',
} as const;

/** So many problems under one field. */
const PROBLEMS_SHOWN = 5;
const LINE_SHOWN = 60;

/** Each problem under the part that has it, by its line in that part, with the text of the line. */
export function importErrors(
  parts: readonly string[],
  issues: readonly PolicyIssue[],
): Record<string, string> {
  const byPart = new Map<number, string[]>();
  for (const issue of issues) {
    const at = placeOf(parts, issue.line);
    byPart.set(at.part, [...(byPart.get(at.part) ?? []), issueLine(issue, at)]);
  }
  return Object.fromEntries(
    [...byPart].map(([part, lines]) => {
      const more = lines.length - PROBLEMS_SHOWN;
      const said = [...lines.slice(0, PROBLEMS_SHOWN), ...(more > 0 ? [`And ${more} more.`] : [])];
      return [inputs[POLICY_PARTS[part] ?? 'policyText1'].blockId, said.join(' ')];
    }),
  );
}

type Place = { part: number; line: number | undefined; text: string };

/** `line` counts over all parts that hold something. */
function placeOf(parts: readonly string[], line: number | undefined): Place {
  let before = 0;
  for (const [part, text] of parts.entries()) {
    if (text === '') continue;
    const lines = text.split('\n');
    if (line !== undefined && line <= before + lines.length) {
      return { part, line: line - before, text: lines[line - before - 1] ?? '' };
    }
    before += lines.length;
  }
  return { part: 0, line: undefined, text: '' };
}

/** `Line 3 “channel: ops” (approvals.channel): must be the id of a channel.` */
function issueLine({ path, message, code }: PolicyIssue, { line, text }: Place): string {
  const what = code === 'invalid_type' && message.includes('undefined') ? 'is not set' : message;
  const key = path.length > 0 ? path.join('.') : '';
  if (line === undefined) return `${key || 'The policy'}: ${what}.`;
  const quoted = `Line ${line} “${clipPlain(text.trim(), LINE_SHOWN)}”`;
  return `${quoted}${key && ` (${key})`}: ${what}.`;
}
