import { timeOfDay } from '../../domain/digest/digest-week.ts';
import { formatMoney } from '../../domain/money.ts';
import type { Duty, PolicyFinding } from '../../domain/policy/assess-policy.ts';
import type { KnownChannel, KnownPerson, Named } from '../../domain/policy/known-workspace.ts';
import type { Amounts, Rule } from '../../domain/policy/rulebook.ts';
import { type Diagnosis, listed } from './diagnosis.ts';

const APPROVERS = 'Approvers';
const CHANNEL = 'Approvals channel';
const RULES = 'Rules';
const DIGEST = 'Digest';
const GIVING_BACK = 'Giving back';
const HOUR_MS = 3_600_000;

type Unable = Extract<PolicyFinding, { kind: 'unable' }>['standing'];
const CANNOT: Readonly<Record<Unable, string>> = {
  guest: 'is a guest',
  external: 'belongs to another workspace',
  deactivated: 'has left the workspace',
  bot: 'is a bot',
};

/** `can` completes "can't ...", `key` is where the policy names them. */
const DUTIES: Readonly<Record<Duty, { about: string; can: string; key: string }>> = {
  approve: { about: APPROVERS, can: 'approve', key: 'approvals.approvers' },
  connect: { about: 'Connecting', can: 'connect numbers', key: 'connect' },
  byon_start: { about: 'Own numbers', can: 'bring numbers', key: 'byon.start' },
  byon_enter: { about: 'Own numbers', can: 'enter codes', key: 'byon.enter' },
  give_back: { about: GIVING_BACK, can: 'approve giving numbers back', key: 'give_back' },
};

/** A finding about a policy, in words for the operator. `within`: the channel that it is about, if one has rules of its own. */
export function told(finding: PolicyFinding, within?: KnownChannel): Diagnosis {
  const { about, says } = wordsOf(finding);
  const { verdict } = finding;
  return { about: within ? `${about} in ${channelText(within)}` : about, verdict, says };
}

/** By its name and id, or what the id is of where Slack doesn't say the name. */
function channelText(channel: KnownChannel): string {
  return 'name' in channel ? `#${channel.name} (${channel.id})` : `the channel ${channel.id}`;
}

function wordsOf(finding: PolicyFinding): Pick<Diagnosis, 'about' | 'says'> {
  switch (finding.kind) {
    case 'who_decides': {
      const { book, named } = finding;
      const own = book.selfApproval ? 'their own requests too' : 'but not their own requests';
      const says = `${namesOf(named)} can approve, ${own}; a request expires after ${book.expiresAfterMs / HOUR_MS} hours`;
      return { about: APPROVERS, says };
    }
    case 'nobody_can_approve': {
      const says =
        'nobody in the policy can approve, so every request would expire. Name a full member, or a user group that has one';
      return { about: APPROVERS, says };
    }
    case 'only_one_approver': {
      const { name } = finding.person;
      const says = `only ${name} can approve, so what ${name} requests can never be bought. Name a second person, or set self_approval: true`;
      return { about: APPROVERS, says };
    }
    case 'nobody_gives_back': {
      const says =
        'nobody whom give_back names can approve it, so no number can be given back. Name a full member, or leave give_back out';
      return { about: GIVING_BACK, says };
    }
    case 'one_gives_back': {
      const { name } = finding.person;
      const says = `only ${name} can approve it, so what ${name} asks to give back stays. Name a second person`;
      return { about: GIVING_BACK, says };
    }
    case 'digest_comes': {
      const { day, zone } = finding.plan;
      const says = `comes every ${day} at ${timeOfDay(finding.plan)} (${zone})`;
      return { about: DIGEST, says };
    }
    case 'reuse_offered': {
      const [unused, answer] = [finding.reuse.unusedForMs, finding.reuse.answerWithinMs].map(
        timeText,
      );
      const says = `a number is offered to others after ${unused} unused, and its owner has ${answer} to answer`;
      return { about: 'Reuse', says };
    }
    case 'unknown_person':
    case 'unable':
    case 'group_disabled':
    case 'group_gone':
    case 'group_unread':
    case 'group_empty':
      return { about: DUTIES[finding.duty].about, says: aboutNamed(finding) };
    case 'rule_needs':
    case 'rule_needs_nobody':
    case 'rule_unsatisfiable':
    case 'rule_needs_one':
      return { about: RULES, says: `${whenText(finding.rule)}: ${aboutRule(finding)}` };
    case 'escalates': {
      const says = `after ${timeText(finding.afterMs)}, ${namesOf(finding.to)} can approve too`;
      return { about: RULES, says };
    }
    case 'channel_unread':
    case 'channel':
    case 'channel_archived':
    case 'not_in_channel':
    case 'unseen':
      return {
        about: finding.use === 'digest' ? `${DIGEST} channel` : CHANNEL,
        says: aboutChannel(finding),
      };
  }
}

function aboutNamed(finding: Extract<PolicyFinding, { duty: Duty }>): string {
  const { can, key } = DUTIES[finding.duty];
  if (finding.kind === 'unknown_person') {
    return `Slack doesn't know the person ${finding.person.id}: check ${key}.users in the policy`;
  }
  if (finding.kind === 'unable') {
    const { person, standing, group } = finding;
    return group
      ? `${person.name} in @${group.handle} ${CANNOT[standing]} and can't ${can}`
      : `${person.name} (${person.id}) ${CANNOT[standing]} and can't ${can}: remove them`;
  }
  const { id, handle } = finding.group;
  switch (finding.kind) {
    case 'group_disabled':
      return `the user group @${handle} (${id}) is disabled, so nobody in it can ${can}. Turn it on again in Slack, or name another in the policy`;
    case 'group_gone':
      return `there is no user group ${id}: correct it in the policy`;
    case 'group_unread':
      return `who is in the user group ${id}, because Slack didn't say`;
    case 'group_empty':
      return `the user group @${handle} (${id}) has no members`;
  }
}

function aboutRule(finding: Extract<PolicyFinding, { rule: Rule }>): string {
  switch (finding.kind) {
    case 'rule_needs':
      return `needs ${listed(finding.sets.map(({ needed, named }) => `${needed} of ${namesOf(named)}`))}`;
    case 'rule_needs_nobody':
      return 'no approval needed';
    case 'rule_unsatisfiable':
      return 'too few people can approve: name more full members';
    case 'rule_needs_one':
      return `nobody could approve what ${finding.person.name} requests. Name one more person, or set self_approval: true`;
  }
}

function aboutChannel(finding: Extract<PolicyFinding, { channel: unknown }>): string {
  if (finding.kind === 'channel_unread') {
    const { id, unread } = finding.channel;
    if (unread === 'no_scope') {
      return `whether the bot is in the channel ${id}: grant channels:read (groups:read for a private channel), or check the channel's members yourself`;
    }
    if (unread === 'busy') return 'Slack is busy: run the doctor again in a minute';
    if (unread === 'no_answer') {
      return 'Slack gave no usable answer: check the network, a proxy, and SLACK_API_URL if it is set';
    }
    return `Slack says ${unread.refused}: check approvals.channel (the channel ${id}) in the policy; if it is a private channel, invite the bot there first`;
  }
  const { id, name } = finding.channel;
  switch (finding.kind) {
    case 'channel':
      return `the bot is in #${name}`;
    case 'channel_archived':
      return `#${name} (${id}) is archived: name another in the policy`;
    case 'not_in_channel':
      return `the bot is not in #${name}: type /invite there and choose the bot`;
    case 'unseen':
      return `${finding.person.name} can approve but is not in the private #${name}: invite them there`;
  }
}

/** Hours, or minutes where an hour would be rounded away, or whole days from two on. */
function timeText(ms: number): string {
  const days = ms / (24 * HOUR_MS);
  if (days >= 2 && Number.isInteger(days)) return `${days} days`;
  const [count, unit] = ms < HOUR_MS ? [ms / 60_000, 'minutes'] : [ms / HOUR_MS, 'hours'];
  return `${Math.round(count * 100) / 100} ${unit}`;
}

function namesOf({ users, groups }: Named): string {
  return listed([
    ...users.map(nameOf),
    ...groups.map(({ id, handle, members = [] }) => {
      const name = handle === id ? `the user group ${id}` : `@${handle}`;
      return `${name} (${peopleIn(members)})`;
    }),
  ]);
}

/** Their name, or what the id is of where Slack doesn't say it. */
function nameOf({ id, name }: KnownPerson): string {
  return name === id ? `the person ${id}` : name;
}

const SHOWN = 8;

function peopleIn(members: readonly KnownPerson[]): string {
  const names = members.slice(0, SHOWN).map(nameOf);
  const more = members.length - SHOWN;
  return listed(more > 0 ? [...names, `${more} more`] : names);
}

/** `rule 1, up to ₹1,000 now` */
function whenText({ name, firstChargeUpTo, yearlyUpTo, perNumber }: Rule): string {
  const parts = [
    ...(firstChargeUpTo ? [`up to ${amountsText(firstChargeUpTo)} now`] : []),
    ...(yearlyUpTo ? [`up to ${amountsText(yearlyUpTo)} a year`] : []),
  ];
  const each = perNumber ? ' for each number' : '';
  return `${name}, ${parts.length > 0 ? `${listed(parts)}${each}` : 'any amount'}`;
}

function amountsText(amounts: Amounts): string {
  const each = Object.entries(amounts).map(([currency, minor]) => formatMoney({ minor, currency }));
  return each.join(' or ');
}
