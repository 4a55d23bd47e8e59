import { canonicalJson } from '../audit/audit.ts';
import { parseMajorUnits, signsOf } from '../money.ts';
import type { PolicyAsWritten } from './policy-schema.ts';
import type { AmountName, SetUp } from './set-up.ts';

export type Approvals = PolicyAsWritten['approvals'];
type Rule = NonNullable<Approvals['rules']>[number];
type AmountsWritten = NonNullable<Rule['first_charge_up_to']>;
type PeopleWritten = Approvals['approvers'];

/** Whether the rules are those that the form makes, so that it can show and change them. */
export function hasOwnRules(written: PolicyAsWritten | undefined): boolean {
  return written !== undefined && rulesIn(written.approvals) === undefined;
}

const NAMES = { alone: 'small numbers', one: 'one approval', two: 'two approvals' } as const;

/**
 * The rules the form makes: small numbers need nobody, others one of the approvers up to an amount and two of them above.
 * Undefined when the rules say anything else.
 */
export function rulesIn({ rules = [], approvers }: Approvals) {
  const [first] = rules;
  const small = first?.auto_approve && isOnly(first) ? first : undefined;
  const [one, two, ...more] = small ? rules.slice(1) : rules;
  const names = { alone: small?.name, one: one?.name, two: two?.name };
  const alone = small?.first_charge_up_to;
  const perNumber = (small ?? one)?.per === 'number';
  if (!one) return { alone, two: undefined, names, perNumber };
  const isTwo = two && more.length === 0 && !two.first_charge_up_to && isBy(two, approvers, 2);
  const isAlike = (one.per === 'number') === perNumber;
  return isTwo && isOnly(one) && isAlike && isBy(one, approvers, 1)
    ? { alone, two: one.first_charge_up_to, names, perNumber }
    : undefined;
}

/** Whether a rule is for first charges up to some amount, whatever the year costs. */
function isOnly(rule: Rule): boolean {
  return rule.first_charge_up_to !== undefined && !rule.yearly_up_to;
}

function isBy(rule: Rule, { users = [], groups = [] }: PeopleWritten, needed: number): boolean {
  const [set, ...others] = rule.approvals ?? [];
  if (!set || others.length > 0 || rule.yearly_up_to || (set.needed ?? 1) !== needed) return false;
  const from = { users: set.from.users ?? [], groups: set.from.groups ?? [] };
  return canonicalJson(from) === canonicalJson({ users, groups });
}

/** The form's own rules follow the approvers; other rules stay as they are. `typed`: absent if nobody changed them. */
export function rulesFor(
  before: Approvals,
  approvers: PeopleWritten,
  typed: Pick<SetUp, 'amounts' | 'perNumber'> | undefined,
): Pick<Approvals, 'rules'> {
  const ours = rulesIn(before);
  if (!ours) return {};
  const now = typed
    ? {
        alone: asWritten(typed.amounts, 'alone'),
        two: asWritten(typed.amounts, 'two'),
        perNumber: typed.perNumber ?? ours.perNumber,
      }
    : ours;
  const { alone = {}, two: one = {}, perNumber } = now;
  const { names } = ours;
  const per = perNumber && { per: 'number' as const };
  const from = (needed: number) => [{ from: approvers, needed }];
  const rules: Rule[] = [
    ...(isSome(alone)
      ? [
          {
            name: names.alone ?? NAMES.alone,
            first_charge_up_to: alone,
            ...per,
            auto_approve: true as const,
          },
        ]
      : []),
    ...(isSome(one)
      ? [
          { name: names.one ?? NAMES.one, first_charge_up_to: one, ...per, approvals: from(1) },
          { name: names.two ?? NAMES.two, approvals: from(2) },
        ]
      : []),
  ];
  return rules.length > 0 || before.rules ? { rules } : {};
}

/** What is no amount stays as it was typed: the schema says so. */
export function asWritten(amounts: SetUp['amounts'], name: AmountName): AmountsWritten {
  const typed = Object.entries(amounts).filter(([, each]) => each[name].trim() !== '');
  return Object.fromEntries(
    typed.map(([currency, each]) => {
      const plain = plainAmount(each[name], currency);
      return [currency, /^\d{1,12}$/.test(plain) ? Number(plain) : plain];
    }),
  );
}

/** Thousands, lakhs and crores marked by commas; a comma for a decimal point is none of these. */
const GROUPED = /^\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d+)?$/;

/** `₹1,300` and `INR 1300` as `1300`, if the currency is that one: what names another is no amount of it. */
function plainAmount(typed: string, currency: string): string {
  const all = typed.replace(/\s/gu, '');
  const named = all.toUpperCase();
  const sign =
    signsOf(currency).find((each) => named.startsWith(each) || named.endsWith(each)) ?? '';
  const bare = named.startsWith(sign) ? all.slice(sign.length) : all.slice(0, -sign.length);
  return GROUPED.test(bare) ? bare.replaceAll(',', '') : bare;
}

/** An amount as typed, in minor units; undefined if it is none. */
export function readAmount(typed: string, currency: string) {
  return parseMajorUnits(plainAmount(typed, currency), currency);
}

export function isSome(fields: object): boolean {
  return Object.keys(fields).length > 0;
}
