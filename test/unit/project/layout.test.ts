import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const FILES = readdirSync(`${ROOT}src`, { recursive: true, encoding: 'utf8' }).filter((path) =>
  path.endsWith('.ts'),
);

it('a name of a file says which one it is, without its folder', () => {
  const names = FILES.map((path) => basename(path));
  const twice = names.filter((name, at) => names.indexOf(name) !== at);
  expect(twice).toEqual([]);
  expect(names).toContain('order-card.ts');
});

it('a file of src says one thing, in 250 lines at most', () => {
  const lines = (path: string) => readFileSync(`${ROOT}src/${path}`, 'utf8').split('\n').length - 1;
  expect(FILES.filter((path) => lines(path) > 250)).toEqual([]);
});

it('every file of src is under an import rule', () => {
  const { overrides } = z
    .object({
      overrides: z.array(z.object({ includes: z.array(z.string()), linter: z.unknown() })),
    })
    .parse(JSON.parse(readFileSync(`${ROOT}biome.json`, 'utf8')));
  const ruled = overrides
    .filter(({ linter }) => JSON.stringify(linter).includes('noRestrictedImports'))
    .flatMap(({ includes }) => includes.map(patternOf));
  expect(FILES.filter((path) => !ruled.some((rule) => rule.test(`src/${path}`)))).toEqual([]);
});

/** Of a glob whose stars are all it has. */
function patternOf(glob: string): RegExp {
  const parts = glob.split(/(\*+)/).map((part) => {
    if (part === '**') return '.*';
    return part === '*' ? '[^/]*' : part.replace(/[.]/g, '\\.');
  });
  return new RegExp(`^${parts.join('')}$`);
}

describe('the views', () => {
  const VIEWS = join(ROOT, 'src/views');
  const files = FILES.filter((file) => file.startsWith('views/')).map((file) => file.slice(6));
  const importsOf = new Map(
    files.map((file) => {
      const text = readFileSync(join(VIEWS, file), 'utf8');
      const imported = [...text.matchAll(/from '(\.[^']+)'/g)].map(([, from = '']) =>
        join(file, '..', from),
      );
      return [file, imported.filter((path) => files.includes(path))] as const;
    }),
  );

  function levelOf(file: string): number {
    return 1 + Math.max(0, ...(importsOf.get(file) ?? []).map(levelOf));
  }

  function behind(file: string, seen = new Set<string>()): Set<string> {
    if (seen.has(file)) return seen;
    seen.add(file);
    for (const imported of importsOf.get(file) ?? []) behind(imported, seen);
    return seen;
  }

  it('are on at most six levels of imports', () => {
    expect(files.filter((file) => levelOf(file) > 6)).toEqual([]);
  });

  it('draw the card of an order out of at most ten files', () => {
    const card = behind('order/order-card.ts');
    expect([...card].length, [...card].join(', ')).toBeLessThanOrEqual(10);
    expect(card).toContain('kit/text.ts');
  });

  it('have a kit that knows no journey', () => {
    const kit = files.filter((file) => file.startsWith('kit/'));
    const known = kit.flatMap((file) => importsOf.get(file) ?? []);
    expect(known.filter((file) => !file.startsWith('kit/'))).toEqual([]);
  });
});
