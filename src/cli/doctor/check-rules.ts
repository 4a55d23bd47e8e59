import type { Standing } from '../../domain/actor.ts';
import { formatMoney } from '../../domain/money.ts';
import { couldFill } from '../../domain/order/votes.ts';
import type { People } from '../../domain/policy/policy.ts';
import type { Amounts, Rule, Rulebook } from '../../domain/policy/rulebook.ts';
import { type Diagnosis, listed, ok, problem, unchecked, warning } from './diagnosis.ts';

/** Somebody as Slack knows them; `unknown` when Slack does not know or say. */
export type KnownPerson = { id: string; name: string; standing: Standing | 'unknown' };
/** A user group; `members` is missing when Slack does not know or say. */
export type KnownGroup = {
  id: string;
  handle: string;
  members?: readonly KnownPerson[];
  isGone?: boolean;
  /** Turned off in Slack, where it can be turned on again. */
  isDisabled?: boolean;
};
export type Named = { users: readonly KnownPerson[]; groups: readonly KnownGroup[] };

const APPROVERS = 'Approvers';
const HOUR_MS = 3_600_000;

const CANNOT: Readonly<Record<Exclude<Standing, 'member'>, string>> = {
  guest: 'is a guest',
  external: 'belongs to another workspace',
  deactivated: 'has left the workspace',
  bot: 'is a bot',
};

/** What a policy means for people, and whether those it names can do what it wants. */
export function assessApprovers(policy: Rulebook, named: Named): Diagnosis[] {
  const people = everyone(named);
  const able = new Map(
    people.filter(({ standing }) => standing === 'member').map((one) => [one.id, one]),
  );
  const isCertain =
    people.every(({ standing }) => standing !== 'unknown') &&
    named.groups.every(({ members }) => members !== undefined);
  return [
    ...satisfiable(policy, [...able.values()], named, isCertain),
    ...assessNamed(APPROVING, named),
  ];
}

function satisfiable(
  policy: Rulebook,
  able: readonly KnownPerson[],
  named: Named,
  isCertain: boolean,
): Diagnosis[] {
  const [first] = able;
  if (!first) {
    const nobody =
      'nobody the policy names can approve, so every request would expire: name a full member, or a user group that has one';
    return isCertain ? [problem(APPROVERS, nobody)] : [];
  }
  const meaning = ok(APPROVERS, meaningOf(policy, named));
  if (able.length > 1 || policy.selfApproval || !isCertain) return [meaning];
  const lonely = `only ${first.name} can approve, and nobody may approve a request of their own: what ${first.name} requests can never be bought. Name a second person, or set self_approval: true`;
  return [meaning, problem(APPROVERS, lonely)];
}

function meaningOf(policy: Rulebook, named: Named): string {
  const own = policy.selfApproval ? 'also on requests of their own' : 'but not on their own';
  return `${namesOf(named)} may decide, ${own}; a request expires after ${policy.expiresAfterMs / HOUR_MS} hours`;
}

/** What people are named for: `can` completes "cannot ...", `key` is where the policy file names them. */
export type Duty = { about: string; can: string; key: string };

const APPROVING: Duty = { about: APPROVERS, can: 'approve', key: 'approvals.approvers' };

/** Whether the people named for a duty exist and can do it. */
export function assessNamed(duty: Duty, { users, groups }: Named): Diagnosis[] {
  return [
    ...users.flatMap((user) => aboutUser(duty, user)),
    ...groups.flatMap((group) => aboutGroup(duty, group)),
  ];
}

function aboutUser({ about, can, key }: Duty, { id, name, standing }: KnownPerson): Diagnosis[] {
  if (standing === 'member') return [];
  if (standing === 'unknown') {
    const says = `Slack does not know ${id}, or may not say: check ${key}.users in the policy file`;
    return [warning(about, says)];
  }
  return [warning(about, `${name} (${id}) ${CANNOT[standing]} and cannot ${can}: take them out`)];
}

function aboutGroup(
  { about, can }: Duty,
  { id, handle, members, isGone, isDisabled }: KnownGroup,
): Diagnosis[] {
  if (isDisabled) {
    const says = `the user group @${handle} (${id}) is disabled, so nobody in it can ${can}: turn it on again in Slack, or name another in the policy file`;
    return [problem(about, says)];
  }
  if (isGone) {
    return [problem(about, `there is no user group ${id}: correct it in the policy file`)];
  }
  if (!members) {
    const says = `who is in the user group ${id}: Slack does not know it, or did not say`;
    return [unchecked(about, says)];
  }
  if (members.length === 0)
    return [warning(about, `the user group @${handle} (${id}) has no members`)];
  return members.flatMap(({ name, standing }) =>
    standing === 'member' || standing === 'unknown'
      ? []
      : [warning(about, `${name} in @${handle} ${CANNOT[standing]} and cannot ${can}`)],
  );
}

const RULES = 'Rules';

export type Resolve = (people: People) => Promise<Named>;

export async function assessRules(book: Rulebook, resolve: Resolve): Promise<Diagnosis[]> {
  const found = await Promise.all(book.rules.map((rule) => assessRule(book, rule, resolve)));
  return [...found.flat(), ...(await meaningOfEscalation(book, resolve))];
}

async function assessRule(book: Rulebook, rule: Rule, resolve: Resolve): Promise<Diagnosis[]> {
  const when = `${rule.name}, ${scopeOf(rule)}`;
  const { needs } = rule;
  if (needs === 'nothing') return [ok(RULES, `${when}: bought without anybody's approval`)];
  const sets = await Promise.all(
    needs.map(async ({ from, needed }) => ({ needed, named: await resolve(from) })),
  );
  const asked = listed(sets.map(({ needed, named }) => `${needed} of ${namesOf(named)}`));
  const meaning = ok(RULES, `${when}: needs ${asked}`);
  const able = candidates(sets.map(({ named }) => named));
  const fills = (people: readonly Candidate[]) =>
    couldFill(
      { approvers: 'any_full_member', sets: [...needs] },
      people.map((each) => each.sets),
    );
  if (!fills(able)) {
    return [problem(RULES, `${when}: nobody could ever satisfy it: name more full members`)];
  }
  const key = able.find((one) => !fills(able.filter((other) => other !== one)));
  if (book.selfApproval || !key) return [meaning];
  const alone = `${when}: what ${key.name} requests could never be approved: name one more person, or set self_approval: true`;
  return [meaning, problem(RULES, alone)];
}

type Candidate = { id: string; name: string; sets: number[] };

/** Everybody who may approve, with the sets they count for; people unknown to Slack get the benefit of the doubt. */
function candidates(sets: readonly Named[]): Candidate[] {
  const found = new Map<string, Candidate>();
  for (const [index, { users, groups }] of sets.entries()) {
    for (const { id, name, standing } of everyone({ users, groups })) {
      if (standing !== 'member' && standing !== 'unknown') continue;
      const one = found.get(id) ?? { id, name, sets: [] };
      found.set(id, { ...one, sets: [...new Set([...one.sets, index])] });
    }
  }
  return [...found.values()];
}

export function everyone({ users, groups }: Named): KnownPerson[] {
  return [...users, ...groups.flatMap(({ members = [] }) => members)];
}

async function meaningOfEscalation(book: Rulebook, resolve: Resolve): Promise<Diagnosis[]> {
  if (!book.escalation) return [];
  const { afterMs, to } = book.escalation;
  return [ok(RULES, `after ${timeText(afterMs)} also ${namesOf(await resolve(to))} may decide`)];
}

/** Hours, or minutes where an hour would be rounded away. */
function timeText(ms: number): string {
  const [count, unit] = ms < HOUR_MS ? [ms / 60_000, 'minutes'] : [ms / HOUR_MS, 'hours'];
  return `${Math.round(count * 100) / 100} ${unit}`;
}

function namesOf({ users, groups }: Named): string {
  return listed([
    ...users.map(({ name }) => name),
    ...groups.map(({ handle, members = [] }) => `@${handle} (${peopleIn(members)})`),
  ]);
}

const SHOWN = 8;

function peopleIn(members: readonly KnownPerson[]): string {
  const names = members.slice(0, SHOWN).map(({ name }) => name);
  const more = members.length - SHOWN;
  return listed(more > 0 ? [...names, `${more} more`] : names);
}

function scopeOf({ firstChargeUpTo, yearlyUpTo }: Rule): string {
  const parts = [
    ...(firstChargeUpTo ? [`up to ${amountsText(firstChargeUpTo)} now`] : []),
    ...(yearlyUpTo ? [`up to ${amountsText(yearlyUpTo)} a year`] : []),
  ];
  return parts.length > 0 ? listed(parts) : 'any amount';
}

function amountsText(amounts: Amounts): string {
  const each = Object.entries(amounts).map(([currency, minor]) => formatMoney({ minor, currency }));
  return each.join(' or ');
}
