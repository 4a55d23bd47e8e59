import type { Standing } from '../actor.ts';
import type { DigestPlan } from '../digest/digest-week.ts';
import { couldFill } from '../order/votes.ts';
import { assessGiveBack } from './assess-give-back.ts';
import {
  everyone,
  isCertain,
  type KnownChannel,
  type KnownGroup,
  type KnownPerson,
  type KnownWorkspace,
  type Named,
} from './known-workspace.ts';
import type { Policies, WorkspacePolicy } from './policies.ts';
import type { People } from './policy.ts';
import type { Reuse, Rule, Rulebook } from './rulebook.ts';

/** What people are named for. */
export type Duty = 'approve' | 'connect' | 'byon_start' | 'byon_enter' | 'give_back';
type Unable = Exclude<Standing, 'member'>;

/**
 * What a policy means for the people and the channel it names, and what is wrong with them. `problem` stops requests, `warning`
 * will hurt some day, `unchecked` is what Slack did not say.
 */
export type PolicyFinding = {
  verdict: 'ok' | 'warning' | 'problem' | 'unchecked';
  /** The channel whose own rules it is about. */
  within?: string;
  /** What a channel is for, if not for approvals. */
  use?: 'digest';
} & (
  | { kind: 'who_decides'; book: Rulebook; named: Named }
  | { kind: 'nobody_can_approve' }
  | { kind: 'only_one_approver'; person: KnownPerson }
  | { kind: 'unknown_person'; duty: Duty; person: KnownPerson }
  | { kind: 'unable'; duty: Duty; person: KnownPerson; standing: Unable; group?: KnownGroup }
  | {
      kind: 'group_disabled' | 'group_gone' | 'group_unread' | 'group_empty';
      duty: Duty;
      group: KnownGroup;
    }
  | { kind: 'nobody_gives_back' }
  | { kind: 'one_gives_back'; person: KnownPerson }
  | { kind: 'digest_comes'; plan: DigestPlan }
  | { kind: 'reuse_offered'; reuse: Reuse }
  | { kind: 'rule_needs'; rule: Rule; sets: readonly { needed: number; named: Named }[] }
  | { kind: 'rule_needs_nobody'; rule: Rule }
  | { kind: 'rule_unsatisfiable'; rule: Rule }
  | { kind: 'rule_needs_one'; rule: Rule; person: Pick<KnownPerson, 'id' | 'name'> }
  | { kind: 'escalates'; afterMs: number; to: Named }
  | { kind: 'channel_unread'; channel: Extract<KnownChannel, { unread: unknown }> }
  | { kind: 'channel' | 'channel_archived' | 'not_in_channel'; channel: NamedChannel }
  | { kind: 'unseen'; person: KnownPerson; channel: NamedChannel }
);
type NamedChannel = Exclude<KnownChannel, { unread: unknown }>;

/** Everything there is to say about a workspace's policy. */
export function assessPolicy(
  { rulebook, channels, digest }: WorkspacePolicy,
  { connect, byon, giveBack }: Pick<Policies, 'connect' | 'byon' | 'giveBack'>,
  known: KnownWorkspace,
): PolicyFinding[] {
  const duties: readonly [Duty, People | undefined][] = [
    ['connect', connect],
    ['byon_start', byon.start],
    ['byon_enter', byon.enter],
    ['give_back', giveBack],
  ];
  return [
    ...assessBook(rulebook, known, giveBack),
    ...[...channels].flatMap(([within, book]) =>
      assessBook(book, known, giveBack).map((finding) => ({ ...finding, within })),
    ),
    ...assessDigest(digest, rulebook, known),
    ...assessReuse(rulebook),
    ...assessGiveBack(giveBack, rulebook, known),
    ...duties.flatMap(([duty, people]) => (people ? assessNamed(duty, known.named(people)) : [])),
  ];
}

/** When the digest comes, and its channel where it has one of its own. */
function assessDigest(
  digest: WorkspacePolicy['digest'],
  rulebook: Rulebook,
  known: KnownWorkspace,
): PolicyFinding[] {
  if (!digest) return [];
  const channel = digest.channel !== rulebook.channel ? known.channel(digest.channel) : undefined;
  return [
    { kind: 'digest_comes', verdict: 'ok', plan: digest },
    ...(channel
      ? assessChannel(channel, []).map((one) => ({ ...one, use: 'digest' as const }))
      : []),
  ];
}

function assessReuse({ channel, reuse }: Rulebook): PolicyFinding[] {
  return channel ? [{ kind: 'reuse_offered', verdict: 'ok', reuse }] : [];
}

/** `others` decide on its cards too. */
function assessBook(
  book: Rulebook,
  known: KnownWorkspace,
  others: People | undefined,
): PolicyFinding[] {
  const { approvers, escalation } = book;
  if (approvers === 'any_full_member' || !book.channel) return [];
  const sets = book.rules.flatMap(({ needs }) => (needs === 'nothing' ? [] : needs));
  const further = [escalation?.to, others].flatMap((people) => people ?? []);
  const all = [approvers, ...sets.map(({ from }) => from), ...further];
  const channel = known.channel(book.channel);
  return [
    ...assessApprovers(book, known.named(approvers)),
    ...book.rules.flatMap((rule) => assessRule(book, rule, known)),
    ...(escalation
      ? [
          {
            kind: 'escalates' as const,
            verdict: 'ok' as const,
            afterMs: escalation.afterMs,
            to: known.named(escalation.to),
          },
        ]
      : []),
    ...(channel ? assessChannel(channel, all.map(known.named).flatMap(everyone)) : []),
  ];
}

function assessApprovers(book: Rulebook, named: Named): PolicyFinding[] {
  const people = everyone(named);
  const able = new Map(
    people.filter(({ standing }) => standing === 'member').map((one) => [one.id, one]),
  );
  return [
    ...satisfiable(book, [...able.values()], named, isCertain(named)),
    ...assessNamed('approve', named),
  ];
}

function satisfiable(
  book: Rulebook,
  able: readonly KnownPerson[],
  named: Named,
  isCertain: boolean,
): PolicyFinding[] {
  const [person] = able;
  if (!person) return isCertain ? [{ kind: 'nobody_can_approve', verdict: 'problem' }] : [];
  const meaning: PolicyFinding = { kind: 'who_decides', verdict: 'ok', book, named };
  if (able.length > 1 || book.selfApproval || !isCertain) return [meaning];
  return [meaning, { kind: 'only_one_approver', verdict: 'problem', person }];
}

/** Whether the people named for a duty exist and can do it. */
function assessNamed(duty: Duty, { users, groups }: Named): PolicyFinding[] {
  return [
    ...users.flatMap((person): PolicyFinding[] => {
      const { standing } = person;
      if (standing === 'member') return [];
      return standing === 'unknown'
        ? [{ kind: 'unknown_person', verdict: 'warning', duty, person }]
        : [{ kind: 'unable', verdict: 'warning', duty, person, standing }];
    }),
    ...groups.flatMap((group) => assessGroup(duty, group)),
  ];
}

function assessGroup(duty: Duty, group: KnownGroup): PolicyFinding[] {
  const { members, isGone, isDisabled } = group;
  if (isDisabled) return [{ kind: 'group_disabled', verdict: 'problem', duty, group }];
  if (isGone) return [{ kind: 'group_gone', verdict: 'problem', duty, group }];
  if (!members) return [{ kind: 'group_unread', verdict: 'unchecked', duty, group }];
  if (members.length === 0) return [{ kind: 'group_empty', verdict: 'warning', duty, group }];
  return members.flatMap((person): PolicyFinding[] => {
    const { standing } = person;
    if (standing === 'member' || standing === 'unknown') return [];
    return [{ kind: 'unable', verdict: 'warning', duty, person, standing, group }];
  });
}

function assessRule(book: Rulebook, rule: Rule, known: KnownWorkspace): PolicyFinding[] {
  const { needs } = rule;
  if (needs === 'nothing') return [{ kind: 'rule_needs_nobody', verdict: 'ok', rule }];
  const sets = needs.map(({ from, needed }) => ({ needed, named: known.named(from) }));
  const able = candidates(sets.map(({ named }) => named));
  const fills = (people: readonly Candidate[]) =>
    couldFill(
      { approvers: 'any_full_member', sets: [...needs] },
      people.map((each) => each.sets),
    );
  if (!fills(able)) return [{ kind: 'rule_unsatisfiable', verdict: 'problem', rule }];
  const meaning: PolicyFinding = { kind: 'rule_needs', verdict: 'ok', rule, sets };
  const person = able.find((one) => !fills(able.filter((other) => other !== one)));
  if (book.selfApproval || !person) return [meaning];
  return [meaning, { kind: 'rule_needs_one', verdict: 'problem', rule, person }];
}

type Candidate = { id: string; name: string; sets: number[] };

/** Everybody who may approve, with the sets they count for; people unknown to Slack get the benefit of the doubt. */
function candidates(sets: readonly Named[]): Candidate[] {
  const found = new Map<string, Candidate>();
  for (const [index, named] of sets.entries()) {
    for (const { id, name, standing } of everyone(named)) {
      if (standing !== 'member' && standing !== 'unknown') continue;
      const one = found.get(id) ?? { id, name, sets: [] };
      found.set(id, { ...one, sets: [...one.sets, index] });
    }
  }
  return [...found.values()];
}

function assessChannel(channel: KnownChannel, approvers: readonly KnownPerson[]): PolicyFinding[] {
  if ('unread' in channel) {
    const verdict = channel.unread === 'no_scope' ? 'unchecked' : 'problem';
    return [{ kind: 'channel_unread', verdict, channel }];
  }
  const { isArchived, isMember, onlySeenBy } = channel;
  if (isArchived) return [{ kind: 'channel_archived', verdict: 'problem', channel }];
  if (!isMember) return [{ kind: 'not_in_channel', verdict: 'problem', channel }];
  const outside = new Map(
    approvers.filter(({ id }) => onlySeenBy?.includes(id) === false).map((one) => [one.id, one]),
  );
  return [
    { kind: 'channel', verdict: 'ok', channel },
    ...[...outside.values()].map(
      (person): PolicyFinding => ({ kind: 'unseen', verdict: 'problem', person, channel }),
    ),
  ];
}
