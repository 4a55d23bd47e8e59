import { describe, expect, it } from 'vitest';
import { readManifest } from '../../../sandbox/playground/manifest.ts';
import { difference } from '../../../sandbox/playground/windows.ts';
import { parseMrkdwn } from '../../../sandbox/slack/ui/src/blocks/parse-mrkdwn.ts';

describe('mrkdwn', () => {
  it('reads emphasis, code and tokens, and leaves signs inside words alone', () => {
    expect(parseMrkdwn('*Bold _and_* `a*b*` <@U1> snake_case_name 2*3*4')).toEqual([
      {
        kind: 'bold',
        children: [
          { kind: 'text', text: 'Bold ' },
          { kind: 'italic', children: [{ kind: 'text', text: 'and' }] },
        ],
      },
      { kind: 'text', text: ' ' },
      { kind: 'code', text: 'a*b*' },
      { kind: 'text', text: ' ' },
      { kind: 'token', inner: '@U1' },
      { kind: 'text', text: ' snake_case_name 2*3*4' },
    ]);
  });

  it('undoes entities once, so that escaped markup stays text', () => {
    expect(parseMrkdwn('&lt;@U1&gt; &amp;lt;')).toEqual([{ kind: 'text', text: '<@U1> &lt;' }]);
  });

  it.each(['&gt;', '>'])('gathers lines quoted with %s', (mark) => {
    expect(parseMrkdwn(`Said:\n${mark} one\n${mark} two\nend`)).toEqual([
      { kind: 'text', text: 'Said:\n' },
      { kind: 'quote', children: [{ kind: 'text', text: 'one\ntwo' }] },
      { kind: 'text', text: 'end' },
    ]);
  });
});

describe('what a window is sent', () => {
  it('is only what it does not have, and what is gone', () => {
    const had = new Map<string, string>();
    expect(
      difference(
        had,
        new Map<string, unknown>([
          ['a', { n: 1 }],
          ['b', 2],
        ]),
      ),
    ).toEqual({
      set: { a: { n: 1 }, b: 2 },
      remove: [],
    });
    expect(
      difference(
        had,
        new Map<string, unknown>([
          ['a', { n: 1 }],
          ['c', 3],
        ]),
      ),
    ).toEqual({
      set: { c: 3 },
      remove: ['b'],
    });
    expect(
      difference(
        had,
        new Map<string, unknown>([
          ['a', { n: 1 }],
          ['c', 3],
        ]),
      ),
    ).toEqual({ set: {}, remove: [] });
  });
});

it('offers the commands of the manifest', () => {
  const app = readManifest(new URL('../../../manifest.yml', import.meta.url));
  expect(app.commands.map(({ command }) => command)).toContain('/vobiz-number');
});
