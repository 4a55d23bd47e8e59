import { describe, expect, it } from 'vitest';
import { ERROR_CODES } from '../../../src/errors.ts';
import { DOINGS, errorSentence } from '../../../src/views/kit/error-sentences.ts';

const EVERY = ERROR_CODES.flatMap((code) => DOINGS.map((doing) => ({ code, doing })));

describe('the sentence for an error', () => {
  it.each(EVERY)(
    'says of $code during $doing what to do, and names the reference last',
    ({ code, doing }) => {
      const said = errorSentence(code, { ref: 'ref_7k3m9q2x', doing });
      expect(said).toMatch(/Reference: ref_7k3m9q2x\.$/);
      expect(said).toMatch(/[Tt]ry|Tell|[Cc]heck/);
      expect(said).not.toMatch(/undefined|[<>&*`]| {2}/);
    },
  );

  it('has a different one for every code', () => {
    for (const doing of DOINGS) {
      const said = ERROR_CODES.map((code) => errorSentence(code, { ref: 'r', doing }));
      expect(new Set(said).size).toBe(ERROR_CODES.length);
    }
  });

  it('says how long to wait when Vobiz said so', () => {
    expect(
      errorSentence('vobiz_rate_limited', { ref: 'r', doing: 'search', retryAfterMs: 45_000 }),
    ).toMatchInlineSnapshot(
      `"Vobiz is receiving too many requests from this account. Try again in about 45 seconds. Reference: r."`,
    );
  });

  it.each(['decision', 'deny'] as const)(
    'never claims that a %s was or was not saved, because it cannot know',
    (doing) => {
      expect(errorSentence('store_unavailable', { ref: 'r', doing })).toMatch(
        /may not be saved: check the card first/,
      );
    },
  );

  it('says that nothing was bought only where somebody may fear it', () => {
    const said = DOINGS.filter((doing) =>
      errorSentence('busy', { ref: 'r', doing }).includes('bought'),
    );
    expect(said).toEqual(['order_request', 'decision', 'deny', 'connect']);
  });

  it('says that no code was sent only when Vobiz refused', () => {
    const said = (code: 'vobiz_refused' | 'vobiz_unavailable') =>
      errorSentence(code, { ref: 'r', doing: 'byon_start' });
    expect(said('vobiz_refused')).toMatch(/No code was sent/);
    expect(said('vobiz_unavailable')).toMatch(/A code may be on its way/);
  });

  it('tells people whether a one-time code counted', () => {
    expect(
      errorSentence('vobiz_unavailable', { ref: 'r', doing: 'code_entry' }),
    ).toMatchInlineSnapshot(
      `"Vobiz didn't answer. The try may have counted: check the card first. Try again in a minute. Reference: r."`,
    );
  });
});
