import type { Duty, PolicyFinding } from '../../domain/policy/assess-policy.ts';
import type { KnownGroup, Named } from '../../domain/policy/known-workspace.ts';
import type { Rule } from '../../domain/policy/rulebook.ts';
import { channelMention, inlineText, mention, peopleText } from '../kit/text.ts';
import { digestLine, reuseText } from './policy-words.ts';

const SIGNS: Readonly<Record<PolicyFinding['verdict'], string>> = {
  ok: '✅',
  warning: '⚠️',
  problem: '🛑',
  unchecked: '❔',
};

/** One line each, for the admin who reads them. */
export function findingLines(findings: readonly PolicyFinding[], reader: string): string[] {
  return findings.map((finding) => {
    const within = finding.within ? `In ${channelMention(finding.within)}: ` : '';
    return `${SIGNS[finding.verdict]} ${within}${findingText(finding, reader)}`;
  });
}

type Unable = Extract<PolicyFinding, { kind: 'unable' }>['standing'];
const IS: Readonly<Record<Unable, string>> = {
  guest: 'is a guest',
  external: 'belongs to another workspace',
  deactivated: 'has left',
  bot: 'is a bot',
};

const DO: Readonly<Record<Duty, string>> = {
  approve: 'approve',
  connect: 'connect numbers',
  byon_start: 'bring numbers',
  byon_enter: 'enter codes',
  give_back: 'approve giving numbers back',
};

const ONE_MORE = 'Add a second person, or let approvers approve their own requests.';

function findingText(finding: PolicyFinding, reader: string): string {
  switch (finding.kind) {
    case 'who_decides':
      return `${namesOf(finding.named)} can approve.`;
    case 'nobody_can_approve':
      return 'Nobody can approve. Add a full member, or a user group that has one.';
    case 'only_one_approver': {
      const { id } = finding.person;
      return id === reader
        ? `Only you can approve, so your own requests can never be bought. ${ONE_MORE}`
        : `Only ${mention(id)} can approve, so their own requests can never be bought. ${ONE_MORE}`;
    }
    case 'nobody_gives_back':
      return 'Nobody can approve giving a number back. Name a full member under give_back.';
    case 'one_gives_back':
      return `Only ${mention(finding.person.id)} can approve giving numbers back, but not what they ask themselves.`;
    case 'digest_comes':
      return digestLine(finding.plan);
    case 'reuse_offered':
      return reuseText(finding.reuse);
    case 'unknown_person':
      return `Slack doesn't know ${mention(finding.person.id)}. Remove them.`;
    case 'unable': {
      const { person, standing, duty, group } = finding;
      const who = `${mention(person.id)}${group ? ` in ${groupMention(group)}` : ''}`;
      return `${who} ${IS[standing]} and can't ${DO[duty]}.${group ? '' : ' Remove them.'}`;
    }
    case 'group_disabled':
      return `${groupMention(finding.group)} is turned off in Slack. Turn it on, or choose another.`;
    case 'group_gone':
      return 'A user group is gone. Choose another.';
    case 'group_unread':
      return `Slack doesn't tell us who is in ${groupMention(finding.group)}.`;
    case 'group_empty':
      return `${groupMention(finding.group)} has no members. Add some, or choose another.`;
    case 'rule_needs':
    case 'rule_needs_nobody':
    case 'rule_unsatisfiable':
    case 'rule_needs_one':
      return `“${inlineText(finding.rule.name, 60)}”: ${aboutRule(finding)}`;
    case 'escalates':
      return `If nobody decides in time, ${namesOf(finding.to)} can approve too.`;
    case 'channel_unread':
    case 'channel':
    case 'channel_archived':
    case 'not_in_channel':
    case 'unseen':
      return aboutChannel(finding);
  }
}

function aboutRule(finding: Extract<PolicyFinding, { rule: Rule }>): string {
  switch (finding.kind) {
    case 'rule_needs':
      return `needs ${finding.sets.map(({ needed, named }) => `${needed} of ${namesOf(named)}`).join(', plus ')}.`;
    case 'rule_needs_nobody':
      return 'no approval needed.';
    case 'rule_unsatisfiable':
      return 'too few people can approve. Add more.';
    case 'rule_needs_one':
      return `nobody can approve what ${mention(finding.person.id)} requests. Add one more person, or let approvers approve their own requests.`;
  }
}

function aboutChannel(finding: Extract<PolicyFinding, { channel: unknown }>): string {
  const channel = channelMention(finding.channel.id);
  switch (finding.kind) {
    case 'channel':
      return `This app is in ${channel}.`;
    case 'channel_archived':
      return `${channel} is archived. Choose another channel.`;
    case 'not_in_channel':
      return `This app isn't in ${channel}, so nobody would see ${finding.use === 'digest' ? 'the digest' : 'a request'}. Type /invite there and choose this app.`;
    case 'unseen':
      return `${mention(finding.person.id)} can approve but isn't in ${channel}. Invite them there.`;
    case 'channel_unread':
      return UNREAD[
        typeof finding.channel.unread === 'object' ? 'refused' : finding.channel.unread
      ](channel);
  }
}

const UNREAD = {
  no_scope: (channel: string) =>
    `We can't tell whether this app is in ${channel}. Type /invite there and choose it.`,
  busy: (channel: string) => `Slack is too busy to check ${channel}. Try again in a minute.`,
  no_answer: (channel: string) => `Slack didn't answer about ${channel}. Try again in a minute.`,
  refused: (channel: string) =>
    `We can't see ${channel}. If it's private, type /invite there and choose this app.`,
} as const;

function groupMention({ id }: KnownGroup): string {
  return `<!subteam^${id}>`;
}

function namesOf({ users, groups }: Named): string {
  return peopleText({ users: users.map(({ id }) => id), groups: groups.map(({ id }) => id) });
}
