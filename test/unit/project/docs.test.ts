import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const tracked = (pattern: string) =>
  execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', pattern], {
    cwd: ROOT,
  })
    .toString()
    .split('\n')
    .filter((path) => path !== '' && existsSync(join(ROOT, path)));
const PAGES = tracked('*.md').filter((page) => page !== 'docs/transcript.md');

/** The files of ours that a page leads to or shows. */
function leadsTo(page: string): string[] {
  const links = readFileSync(join(ROOT, page), 'utf8').matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g);
  return [...links]
    .map(([, target = '']) => target)
    .filter((target) => !/^(https?|mailto):/.test(target))
    .map((target) => join(dirname(page), target));
}

describe('the documentation', () => {
  it.each(PAGES)('leads to files that exist: %s', (page) => {
    expect(leadsTo(page).filter((target) => !existsSync(join(ROOT, target)))).toEqual([]);
  });

  it('shows every picture that is kept', () => {
    const shown = new Set(PAGES.flatMap(leadsTo));
    expect(tracked('docs/pictures/*').filter((picture) => !shown.has(picture))).toEqual([]);
  });
});

describe('the decisions', () => {
  const decisions = tracked('docs/adr/*.md').sort();
  const heads = decisions.map((path) => readFileSync(join(ROOT, path), 'utf8').split('\n', 3));

  it('are numbered without a gap, in the name and the title', () => {
    const numbers = decisions.map((_, at) => at + 1);
    expect(decisions.map((path) => Number(basename(path).slice(0, 4)))).toEqual(numbers);
    expect(heads.map(([title = '']) => Number(/^# (\d+)\. /.exec(title)?.[1]))).toEqual(numbers);
  });

  it('say when they were made, in that order, and whether they hold', () => {
    const dates = heads.map(([, , line = '']) => /^Date: ([\d-]{10}).* Status: \w/.exec(line)?.[1]);
    expect(dates).not.toContain(undefined);
    expect(dates).toEqual([...dates].sort());
  });
});
