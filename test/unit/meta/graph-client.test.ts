import { describe, expect, it, onTestFinished } from 'vitest';
import { META_ERRORS, type MetaFault, startMetaStandIn } from '../../../sandbox/meta/graph.ts';
import { createGraphClient } from '../../../src/meta/graph-client.ts';

const ACCOUNT = { wabaId: '1911116896216319', token: 'EAAunitTOKEN1234567890' };
const NUMBER = '+919810085657';

async function started({ timeoutMs = 5_000 } = {}) {
  const meta = await startMetaStandIn(ACCOUNT);
  onTestFinished(meta.stop);
  const seen: unknown[] = [];
  const graph = createGraphClient({
    baseUrl: `${meta.url}/`,
    timeoutMs,
    observe: ({ status }) => seen.push(status),
  });
  if (!graph) throw new Error('switched off');
  return { meta, graph, seen };
}

describe('the numbers of an account at Meta', () => {
  it('are read with the token in a header', async () => {
    const { meta, graph, seen } = await started();
    meta.put(NUMBER);
    expect(await graph.numbersOf(ACCOUNT)).toEqual({
      ok: true,
      isWhole: true,
      numbers: [
        {
          digits: '919810085657',
          displayName: 'pending_review',
          code: 'verified',
          quality: 'unknown',
          limit: 250,
          status: 'pending',
          platform: 'cloud_api',
        },
      ],
    });
    expect(meta.calls).toEqual([{ path: expect.any(String), isAuthorized: true }]);
    expect(JSON.stringify(meta.calls)).not.toContain(ACCOUNT.token);
    expect(seen).toEqual([200]);
  });

  it('are read to the last page, and of too many it says that they are not all', async () => {
    const { meta, graph } = await started();
    for (let at = 0; at < 150; at += 1) meta.put(`+9198100${85_000 + at}`);
    const all = await graph.numbersOf(ACCOUNT);
    expect(all).toMatchObject({ ok: true, isWhole: true });
    expect(all.ok && all.numbers).toHaveLength(150);
    expect(meta.calls).toHaveLength(2);
    for (let at = 150; at < 501; at += 1) meta.put(`+9198100${85_000 + at}`);
    const some = await graph.numbersOf(ACCOUNT);
    expect(some).toMatchObject({ ok: true, isWhole: false });
    expect(some.ok && some.numbers).toHaveLength(500);
  });

  it.each<[string, MetaFault, string]>([
    ['an expired token', META_ERRORS.expired, 'token'],
    ['a missing permission', META_ERRORS.permission, 'forbidden'],
    ['another account', META_ERRORS.hidden, 'forbidden'],
    ['the limit of the app', META_ERRORS.appLimit, 'rate_limited'],
    ['the limit of the account', META_ERRORS.accountLimit, 'rate_limited'],
    ['a locked account', META_ERRORS.locked, 'locked'],
    ['a fault of Meta', META_ERRORS.down, 'no_answer'],
    [
      'a page of a proxy',
      { kind: 'body', status: 200, body: '<html>Sign in</html>' },
      'unreadable',
    ],
    ['half an answer', { kind: 'body', status: 200, body: '{"data":[{"id":' }, 'unreadable'],
    ['an endless answer', { kind: 'body', status: 200, body: 'x'.repeat(2 ** 21) }, 'no_answer'],
  ])('are unknown after %s', async (_name, fault, why) => {
    const { meta, graph } = await started();
    meta.breakWith(fault);
    expect(await graph.numbersOf(ACCOUNT)).toEqual({ ok: false, why });
    expect(meta.calls).toHaveLength(1);
  });

  it('are unknown when the token is refused, and what Meta repeats of it is lost', async () => {
    const { graph } = await started();
    const answer = await graph.numbersOf({ ...ACCOUNT, token: 'EAAotherTOKEN1234567890' });
    expect(answer).toEqual({ ok: false, why: 'token' });
  });

  it('are unknown when Meta does not answer, or nothing is there', async () => {
    const { meta, graph, seen } = await started({ timeoutMs: 100 });
    meta.breakWith({ kind: 'hang' });
    expect(await graph.numbersOf(ACCOUNT)).toEqual({ ok: false, why: 'no_answer' });
    const nowhere = createGraphClient({ baseUrl: 'http://127.0.0.1:9/v24.0', timeoutMs: 5_000 });
    expect(await nowhere?.numbersOf(ACCOUNT)).toEqual({ ok: false, why: 'no_answer' });
    expect(seen).toEqual(['no_answer']);
  });

  it('are never asked for elsewhere, wherever Meta sends us', async () => {
    const { meta, graph } = await started();
    const elsewhere = await startMetaStandIn(ACCOUNT);
    onTestFinished(elsewhere.stop);
    meta.breakWith({ kind: 'redirect', to: `${elsewhere.url}/${ACCOUNT.wabaId}/phone_numbers` });
    expect(await graph.numbersOf(ACCOUNT)).toEqual({ ok: false, why: 'unreadable' });
    expect(elsewhere.calls).toEqual([]);
  });
});
