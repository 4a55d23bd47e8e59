import { isRecord, type JsonRecord } from './json.ts';

/** Takes one problem: what Slack says, and the JSON pointer it says it about. */
export type Report = (pointer: string, problem: string) => void;

/** Checks one value and reports what Slack would refuse. */
export type Rule = (value: unknown, pointer: string, report: Report) => void;

/** A field of an object; fields are required unless wrapped in `optional`. */
export interface Field {
  rule: Rule;
  required: boolean;
}

export const required = (rule: Rule): Field => ({ rule, required: true });
export const optional = (rule: Rule): Field => ({ rule, required: false });

export const anything: Rule = () => undefined;

export function string(max: number, min = 1): Rule {
  return (value, pointer, report) => {
    if (typeof value !== 'string') report(pointer, 'must provide a string');
    else if (value.length > max) report(pointer, `must be less than ${max + 1} characters`);
    else if (value.length < min) report(pointer, `must be more than ${min - 1} characters`);
  };
}

export function matching(pattern: RegExp, problem: string): Rule {
  return (value, pointer, report) => {
    if (typeof value !== 'string' || !pattern.test(value)) report(pointer, problem);
  };
}

export function url(max: number): Rule {
  return (value, pointer, report) => {
    string(max)(value, pointer, report);
    if (typeof value === 'string' && !URL.canParse(value)) report(pointer, 'must be a valid URL');
  };
}

export const boolean: Rule = (value, pointer, report) => {
  if (typeof value !== 'boolean') report(pointer, 'must provide a boolean');
};

export function integer(min: number, max: number): Rule {
  return (value, pointer, report) => {
    const isFine = Number.isInteger(value) && Number(value) >= min && Number(value) <= max;
    if (!isFine) report(pointer, `must be an integer from ${min} to ${max}`);
  };
}

export function oneOf(...values: unknown[]): Rule {
  return (value, pointer, report) => {
    if (!values.includes(value)) report(pointer, `must be one of: ${values.join(', ')}`);
  };
}

export function list(rule: Rule, max: number, min = 1): Rule {
  return (value, pointer, report) => {
    if (!Array.isArray(value)) {
      report(pointer, 'must provide an array');
      return;
    }
    if (value.length > max) report(pointer, `no more than ${max} items allowed`);
    if (value.length < min) report(pointer, `no fewer than ${min} items allowed`);
    value.forEach((item, index) => {
      rule(item, `${pointer}/${index}`, report);
    });
  };
}

/** An object with exactly these fields; Slack refuses properties it does not know. */
export function object(fields: Record<string, Field>): Rule {
  return (value, pointer, report) => {
    if (!isRecord(value)) {
      report(pointer, 'must provide an object');
      return;
    }
    for (const [name, field] of Object.entries(fields)) {
      const content = value[name];
      if (content !== undefined) field.rule(content, `${pointer}/${name}`, report);
      else if (field.required) report(pointer, `missing required field: ${name}`);
    }
    for (const name of Object.keys(value)) {
      if (!(name in fields)) report(pointer, `invalid additional property: ${name}`);
    }
  };
}

/** All rules, one after the other. */
/** The rule of one type of block or element: exactly these fields besides `type`. */
export function ofType(type: string, fields: Record<string, Field>): Rule {
  return object({ type: required(oneOf(type)), ...fields });
}

export function both(...rules: Rule[]): Rule {
  return (value, pointer, report) => {
    for (const rule of rules) rule(value, pointer, report);
  };
}

/** A rule about an object as a whole: returns the problem, or undefined. */
export function about(check: (value: JsonRecord) => string | undefined): Rule {
  return (value, pointer, report) => {
    const problem = isRecord(value) ? check(value) : undefined;
    if (problem) report(pointer, problem);
  };
}

/** An object whose `type` picks its rule from a table. */
export function byType(rules: Record<string, Rule>, what: string): Rule {
  return (value, pointer, report) => {
    if (!isRecord(value)) {
      report(pointer, `must provide a ${what} object`);
      return;
    }
    const rule = typeof value.type === 'string' ? rules[value.type] : undefined;
    if (rule) rule(value, pointer, report);
    else report(`${pointer}/type`, `unsupported type: ${String(value.type)}`);
  };
}

/** Runs a rule and collects Slack's sentences, each with its JSON pointer. */
export function problemsOf(rule: Rule, value: unknown, pointer: string): string[] {
  const problems: string[] = [];
  rule(value, pointer, (at, problem) => {
    problems.push(`[ERROR] ${problem} [json-pointer:${at}]`);
  });
  return problems;
}
