import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const SRC = fileURLToPath(new URL('../../../src', import.meta.url));

/** Comments, and string literals of all three kinds. */
const TOKEN =
  /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\[\s\S])*`/g;
/** What operators read: log lines, and errors, which people are told of by their code alone. */
const FOR_OPERATORS = /(?:Error|log(?:ger)?\.\w+|super|unreadable)\((?:[^()]|\([^()]*\))*$/;

function literalsOf(text: string): string[] {
  return [...text.matchAll(TOKEN)]
    .filter(([token, ...rest]) => !token.startsWith('/') && rest.length === 0)
    .filter(({ index }) => !FOR_OPERATORS.test(text.slice(Math.max(0, index - 200), index)))
    .map(([token]) => token.slice(1, -1));
}

function found(layer: string, isWords: (literal: string) => boolean): string[] {
  const folder = join(SRC, layer);
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => {
      const literals = literalsOf(readFileSync(join(folder, file), 'utf8'));
      return literals.filter(isWords).map((literal) => `${layer}/${file}: ${literal}`);
    });
}

/** A capital first and three words or more, an expression in it counted as one. */
const isSentence = (literal: string) => /^[“*]*[A-Z][a-z']*,?(?:\s+\S+){2}/.test(literal.trim());
/** Also one word, if it is written as for people. */
const isTitle = (literal: string) => /^[A-Z][a-z]+(?:[ .,…!?]|$)/.test(literal);

/** Nobody in Slack reads these. */
const ALLOWED = [
  // What Redis itself prints, looked for in its output.
  'store/embedded-redis.ts: Address already in use',
  // Printed where the bot is started.
  "store/redis-address.ts: Redis doesn't accept the user name and password in REDIS_URL. Correct them and restart, or give Redis this password again (then the bot continues by itself)",
];

describe('words for people', () => {
  it.each(['domain', 'flows', 'jobs', 'store', 'slack'])(
    'are in no sentence of src/%s',
    (layer) => {
      expect(found(layer, isSentence).filter((each) => !ALLOWED.includes(each))).toEqual([]);
    },
  );

  it('are not even a title in src/handlers', () => {
    expect(found('handlers', isTitle)).toEqual([]);
  });

  it('are found where they are', () => {
    expect(found('views', isSentence).length).toBeGreaterThan(200);
    expect(found('views', isTitle).length).toBeGreaterThan(300);
  });
});
