import { WebClient } from '@slack/web-api';
import { expect, it, vi } from 'vitest';
import { createModals } from '../../../src/slack/modals.ts';
import { noticeView } from '../../../src/views/kit/modal-parts.ts';

/** Slack, which answers each call when it is let go. */
function heldSlack() {
  const held: { body: string; answer: (body: object) => void }[] = [];
  const client = new WebClient('xoxb-test', {
    retryConfig: { retries: 0 },
    fetch: (_url, init) =>
      new Promise((resolve) => {
        const answer = (body: object) => resolve(Response.json(body));
        held.push({ body: decodeURIComponent(String(init?.body)), answer });
      }),
  });
  return { held, modals: createModals({ opening: client, updating: client }) };
}

const drawn = { ok: true, view: { id: 'V1', hash: 'h' } };

it('sends the drawings of a window one after the other, also after one that failed', async () => {
  const { held, modals } = heldSlack();
  const draw = (viewId: string, says: string) =>
    modals.update({ viewId }, noticeView('Numbers', says)).catch(() => 'failed');
  const [first, second, other] = [draw('V1', 'first'), draw('V1', 'second'), draw('V2', 'other')];
  await vi.waitFor(() => expect(held).toHaveLength(2));
  expect(held.map(({ body }) => /first|second|other/.exec(body)?.[0])).toEqual(['first', 'other']);
  held[0]?.answer({ ok: false, error: 'fatal_error' });
  await vi.waitFor(() => expect(held).toHaveLength(3));
  expect(held[2]?.body).toContain('second');
  for (const { answer } of held) answer(drawn);
  expect(await Promise.all([first, second, other])).toEqual([
    'failed',
    { viewId: 'V1', hash: 'h' },
    { viewId: 'V1', hash: 'h' },
  ]);
});
