import { formatMoney } from '../../domain/money.ts';
import { couldFill } from '../../domain/order/votes.ts';
import type { People } from '../../domain/policy/policy.ts';
import type { Amounts, Rule, Rulebook } from '../../domain/policy/rulebook.ts';
import type { KnownPerson, Named } from './check-approvers.ts';
import { type Finding, listed, ok, problem } from './finding.ts';

const ABOUT = 'Rules';

/** Looks up who is meant. */
export type Resolve = (people: People) => Promise<Named>;

/** What each rule asks of whom, and whether the people it names could ever give it. */
export async function judgeRules(book: Rulebook, resolve: Resolve): Promise<Finding[]> {
  const found = await Promise.all(book.rules.map((rule) => judgeRule(book, rule, resolve)));
  return [...found.flat(), ...(await meaningOfEscalation(book, resolve))];
}

async function judgeRule(book: Rulebook, rule: Rule, resolve: Resolve): Promise<Finding[]> {
  const when = `${rule.name}, ${scopeOf(rule)}`;
  const { needs } = rule;
  if (needs === 'nothing') return [ok(ABOUT, `${when}: bought without anybody's approval`)];
  const sets = await Promise.all(
    needs.map(async ({ from, needed }) => ({ needed, named: await resolve(from) })),
  );
  const asked = listed(sets.map(({ needed, named }) => `${needed} of ${namesOf(named)}`));
  const meaning = ok(ABOUT, `${when}: needs ${asked}`);
  const able = candidates(sets.map(({ named }) => named));
  const fills = (people: readonly Candidate[]) =>
    couldFill(
      { approvers: 'any_full_member', sets: [...needs] },
      people.map((each) => each.sets),
    );
  if (!fills(able)) {
    return [problem(ABOUT, `${when}: nobody could ever satisfy it: name more full members`)];
  }
  const key = able.find((one) => !fills(able.filter((other) => other !== one)));
  if (book.selfApproval || !key) return [meaning];
  const alone = `${when}: what ${key.name} requests could never be approved: name one more person, or set self_approval: true`;
  return [meaning, problem(ABOUT, alone)];
}

type Candidate = { id: string; name: string; sets: number[] };

/** Everybody who may approve, with the sets they count for; whom Slack says nothing about gets the benefit of doubt. */
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

async function meaningOfEscalation(book: Rulebook, resolve: Resolve): Promise<Finding[]> {
  if (!book.escalation) return [];
  const { afterMs, to } = book.escalation;
  return [ok(ABOUT, `after ${timeText(afterMs)} also ${namesOf(await resolve(to))} may decide`)];
}

/** Hours, or minutes where an hour would be rounded away. */
function timeText(ms: number): string {
  const [count, unit] = ms < 3_600_000 ? [ms / 60_000, 'minutes'] : [ms / 3_600_000, 'hours'];
  return `${Math.round(count * 100) / 100} ${unit}`;
}

function namesOf({ users, groups }: Named): string {
  return listed([
    ...users.map(({ name }) => name),
    ...groups.map(
      ({ handle, members = [] }) =>
        `@${handle} (${listed(members.slice(0, 8).map(({ name }) => name))})`,
    ),
  ]);
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
