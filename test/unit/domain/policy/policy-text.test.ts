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
    [
      'that breaks off',
      'approvals: [\n',
      2,
      'Flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
    ['with a tab', `${POLICY}\tlimits: 1\n`, 4, 'Tabs are not allowed as indentation'],
    [
      'with an alias that leads nowhere',
      'approvals: *nobody\n',
      undefined,
      'Unresolved alias (the anchor must be set before the alias): nobody',
    ],
  ])('is no policy %s', (_what, text, line, message) => {
    const issues = [{ path: [], line, message }];
    expect(readPolicyText(text)).toEqual({ ok: false, why: 'not_yaml', issues });
    expect(readWorkspacePolicy(text)).toEqual({ ok: false, issues });
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

  it('names the line of an entry in a list', () => {
    const users = '  approvers:\n    users:\n      - U0RAVI\n      - ravi\n';
    expect(said(`approvals:\n  channel: C0APPROVALS\n${users}`)).toEqual([
      'approvals.approvers.users.1 (line 6): must be the id of a person, like U0123456789',
    ]);
  });

  it('of one workspace is read like a file of one', () => {
    expect(readWorkspacePolicy('approvals:\n  channel: C0APPROVALS\n')).toMatchObject({
      ok: false,
      issues: [{ path: ['approvals', 'approvers'], line: 1 }],
    });
  });

  it('of several workspaces is for a file, not for one of them', () => {
    const message = 'is for a policy file: paste only what is under one workspace';
    expect(readWorkspacePolicy('workspaces:\n  T0HOME: {}\n')).toEqual({
      ok: false,
      issues: [{ path: ['workspaces'], line: 1, message }],
    });
  });

  it('names the same people twice in full, as people write it', () => {
    const approvers = { users: ['U0RAVI'] };
    const escalation = { after_hours: 1, approvers };
    const written = { approvals: { channel: 'C0APPROVALS', approvers, escalation } };
    const text = policyText(written);
    expect(text).not.toMatch(/[&*]/);
    expect(readWorkspacePolicy(text)).toEqual({ ok: true, written });
  });

  it.each([
    ['what is missing', 'invalid_type', 'expected string, received undefined', 'is not set'],
    ['another type', 'invalid_type', 'expected string, received number', undefined],
    ['a word of somebody', 'custom', 'says undefined twice', undefined],
  ])('an issue says what is wrong: %s', (_what, code, message, says) => {
    expect(issueText({ path: ['labels', 1], message, code })).toBe(`labels.1: ${says ?? message}`);
  });
});
