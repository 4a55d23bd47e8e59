import { describe, expect, it, onTestFinished } from 'vitest';
import { faultSchema } from '../../../sandbox/vobiz/faults.ts';
import { ODD_ANSWERS } from '../../../sandbox/vobiz/odd-answers.ts';
import { startVobizStandIn } from '../../../sandbox/vobiz/server.ts';

describe('the odd answers of the stand-in', () => {
  it('have names of their own, and are faults that can be switched on from outside', async () => {
    expect(new Set(ODD_ANSWERS.map(({ label }) => label)).size).toBe(ODD_ANSWERS.length);
    const standIn = await startVobizStandIn();
    onTestFinished(() => standIn.stop());
    for (const { ops, fault } of ODD_ANSWERS) {
      expect(faultSchema.parse(fault)).toEqual(fault);
      for (const op of ops) {
        const answer = await fetch(`${standIn.url}/sandbox/do`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ action: 'faultNext', op, fault }),
        });
        expect(answer.status).toBe(200);
      }
    }
  });

  it.each([
    [{ kind: 'answer', longId: '1234567890123456789' } as const, 'me', /"id":1234567890123456789/],
    [{ kind: 'answer', envelope: 'keyed' } as const, 'availability', /"items":\{"0":\{/],
  ])('%j is on the wire as told', async (fault, op, body) => {
    const standIn = await startVobizStandIn();
    onTestFinished(() => standIn.stop());
    standIn.faults.next(op === 'me' ? 'me' : 'availability', fault);
    const path = op === 'me' ? 'auth/me' : 'messaging/numbers/whatsapp/availability?country=IN';
    const { authId, authToken } = standIn.credentials;
    const answer = await fetch(`${standIn.url}/api/v1/${path}`, {
      headers: { 'x-auth-id': authId, 'x-auth-token': authToken },
    });
    expect(answer.headers.get('content-type')).toMatch(/json/);
    expect(await answer.text()).toMatch(body);
  });

  it('moves its clock where told', async () => {
    const standIn = await startVobizStandIn();
    onTestFinished(() => standIn.stop());
    standIn.faults.next('me', { kind: 'answer', clockAheadMs: 6 * 3_600_000 });
    const { authId, authToken } = standIn.credentials;
    const answer = await fetch(`${standIn.url}/api/v1/auth/me`, {
      headers: { 'x-auth-id': authId, 'x-auth-token': authToken },
    });
    const ahead = Date.parse(answer.headers.get('date') ?? '') - Date.now();
    expect(Math.abs(ahead - 6 * 3_600_000)).toBeLessThan(10_000);
  });
});
