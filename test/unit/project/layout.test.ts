import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
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
