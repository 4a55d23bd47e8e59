import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { drawJourneys } from '../../../scripts/journeys.ts';
import { buttons, modalIds, shortcuts } from '../../../src/slack/ids.ts';

const page = readFileSync(new URL('../../../docs/journeys.md', import.meta.url), 'utf8');

it('docs/journeys.md is what the source says now; `npm run journeys` draws it', () => {
  expect(page).toBe(drawJourneys());
});

it('has a line for everything that people can press or submit', () => {
  const inert = new Set([modalIds.notice.id]);
  const missing = [buttons, modalIds, shortcuts]
    .flatMap((group) => Object.values(group).map(({ id }) => id))
    .filter((id) => !inert.has(id) && !page.includes(`| \`${id}\` |`));
  expect(missing, 'ids without a handler').toEqual([]);
});
