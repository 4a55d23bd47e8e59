import { describe, expect, it } from 'vitest';
import {
  issueText,
  policyText,
  readPolicyText,
  readWorkspacePolicy,
} from '../../../../src/domain/policy/policy-text.ts';

const POLICY = `approvals:
  channel: C0APPROVALS
  approvers: { users: [U0RAVI] }
`;

/** What is wrong with a policy file, as people read it. */
function said(text: string): string[] {
  const read = readPolicyText(text);
  return read.ok ? [] : read.issues.map(issueText);
}

describe('a policy in YAML', () => {
  it('is read, and written again as it was', () => {
    const read = readWorkspacePolicy(POLICY);
    if (!read.ok) throw new Error('read');
    expect(read.written).toEqual({
      approvals: { channel: 'C0APPROVALS', approvers: { users: ['U0RAVI'] } },
    });
    expect(readWorkspacePolicy(policyText(read.written))).toEqual(read);
    expect(said(POLICY)).toEqual([]);
  });

  it.each([
    ['that breaks off', 'approvals: [\n', 2],
    ['with a tab', `${POLICY}\tlimits: 1\n`, 4],
    ['with an alias that leads nowhere', 'approvals: *nobody\n', undefined],
  ])('is no policy %s', (_what, text, line) => {
    const read = readPolicyText(text);
    expect(read).toMatchObject({ ok: false, why: 'not_yaml', issues: [{ path: [], line }] });
    expect(readWorkspacePolicy(text)).toMatchObject({ ok: false, issues: [{ line }] });
    for (const message of said(text)) expect(message).not.toContain('\n');
  });

  it('names the line of what is wrong, and of what is around what is missing', () => {
    expect(said(POLICY.replace('C0APPROVALS', '7'))).toEqual([
      expect.stringMatching(/^approvals\.channel \(line 2\): /),
    ]);
    expect(said('approvals:\n  channel: C0APPROVALS\n')).toEqual([
      'approvals.approvers (line 1): is not set',
    ]);
    expect(said('')).toEqual([expect.stringMatching(/^\(the whole file\): /)]);
  });

  it('names each unknown key by itself, with its line', () => {
    const issues = said(`${POLICY}  aprovers: 1\nlimit: 2\n`);
    expect(issues).toEqual([
      expect.stringMatching(/^approvals\.aprovers \(line 4\): .*approvers/),
      expect.stringMatching(/^limit \(line 5\): .*limits/),
    ]);
  });

  it('of several workspaces is for a file, not for one of them', () => {
    expect(readWorkspacePolicy('workspaces:\n  T0HOME: {}\n')).toMatchObject({
      ok: false,
      issues: [{ path: ['workspaces'], line: 1 }],
    });
  });
});
