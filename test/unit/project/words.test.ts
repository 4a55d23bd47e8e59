import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
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

/** What our voice leaves out: archaic, inverted or translated phrases, and passives that hide who does it. */
const BANNED: readonly RegExp[] = [
  /\bwho(?:m)?ever\b/,
  /\b(?:anew|hence|whence|thereof|lest|hitherto|henceforth)\b/,
  /\bhow (?:it|that|they|(?:an? |the )?\w+) stands?\b/,
  /\bas (?:it|they) stands?\b/,
  /\bwhat (?:became|has become|comes|came) of\b/,
  /\b(?:as far as|ever less often|of no use|by now|in vain|brought along)\b/,
  /\b(?:may|can|could|must) (?:not )?be decided\b/,
  /\bnothing (?:is|was|can be) decided\b/,
  /\b(?:take|takes|took) (?:them out|the request back)\b/,
  /\bcounts from now on\b/,
  /\bthe clock stands still\b/,
];
/** So that a phrase over a line break is found too. */
const COMMENT_OR_BREAK = /\s*\n\s*(?:\*|\/\/|#)?\s*/g;
const ROOT = join(SRC, '..');

function tracked(...patterns: string[]): string[] {
  return execFileSync(
    'git',
    ['ls-files', '--cached', '--others', '--exclude-standard', ...patterns],
    {
      cwd: ROOT,
    },
  )
    .toString()
    .split('\n')
    .filter((file) => file !== '' && existsSync(join(ROOT, file)));
}

function bannedIn(text: string): string[] {
  const flat = text.toLowerCase().replace(COMMENT_OR_BREAK, ' ');
  return BANNED.flatMap((phrase) => flat.match(phrase)?.[0] ?? []);
}

describe('the voice', () => {
  const FILES = tracked(
    '*.md',
    'src',
    'sandbox',
    'scripts',
    'bench',
    'ops',
    '.github',
    '*.yml',
    '*.yaml',
    '.env.example',
    'Dockerfile',
  );

  it('has no banned phrase in code, comments, pages and examples', () => {
    const found = FILES.map((file) => [file, bannedIn(readFileSync(join(ROOT, file), 'utf8'))]);
    expect(found.filter(([, phrases]) => phrases && phrases.length > 0)).toEqual([]);
  });

  it.each([
    'Whoever runs this bot',
    'how it\n * stands',
    'By now it may be decided.',
    'Nothing can be decided',
    'What became of a form',
  ])('would notice: %j', (text) => {
    expect(bannedIn(text).length).toBeGreaterThan(0);
  });
});
