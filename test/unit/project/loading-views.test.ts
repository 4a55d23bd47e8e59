import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const VIEWS = fileURLToPath(new URL('../../../src/views', import.meta.url));

const DRAWS = /\b(noticeView|section|context|sentence|button|working|workingView)\(/g;
/** From what draws a block or a modal up to a text that ends as people expect of what still goes on. */
const GOING_ON = new RegExp(`${DRAWS.source}[^;]*?…['"\`]`, 'g');

/** What draws each of them: the call nearest to the text. */
function drawnBy(file: string): string[] {
  const source = readFileSync(join(VIEWS, file), 'utf8');
  return [...source.matchAll(GOING_ON)].flatMap(([text]) => {
    const [, nearest = ''] = [...text.matchAll(DRAWS)].at(-1) ?? [];
    return nearest === 'button' ? [] : [`${file}: ${nearest}`];
  });
}

describe('a modal that says what is going on', () => {
  it('says what to do when it stays, as the process that would draw it again may have died', () => {
    const drawn = readdirSync(VIEWS, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .flatMap(drawnBy);
    expect(drawn.filter((each) => !/: working(View)?$/.test(each))).toEqual([]);
    expect(drawn.length).toBeGreaterThan(20);
  });
});
