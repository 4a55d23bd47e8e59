import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Fields, readDeclarations, type Type } from './declarations.ts';
import { isRecord } from './json.ts';
import { list, object, oneOf, problemsOf, type Rule } from './rules.ts';

/**
 * Rules made from the types that Slack publishes: the declaration files of @slack/types as they are installed. They know which
 * fields and values there are, and no lengths; those are in rules-*.ts.
 */
const FOLDER = createRequire(import.meta.url)
  .resolve('@slack/types')
  .replace(/index\.js$/, 'block-kit/');
const FILES = ['extensions', 'composition-objects', 'block-elements', 'blocks'];
const DECLARED = readDeclarations(
  FILES.map((name) => readFileSync(`${FOLDER}${name}.d.ts`, 'utf8')).join('\n'),
);

const NO_LIMIT = Number.POSITIVE_INFINITY;
const primitive =
  (name: string): Rule =>
  (value, pointer, report) => {
    if (typeof value !== name) report(pointer, `the published type is a ${name}`);
  };
const PRIMITIVES: Readonly<Record<string, Rule>> = {
  string: primitive('string'),
  number: primitive('number'),
  boolean: primitive('boolean'),
};

/** Every set of fields that an object of this type may have; none for what is no object. */
function shapesOf(type: Type): Fields[] {
  switch (type.is) {
    case 'name': {
      const known = DECLARED.get(type.name);
      return known ? shapesOf(known) : [];
    }
    case 'object': {
      const inherited = type.extends.flatMap((name) => shapesOf({ is: 'name', name }));
      return [new Map([...inherited, type.fields].flatMap((fields) => [...fields]))];
    }
    case 'one':
      return type.of.flatMap(shapesOf);
    case 'all':
      return type.of
        .map(shapesOf)
        .reduce((shapes, more) =>
          shapes.flatMap((shape) => more.map((fields) => new Map([...fields, ...shape]))),
        );
    default:
      return [];
  }
}

/** The `type` of a shape that has one. */
function typeOf(fields: Fields): unknown {
  const type = fields.get('type')?.type;
  return type?.is === 'value' ? type.value : undefined;
}

function shapeRule(fields: Fields): Rule {
  const rules = [...fields].map(([name, { type, isOptional }]) => {
    // Made when there is something to check: types may contain themselves.
    const rule: Rule = (...about) => ruleOf(type)(...about);
    return [name, { rule, required: !isOptional }] as const;
  });
  return object(Object.fromEntries(rules));
}

/** One of several shapes: the `type` says which, and among those left the one with the fewest problems is told of. */
function objectRule(shapes: Fields[]): Rule {
  return (value, pointer, report) => {
    if (!isRecord(value)) return void report(pointer, 'the published type is an object');
    const ofType = shapes.filter((fields) => [undefined, value.type].includes(typeOf(fields)));
    if (ofType.length === 0) return void report(`${pointer}/type`, 'not a published type');
    const told = ofType.map(shapeRule).map((rule) => ({
      rule,
      problems: problemsOf(rule, value, pointer).length,
    }));
    const [best] = told.sort((a, b) => a.problems - b.problems);
    best?.rule(value, pointer, report);
  };
}

const made = new WeakMap<Type, Rule>();

function ruleOf(type: Type): Rule {
  const rule = made.get(type) ?? makeRule(type);
  made.set(type, rule);
  return rule;
}

function makeRule(type: Type): Rule {
  const shapes = shapesOf(type);
  if (shapes.length > 0) return objectRule(shapes);
  switch (type.is) {
    case 'list':
      return list(ruleOf(type.of), NO_LIMIT, 0);
    case 'value':
      return oneOf(type.value);
    case 'one':
      return oneOf(...type.of.map((part) => (part.is === 'value' ? part.value : undefined)));
    case 'name': {
      const known = DECLARED.get(type.name);
      return PRIMITIVES[type.name] ?? (known ? ruleOf(known) : () => undefined);
    }
    default:
      return () => undefined;
  }
}

/** What a block has to be by the published types. */
export const publishedBlock: Rule = objectRule(shapesOf({ is: 'name', name: 'KnownBlock' }));
